import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Column, DaySheet, Visit, VisitState } from "../src/ipc/bindings.ts";
import { createFake, type Fake } from "../src/ipc/fake.ts";
import { Failed } from "../src/ipc/host.ts";
import { missedOf } from "../src/schedule/no-show-rows.ts";
import { askedOf, NOW, openSchedule } from "./open.tsx";

const state = (name: "booked" | "late" | "here"): VisitState => ({ state: name }) as VisitState;

/** A column of which the first visits stand so, one each quarter of an hour from 8:00 on, at 9:00. */
function column(states: readonly VisitState[]): Column {
  const whole = createFake({ now: NOW }).practice.columns[0] as Column;
  const visits = states.map(
    (each, at): Visit => ({
      ...(whole.visits[0] as Visit),
      id: `${at}`,
      patient: "41",
      minute: 480 + at * 15,
      minutes: 15,
      state: each,
    }),
  );
  return { ...whole, now: 540, visits };
}

const sheet = (columns: Column[], date = "2026-11-23"): DaySheet => ({
  date,
  today: "2026-11-23",
  zones: [],
  from: 480,
  to: 1020,
  columns,
  tally: { booked: 0, here: 0, done: 0, waiting: 0 },
  asOf: null,
  kept: true,
});

const ids = (day: DaySheet) => missedOf(day).map(({ visit }) => visit.id);

/** The day on which the first two visits are over and still booked, with the dialog open. */
async function opened(prepare: (fake: Fake) => void = () => undefined) {
  const page = await openSchedule({}, (fake) => {
    for (const each of fake.practice.columns) {
      each.now = 600;
      for (const [at, visit] of each.visits.entries()) {
        visit.state = state(each === fake.practice.columns[0] && at < 2 ? "late" : "here");
        visit.minute = 480 + at * 15;
        visit.minutes = 15;
      }
    }
    prepare(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await page.user.keyboard("N");
  const dialog = within(await screen.findByRole("dialog", { name: "No-shows" }));
  return { ...page, dialog };
}

describe("no-shows", () => {
  it("are the visits still booked when their time is over, where they are", () => {
    const late = state("late");
    const day = [column([late, state("here"), late, state("booked"), late])];
    expect(ids(sheet(day)), "what ends at nine is over at nine, what begins then is not").toEqual([
      "0",
      "2",
      "3",
    ]);
    const [only] = day as [Column];
    expect(ids(sheet([{ ...only, now: null }])), "today began nowhere yet").toEqual([]);
    expect(ids(sheet([{ ...only, now: null }], "2026-11-22")), "yesterday is over").toEqual([
      "0",
      "2",
      "3",
      "4",
    ]);
    expect(ids(sheet([{ ...only, now: null }], "2026-11-24"))).toEqual([]);
    const hidden = { ...only, visits: only.visits.map((visit) => ({ ...visit, patient: null })) };
    expect(ids(sheet([hidden]))).toEqual([]);
  });

  it("are noted one by one for the practice's own reason, but for whom somebody took out", async () => {
    const { user, fake, dialog } = await opened();
    await dialog.findByRole("button", { name: "Note 2 no-shows" });
    const [first, second] = dialog.getAllByRole("checkbox");
    expect([first, second].every((box) => (box as HTMLInputElement).checked)).toBe(true);
    await user.click(second as HTMLElement);
    await user.click(dialog.getByRole("button", { name: "Note 1 no-show" }));
    await waitFor(() => expect(askedOf(fake, "visit_cancel")).toHaveLength(1));
    const { id: visit, patient } = (fake.practice.columns[0] as Column).visits[0] as Visit;
    expect(askedOf(fake, "visit_cancel")).toEqual([{ visit, patient, reason: "2" }]);
    await dialog.findByText(/on its way/);
    expect(dialog.getAllByRole("checkbox"), "who was taken out can still be noted").toHaveLength(1);
    fake.writes.move(fake.writes.rows[0]?.id ?? "", "saved", {});
    fake.tell({ event: "changed", tags: ["writes"] });
    await dialog.findByText(/saved$/);
  });

  it("stop where one could not be sent off, and those before it are shown as sent", async () => {
    const { user, fake, dialog } = await opened((each) => {
      let count = 0;
      each.answers.visit_cancel = async () => {
        count += 1;
        if (count === 2) {
          throw new Failed({ code: "outOfTurn" });
        }
        return { write: "v1" };
      };
    });
    await user.click(await dialog.findByRole("button", { name: "Note 2 no-shows" }));
    await waitFor(() => expect(askedOf(fake, "visit_cancel")).toHaveLength(2));
    await dialog.findByRole("button", { name: "Note 1 no-show" });
    expect(dialog.getAllByRole("checkbox")).toHaveLength(1);
  });

  it("are not noted where the practice has no reason for it, which is said", async () => {
    const { dialog } = await opened((each) => {
      each.answers.visit_cancel_reasons = async () => ({ rows: [] });
    });
    await dialog.findByText("The practice has no reason for a no-show.");
    expect(dialog.queryByRole("button", { name: /^Note/ })).toBeNull();
  });

  it("have names for all that is pressed", async () => {
    const { dialog } = await opened();
    await dialog.findByRole("button", { name: "Note 2 no-shows" });
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
