import { afterEach, describe, expect, it, vi } from "vitest";
import type { Event } from "../src/ipc/bindings.ts";
import { bridgeAddress, bridgeHost, eventReader } from "../src/ipc/bridge.ts";
import { failureOf } from "../src/ipc/host.ts";

afterEach(() => vi.unstubAllGlobals());

const host = bridgeHost({ origin: "http://127.0.0.1:7000", token: "t" });

function answering(status: number, body: unknown) {
  const asked = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("the bridge", () => {
  it("is taken from the address only on this computer", () => {
    expect(bridgeAddress("#bridge=http://127.0.0.1:7000&token=t")).toEqual({
      origin: "http://127.0.0.1:7000",
      token: "t",
    });
    expect(bridgeAddress("#bridge=http://192.168.1.4:7000&token=t")).toBeNull();
    expect(bridgeAddress("#bridge=http://127.0.0.1:7000@elsewhere.example&token=t")).toBeNull();
    expect(bridgeAddress("#bridge=http://127.0.0.1:7000")).toBeNull();
    expect(bridgeAddress("")).toBeNull();
  });

  it("sends the command with its token and gives the answer", async () => {
    const asked = answering(200, { rows: [] });
    expect(await host.call("patient_recent", {})).toEqual({ rows: [] });
    expect(asked).toHaveBeenCalledWith(
      "http://127.0.0.1:7000/commands/patient_recent",
      expect.objectContaining({
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json", authorization: "Bearer t" },
      }),
    );
  });

  it("turns a 422 into its failure, and anything else into one nobody foresaw", async () => {
    answering(422, { code: "offline" });
    expect(await host.call("sync_read", {}).catch(failureOf)).toEqual({ code: "offline" });
    answering(500, { oops: true });
    expect(await host.call("sync_read", {}).catch(failureOf)).toEqual({
      code: "unexpected",
      reference: "bridge-500",
    });
  });

  it("hears events however the stream is cut", () => {
    const heard: Event[] = [];
    const read = eventReader((event) => heard.push(event));
    read(': keep-alive\n\ndata: {"event":"changed",');
    read('"tags":["sync"]}\n');
    expect(heard).toEqual([]);
    read('\ndata: {"event":"changed","tags":["patients"]}\r\n\r\n');
    expect(heard).toEqual([
      { event: "changed", tags: ["sync"] },
      { event: "changed", tags: ["patients"] },
    ]);
  });
});
