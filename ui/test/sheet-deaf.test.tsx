import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Visit, VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { fakeGates } from "../src/ipc/fake-visits.ts";
import { allToCome, askedOf, first, NOW, onFirst, openSchedule } from "./open.tsx";

/** The first visit of the day, opened, all of the day still to come. */
async function openVisit(prepare: (fake: Fake) => void = () => undefined) {
  const opened = await onFirst({}, (fake) => {
    allToCome(fake);
    prepare(fake);
  });
  await opened.user.keyboard("{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  await panel.findByText("All clear: one key checks in.");
  const whose = () => panel.getByRole("heading", { level: 2, hidden: true }).textContent;
  return { ...opened, panel, whose };
}

const unclear = (fake: Fake) => {
  fake.answers.visit_gates = async ({ patient }) => ({
    patient,
    rows: fakeGates(NOW).map((gate) =>
      gate.kind === "copay" ? { ...gate, standing: { standing: "due", cents: 3_000 } } : gate,
    ),
  });
};

const WRITES = /^visit_(check|cancel$|start|move|double|park|book)/;
const written = (fake: Fake) => fake.asked.filter(({ name }) => WRITES.test(name));
const asked = (fake: Fake) => ({ visit: first(fake).id, patient: first(fake).patient });

describe("the sheet behind a dialog", () => {
  it.each([
    ["in the dialog", () => undefined],
    ["in its list", () => screen.getByRole("combobox", { name: "Reason" }).focus()],
    ["in its box", () => screen.getByRole("textbox", { name: "More about it" }).focus()],
    ["on nothing", () => (document.activeElement as HTMLElement).blur()],
  ])("hears no key of a cancellation, with the focus %s", async (_where, go) => {
    const { user, fake, whose } = await openVisit();
    const name = whose();
    await user.keyboard("x");
    const dialog = await screen.findByRole("dialog", { name: /^Cancel the visit of/ });
    await within(dialog).findByRole("option", { name: "No-show (did not come)" });
    act(go);
    await user.keyboard("{ArrowDown}{ArrowRight}{ArrowUp}ixoeImDykMc{Home}");
    expect(whose()).toBe(name);
    expect(screen.getAllByRole("dialog")).toEqual([dialog]);
    expect(written(fake)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Cancel the visit" }));
    await waitFor(() => expect(written(fake)).toHaveLength(1));
    expect(askedOf(fake, "visit_cancel")).toMatchObject([asked(fake)]);
  });

  it("hears no key while it is asked whether to check in", async () => {
    const { user, fake, whose } = await openCheckIn();
    const name = whose();
    await user.keyboard("{ArrowDown}{ArrowRight}ixm");
    expect(whose()).toBe(name);
    expect(written(fake)).toEqual([]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(askedOf(fake, "visit_check_in")).toEqual([asked(fake)]));
  });
});

it("hears nothing that is pressed before a dialog is read from disk", async () => {
  const { user } = await openSchedule();
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await user.keyboard("{Home}");
  const held = document.activeElement;
  await user.keyboard("j2{ArrowDown}");
  expect(document.querySelector("[data-keys=sheet]"), "it is no list").not.toBeNull();
  await screen.findByRole("dialog", { name: "Go to a date" });
  await user.keyboard("{Escape}");
  expect(document.activeElement).toBe(held);
});

/** The first visit of the day, asked about before it is checked in. */
async function openCheckIn() {
  const opened = await openSchedule({}, (fake) => {
    for (const visit of fake.practice.columns.flatMap(({ visits }) => visits)) {
      visit.state = { state: "booked" } as VisitState;
    }
    unclear(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await opened.user.keyboard("{Home}{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  await panel.findByText("1 thing to see to");
  await opened.user.keyboard("i");
  await screen.findByRole("dialog", { name: /^Check in .*\?$/ });
  return {
    ...opened,
    panel,
    whose: () => panel.getByRole("heading", { level: 2, hidden: true }).textContent,
  };
}

describe("what a dialog was opened for", () => {
  const refresh = (fake: Fake) => fake.tell({ event: "changed", tags: ["schedule"] });

  it.each([
    [
      "stands elsewhere",
      (fake: Fake) => {
        const [from, to] = fake.practice.columns;
        const [visit] = from?.visits.splice(0, 1) ?? [];
        to?.visits.push(visit as Visit);
      },
    ],
    ["is gone", (fake: Fake) => fake.practice.columns[0]?.visits.splice(0, 1)],
  ])("is what it cancels, though it %s on a day that was read anew", async (_how, change) => {
    const { user, fake } = await openVisit();
    const meant = asked(fake);
    await user.keyboard("x");
    const dialog = within(await screen.findByRole("dialog", { name: /^Cancel the visit of/ }));
    await user.type(dialog.getByRole("textbox", { name: "More about it" }), "Has a cold.");
    change(fake);
    fake.answers.visit_cancel = async () => ({ write: "c1" });
    const reads = askedOf(fake, "schedule_day").length;
    act(() => refresh(fake));
    await waitFor(() => expect(askedOf(fake, "schedule_day").length).toBeGreaterThan(reads));
    await act(async () => undefined);
    await user.click(dialog.getByRole("button", { name: "Cancel the visit" }));
    await waitFor(() => expect(askedOf(fake, "visit_cancel")).toEqual([{ ...meant, said: "Has a cold." }]));
  });

  it("is what is checked in, though the day that was read anew is without it", async () => {
    const { user, fake } = await openCheckIn();
    const meant = asked(fake);
    fake.practice.columns[0]?.visits.splice(0, 1);
    fake.answers.visit_check_in = async () => ({ write: "c1" });
    const reads = askedOf(fake, "schedule_day").length;
    act(() => refresh(fake));
    await waitFor(() => expect(askedOf(fake, "schedule_day").length).toBeGreaterThan(reads));
    await waitFor(() => expect(document.querySelector("aside[aria-label=Visit]")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Check in all the same" }));
    await waitFor(() => expect(askedOf(fake, "visit_check_in")).toEqual([meant]));
  });
});
