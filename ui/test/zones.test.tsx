import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { earliestFirst, instantOf } from "../src/instant.ts";
import type { Opening, VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { nextAfter } from "../src/schedule/open-times.ts";
import { first, NOW, openSchedule } from "./open.tsx";

const TODAY = "2026-11-23";

function time(minute: number, zone: string, date = TODAY): Opening {
  const slot = `${zone}${minute}`;
  const who = { provider: zone, name: zone, department: zone, departmentName: zone };
  return { slot, date, minute, minutes: 15, zone, kind: "Visit", ...who };
}

const slots = (times: readonly Opening[]) => times.map(({ slot }) => slot);

describe("a wall clock's time", () => {
  it.each([
    ["2026-11-23", 600, "Eastern", "15:00"],
    ["2026-11-23", 600, "Central", "16:00"],
    ["2026-07-01", 600, "Mountain", "16:00"],
    ["2026-07-01", 600, "Arizona", "17:00"],
    ["2026-07-01", 600, "Guam", "00:00"],
    ["2026-03-08", 180, "Eastern", "07:00"],
  ])("on %s at minute %i, %s, is an instant", (date, minute, zone, utc) => {
    expect(new Date(instantOf({ date, minute, zone })).toISOString().slice(11, 16)).toBe(utc);
  });

  it("comes in the order of the instants, not of what the clocks show", () => {
    const rows = [time(600, "Pacific"), time(570, "Central"), time(615, "Eastern")];
    expect(slots(earliestFirst(rows))).toEqual(["Eastern615", "Central570", "Pacific600"]);
  });
});

describe("what is offered for a time that is not to be had", () => {
  it("is what comes after it, by whatever clock", () => {
    const lost = time(600, "Central");
    const times = [time(630, "Eastern"), time(570, "Pacific"), time(605, "Central"), time(560, "Mountain")];
    expect(slots(nextAfter(times, lost))).toEqual(["Central605", "Mountain560", "Pacific570"]);
  });
});

/** A day whose second provider is an hour behind the first, all of it still booked. */
async function openZones(prepare: (fake: Fake) => void = () => undefined) {
  const opened = await openSchedule({}, (fake) => {
    for (const column of fake.practice.columns) {
      for (const visit of column.visits) {
        visit.state = { state: "booked" } as VisitState;
      }
    }
    const [, second] = fake.practice.columns;
    if (second !== undefined) {
      second.zone = "Mountain";
    }
    prepare(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  return opened;
}

describe("where departments differ in their zone", () => {
  it("each open time found is in the order of the instants", async () => {
    const { user, fake } = await openZones((each) => {
      each.answers.slot_find = async () => ({
        rows: [time(570, "Mountain", "2026-11-24"), time(600, "Central", "2026-11-24")],
        more: false,
        days: [{ date: "2026-11-24", count: 2 }],
        asOf: new Date(NOW).toISOString(),
      });
    });
    await user.keyboard("B");
    const list = await screen.findByRole("listbox", { name: "Open times" });
    const rows = within(list)
      .getAllByRole("option")
      .map(({ textContent }) => textContent);
    expect(rows[0]).toMatch(/10:00 .*Central/);
    expect(rows[1]).toMatch(/9:30 .*Mountain/);
    expect(fake.asked.some(({ name }) => name === "slot_find")).toBe(true);
  });

  it("a visit that is looked for says by which clock its time is", async () => {
    const { user } = await openZones();
    await user.keyboard("f");
    await user.type(await screen.findByRole("combobox", { name: /name or/i }), "8:00");
    const rows = (await screen.findAllByRole("option")).map(({ textContent }) => textContent);
    expect(rows.join()).toMatch(/8:00 AM Central/);
    expect(rows.join()).toMatch(/AM Mountain/);
  });

  it("a cancellation says by which clock the visit's time is", async () => {
    const { user } = await openZones();
    await user.keyboard("{Home}{Enter}");
    await screen.findByText("All clear: one key checks in.");
    await user.keyboard("x");
    const dialog = await screen.findByRole("dialog", { name: /^Cancel the visit of/ });
    expect(dialog.textContent).toMatch(/8:00 – 8:15 AM Central/);
  });

  it("those who did not come are listed with the clock of each, in the order of the instants", async () => {
    const { user } = await openZones();
    await user.keyboard("N");
    const dialog = await screen.findByRole("dialog", { name: "No-shows" });
    const said = within(dialog)
      .getAllByRole("checkbox")
      .map(({ parentElement }) => parentElement?.textContent ?? "");
    expect(said.some((each) => /^8:00 AM Central/.test(each))).toBe(true);
    const mountain = said.findIndex((each) => /Mountain/.test(each));
    const central = said.findLastIndex((each) => /Central/.test(each));
    expect(mountain).toBeGreaterThanOrEqual(0);
    expect(central).toBeGreaterThanOrEqual(0);
    const minutes = said.map((each) => {
      const [, hour = "0", minute = "0", half] = /^(\d+):(\d+) (.M)/.exec(each) ?? [];
      const wall = ((Number(hour) % 12) + (half === "PM" ? 12 : 0)) * 60 + Number(minute);
      return wall + (each.includes("Mountain") ? 60 : 0);
    });
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
  });

  it("nothing is said of a clock where there is one", async () => {
    const { user } = await openSchedule({}, (fake) => {
      first(fake).state = { state: "booked" } as VisitState;
    });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    await user.keyboard("{Home}{Enter}");
    await screen.findByText("All clear: one key checks in.");
    await user.keyboard("x");
    expect((await screen.findByRole("dialog")).textContent).not.toContain("Central");
  });
});
