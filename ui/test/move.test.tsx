import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Column, PersonView, VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { seatOf } from "../src/ipc/fake-people.ts";
import { confirmed } from "../src/ipc/fake-visits.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, first, NOW, onFirst } from "./open.tsx";

const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "biller" };

const TODAY = "20261123";

/** The day with the cursor on its first visit, which is still to come. */
const aimed = () => document.querySelector("[id^=time-][aria-current=true]")?.id;

const move = (fake: Fake, slot: string) => ({ visit: first(fake).id, patient: first(fake).patient, slot });

describe("a visit on the sheet", () => {
  it("is moved with three keys, and shown as moved once athenahealth confirmed it", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("m");
    const line = within(await screen.findByRole("region", { name: "Move a visit" }));
    await waitFor(() => expect(document.activeElement?.id).toBe(`time-${TODAY}0900`));
    await line.findByText(/^6 open times on this day/);
    await user.keyboard("{ArrowDown}{Enter}");
    await screen.findByText("Being moved.");
    expect(askedOf(fake, "visit_move")).toEqual([move(fake, `${TODAY}0930`)]);
    expect(document.querySelector("[id^=time-]"), "nothing is carried any more").toBeNull();
    expect(screen.queryByText("Moved.")).toBeNull();
    const [row] = fake.writes.rows;
    const seconds = { ended: new Date(NOW - 1_000).toISOString() };
    fake.writes.move(
      row?.id ?? "",
      "saved",
      row ? { ...confirmed(row, { state: "booked" }), ...seconds } : {},
    );
    fake.tell({ event: "changed", tags: ["writes"] });
    await screen.findByText("Moved.");
    await user.keyboard("u");
    await waitFor(() => expect(askedOf(fake, "write_undo")).toEqual([{ write: row?.id }]));
  });

  it("goes to another provider and another day", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("m");
    await waitFor(() => expect(aimed()).toBe(`time-${TODAY}0900`));
    await user.keyboard("{ArrowRight}");
    await waitFor(() => expect(document.activeElement?.id).toBe(`time-${TODAY}1900`));
    await user.keyboard("]");
    await waitFor(() => expect(aimed()).toMatch(/^time-20261124/));
    expect(askedOf(fake, "slot_day").at(-1)).toMatchObject({ visit: first(fake).id, date: "2026-11-24" });
    await user.keyboard("{ArrowRight}{Enter}");
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(1));
    expect(askedOf(fake, "visit_move")[0]).toMatchObject({ slot: expect.stringMatching(/^202611241/) });
  });

  it("is put back by Escape, on whatever day it is carried, and nothing is sent", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("m]");
    await waitFor(() => expect(aimed()).toMatch(/^time-20261124/));
    await user.keyboard("{Escape}");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await waitFor(() => expect(screen.queryByRole("region", { name: "Move a visit" })).toBeNull());
    await waitFor(() => expect(document.activeElement?.id).toBe(`visit-${first(fake).id}`));
    expect(askedOf(fake, "visit_move")).toEqual([]);
  });

  it("is carried on where somebody else was faster: the next three are offered", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("m");
    await waitFor(() => expect(aimed()).toBe(`time-${TODAY}0900`));
    await user.keyboard("{Enter}");
    await screen.findByText("Being moved.");
    const [row] = fake.writes.rows;
    const column = fake.practice.columns[0] as Column;
    fake.answers.slot_day = async ({ date }) => {
      const rows = [930, 945, 960, 990].map((minute) => ({
        slot: `n${minute}`,
        date,
        minute,
        minutes: 15,
        provider: column.provider,
        name: column.name,
        department: column.department,
        departmentName: column.departmentName,
        zone: column.zone,
        kind: "",
      }));
      return { date, kind: "82", rows, more: false, asOf: new Date(NOW).toISOString() };
    };
    fake.writes.move(row?.id ?? "", "notSaved", { why: "conflict", can: ["see"] });
    fake.tell({ event: "changed", tags: ["writes"] });
    const line = within(await screen.findByRole("region", { name: "Move a visit" }));
    await line.findByText("That time is not to be had.");
    await waitFor(() => expect(askedOf(fake, "write_see")).toEqual([{ write: row?.id }]));
    await waitFor(() => expect(line.getAllByRole("button", { name: /^Move to (.*, ){3}/ })).toHaveLength(3));
    await waitFor(() => expect(aimed()).toBe("time-n930"));
    const [offer] = line.getAllByRole("button", { name: /^Move to (.*, ){3}/ });
    await user.click(offer as HTMLElement);
    await waitFor(() => expect(askedOf(fake, "visit_move").at(-1)).toEqual(move(fake, "n930")));
  });

  it("is moved by one pull of the mouse, and one that ends where nothing is open offers what is", async () => {
    const { fake } = await onFirst();
    const block = document.getElementById(`visit-${first(fake).id}`) as HTMLElement;
    const from = Number(
      document.querySelector<HTMLElement>("[class*=times] span")?.textContent?.match(/\d+/)?.[0],
    );
    const y = (minute: number) => 44 + (minute - from * 60) * 1.5 + 2;
    const x = 52 + 20;
    const pull = async (minute: number) => {
      fireEvent.pointerDown(block, { button: 0, clientX: x, clientY: 50 });
      fireEvent.pointerMove(window, { clientX: x, clientY: 70 });
      await waitFor(() => expect(aimed()).toBeDefined());
      fireEvent.pointerMove(window, { clientX: x, clientY: y(minute) });
      fireEvent.pointerUp(window, { clientX: x, clientY: y(minute) });
    };
    await pull(800);
    await screen.findByText("That time is not to be had.");
    expect(askedOf(fake, "visit_move")).toEqual([]);
    expect(document.querySelector("[class*=ghost]")).toBeNull();
    fireEvent.keyDown(document.activeElement ?? window, { key: "Escape" });
    await waitFor(() => expect(aimed()).toBeUndefined());
    await pull(935);
    await waitFor(() => expect(askedOf(fake, "visit_move")).toEqual([move(fake, `${TODAY}0930`)]));
  });

  it("stays where it is while its times cannot be read, which is said", async () => {
    const { user, fake } = await onFirst({}, (each) => {
      each.answers.slot_day = async () => {
        throw new Failed({ code: "offline" });
      };
    });
    await user.keyboard("m");
    await screen.findByText("athenahealth cannot be reached.");
    await user.keyboard("{Enter}");
    expect(askedOf(fake, "visit_move")).toEqual([]);
  });

  it("is moved by nobody who may not, and not once it has begun", async () => {
    const begun = await onFirst({}, (fake) => {
      first(fake).state = { state: "here" } as VisitState;
    });
    await begun.user.keyboard("m");
    expect(askedOf(begun.fake, "slot_day")).toEqual([]);
    begun.unmount();
    const { user, fake } = await onFirst({ people: [BEN], session: { seat: seatOf(BEN) } });
    await user.keyboard("m");
    expect(screen.queryByRole("region", { name: "Move a visit" })).toBeNull();
    expect(askedOf(fake, "slot_day")).toEqual([]);
  });

  it("has names for all that is pressed while it is carried", async () => {
    const { user } = await onFirst();
    await user.keyboard("m");
    await waitFor(() => expect(aimed()).toBeDefined());
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
