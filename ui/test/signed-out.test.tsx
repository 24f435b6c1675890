import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openSchedule } from "./open.tsx";

const OF_A_PERSON = {
  environment: { kind: "production" },
  signIn: "person",
  person: "Rosa Delgado",
} as const;
const TITLE = "Nobody is signed in at athenahealth.";

describe("a sign-in that has ended", () => {
  it("is said on every page while all stays readable, and goes once somebody signed in", async () => {
    const { user, fake, container } = await openSchedule({ connection: OF_A_PERSON });
    expect(screen.queryByText(TITLE)).toBeNull();
    fake.sync = { ...fake.sync, problem: { code: "signInNeeded" }, problemSince: "2026-11-23T16:40:00Z" };
    fake.tell({ event: "changed", tags: ["sync"] });
    const notice = within((await screen.findByText(TITLE)).closest("[role=status]") as HTMLElement);
    notice.getByText(/^Everything that is held here is kept and can be read/);
    screen.getByRole("heading", { name: "Monday, November 23, 2026" });
    expect((await axe.run(container)).violations).toEqual([]);
    await user.keyboard("gp");
    await screen.findByRole("combobox", { name: "Find a patient" });
    await user.click(screen.getByRole("button", { name: "Sign in again" }));
    await waitFor(() => expect(screen.queryByText(TITLE)).toBeNull());
    expect(askedOf(fake, "connection_sign_in")).toEqual([{ connection: "c1" }]);
  });

  it("is said at once where the person signed out, and waits for the browser", async () => {
    const { user, fake } = await openSchedule({ connection: { ...OF_A_PERSON, person: null } }, (each) => {
      each.answers.connection_sign_in = () =>
        new Promise((_, failed) => {
          each.answers.connection_sign_in_cancel = async () => {
            failed(new Failed({ code: "signInStopped", why: "cancelled" }));
            return {};
          };
        });
    });
    await user.click(await screen.findByRole("button", { name: "Sign in again" }));
    await screen.findByText("Waiting for your browser…");
    await user.click(screen.getByRole("button", { name: "Stop waiting" }));
    await screen.findByText("Signing in was ended here.");
    screen.getByRole("button", { name: "Sign in again" });
    expect(askedOf(fake, "connection_sign_in_cancel")).toHaveLength(1);
  });

  it("is said once other scopes were chosen, and what cannot be chosen is said at its field", async () => {
    const { user, fake, container } = await openSchedule({
      connection: { ...OF_A_PERSON, scopes: "openid user/*.read", wayBack: { kind: "port", port: 8400 } },
    });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Scopes and port: / }));
    const dialog = within(await screen.findByRole("dialog"));
    const scopes = dialog.getByRole("textbox", { name: "Scopes" }) as HTMLInputElement;
    const port = dialog.getByRole("textbox", { name: "Port" }) as HTMLInputElement;
    expect([scopes.value, port.value, document.activeElement]).toEqual([
      "openid user/*.read",
      "8400",
      scopes,
    ]);
    fake.answers.connection_register = async () => {
      throw new Failed({ code: "invalid", field: "scopes" });
    };
    await user.clear(scopes);
    await user.type(scopes, "openid  profile{Enter}");
    await dialog.findByText("Copy them from the developer portal, with a space between two.");
    expect(document.activeElement).toBe(scopes);
    expect((await axe.run(container)).violations).toEqual([]);
    delete fake.answers.connection_register;
    await user.clear(port);
    await user.type(port, "8401");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "connection_register").at(-1)).toEqual({
      connection: "c1",
      scopes: "openid  profile",
      wayBack: { kind: "port", port: 8401 },
    });
    await screen.findByText(TITLE);
    screen.getByRole("button", { name: "Sign in again" });
  });

  it("leaves an app without a port", async () => {
    const { user } = await openSchedule({ connection: { environment: { kind: "production" } } });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Scopes: / }));
    const dialog = within(await screen.findByRole("dialog"));
    dialog.getByRole("textbox", { name: "Scopes" });
    expect(dialog.queryByRole("radiogroup")).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Leave it as it is" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("has nothing to choose for the demo practice", async () => {
    const { user } = await openSchedule();
    await user.keyboard("ge");
    await screen.findByRole("button", { name: /^Remove: / });
    expect(screen.queryByRole("button", { name: /^Scopes/ })).toBeNull();
  });

  it("is nothing to say where the practice's app signs in", async () => {
    await openSchedule({ connection: { environment: { kind: "production" } } }, (fake) => {
      fake.sync = { ...fake.sync, problem: { code: "offline" }, problemSince: "2026-11-23T16:40:00Z" };
    });
    await screen.findAllByText(/athenahealth cannot be reached/);
    expect(screen.queryByRole("button", { name: "Sign in again" })).toBeNull();
  });
});
