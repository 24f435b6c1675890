import { describe, expect, it } from "vitest";
import type { Column, DaySheet, Opening, Visit } from "../src/ipc/bindings.ts";
import { nextAfter, timeAt, timeMoved, timeNear, timesOf, withTimes } from "../src/schedule/open-times.ts";
import { pointAt } from "../src/schedule/use-drag.ts";

function column(provider: string, department = "1", visits: Visit[] = []): Column {
  return { provider, name: provider, department, departmentName: "Main", zone: "Eastern", now: 600, visits };
}

function time(provider: string, minute: number, date = "2026-11-23", department = "1"): Opening {
  return {
    slot: `${provider}${minute}${date}`,
    date,
    minute,
    minutes: 15,
    provider,
    name: provider,
    department,
    departmentName: "Main",
    zone: "Eastern",
    kind: "Visit",
  };
}

const sheet: DaySheet = {
  date: "2026-11-23",
  today: "2026-11-23",
  zones: ["Eastern"],
  from: 480,
  to: 1020,
  columns: [column("a"), column("b"), column("c")],
  tally: { booked: 0, here: 0, done: 0, waiting: 0 },
  asOf: null,
  kept: true,
};

describe("open times on the sheet", () => {
  it("stand in the order of their time, one for each", () => {
    const twice = { ...time("a", 600), slot: "other" };
    const times = [time("a", 700), time("a", 600), twice, time("b", 500), time("a", 600, undefined, "2")];
    expect(timesOf(column("a"), times).map(({ minute }) => minute)).toEqual([600, 700]);
  });

  it("bring a column with them where somebody has no visit on the day, and the hours they need", () => {
    const whole = withTimes(sheet, [time("a", 600), time("d", 425), time("d", 1100)]);
    expect(whole.columns.map(({ provider }) => provider)).toEqual(["a", "b", "c", "d"]);
    expect(whole.columns[3]).toMatchObject({ visits: [], now: 600, zone: "Eastern" });
    expect([whole.from, whole.to]).toEqual([420, 1115]);
    expect(withTimes(sheet, []).columns).toEqual(sheet.columns);
  });

  it("are walked within a column and across those that have any", () => {
    const times = [time("a", 600), time("a", 700), time("c", 640), time("c", 690)];
    const from = time("a", 600);
    const to = (move: Parameters<typeof timeMoved>[3], at = from) => timeMoved(sheet, times, at, move).slot;
    expect(to("down")).toBe(time("a", 700).slot);
    expect(to("up"), "nothing is above").toBe(from.slot);
    expect(to("last")).toBe(time("a", 700).slot);
    expect(to("first", time("a", 700))).toBe(from.slot);
    expect(to("right"), "b has none").toBe(time("c", 640).slot);
    expect(to("right", time("a", 700))).toBe(time("c", 690).slot);
    expect(to("left", time("c", 690))).toBe(time("a", 700).slot);
    expect(to("left")).toBe(from.slot);
  });

  it("begin at the next of the same provider, else at the last before, else at the nearest", () => {
    const times = [time("a", 600), time("a", 700), time("b", 640)];
    const near = (at: number, minute: number, of = times) =>
      timeNear(sheet, of, { column: at, minute })?.slot;
    expect(near(0, 610)).toBe(time("a", 700).slot);
    expect(near(0, 710)).toBe(time("a", 700).slot);
    expect(near(2, 600)).toBe(time("b", 640).slot);
    expect(near(0, 600, [])).toBeUndefined();
  });

  it("are found under a place of the sheet", () => {
    const times = [time("b", 600)];
    expect(timeAt(sheet, times, { column: 1, minute: 600 })?.slot).toBe(times[0]?.slot);
    expect(timeAt(sheet, times, { column: 1, minute: 614.9 })?.slot).toBe(times[0]?.slot);
    expect(timeAt(sheet, times, { column: 1, minute: 615 })).toBeNull();
    expect(timeAt(sheet, times, { column: 0, minute: 600 })).toBeNull();
    expect(timeAt(sheet, times, { column: 9, minute: 600 })).toBeNull();
  });

  it("are offered in place of one that is not to be had: three, later ones, the same provider's first", () => {
    const lost = time("a", 600);
    const times = [
      time("a", 500),
      lost,
      time("b", 601),
      time("a", 900, "2026-11-24"),
      time("b", 650),
      time("a", 700),
    ];
    const [first, second, third] = [time("a", 700), time("a", 900, "2026-11-24"), time("b", 601)];
    expect(nextAfter(times, lost)).toEqual([first, second, third]);
    expect(nextAfter([lost], lost)).toEqual([]);
  });

  it("are where the mouse is, however far the sheet is scrolled", () => {
    const element = document.createElement("div");
    element.scrollLeft = 200;
    element.scrollTop = 300;
    const scale = { columnWidth: 160, perMinute: 2, from: 480 };
    expect(pointAt(element, scale, { clientX: 52 + 10, clientY: 44 + 20 })).toEqual({
      column: 1,
      minute: 640,
    });
    expect(pointAt(element, scale, { clientX: 51, clientY: 100 }), "over the hours").toBeNull();
    expect(pointAt(element, scale, { clientX: 100, clientY: 43 }), "over the heads").toBeNull();
  });
});
