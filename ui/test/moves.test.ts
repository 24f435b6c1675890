import { describe, expect, it } from "vitest";
import type { Column, DaySheet, Visit } from "../src/ipc/bindings.ts";
import { findSpot, moved, startSpot } from "../src/schedule/moves.ts";
import { columnsToDraw, HEAD, NOTHING, SOME, scaleOf } from "../src/schedule/scale.ts";
import { startTop } from "../src/schedule/sheet-cursor.ts";

function visit(id: string, minute: number, lane = 0): Visit {
  return {
    id,
    minute,
    lane,
    minutes: 30,
    lanes: 1,
    patient: id,
    name: id,
    state: { state: "booked" },
    kind: "",
    urgent: false,
    copayCents: null,
    phone: null,
    dob: null,
    age: null,
    sex: null,
    checkedIn: null,
    waited: null,
    forNobody: false,
    notes: [],
  };
}

function column(now: number | null, ...visits: Visit[]): Column {
  return { provider: "p", name: "P", department: "d", departmentName: "D", zone: "Central", now, visits };
}

function sheet(...columns: Column[]): DaySheet {
  const tally = { booked: 0, here: 0, done: 0, waiting: 0 };
  return {
    date: "2026-11-23",
    today: "2026-11-23",
    zones: [],
    from: 480,
    to: 1_080,
    columns,
    tally,
    asOf: "x",
    kept: true,
  };
}

const day = sheet(
  column(600, visit("a", 540), visit("b", 480), visit("c", 630)),
  column(600),
  column(600, visit("d", 500), visit("e", 700)),
);

function from(id: string, ...moves: Parameters<typeof moved>[2][]): string {
  let spot = findSpot(day, id);
  for (const move of moves) {
    spot = spot === null ? null : moved(day, spot, move);
  }
  return spot?.visit.id ?? "nowhere";
}

describe("moving on the day sheet", () => {
  it("goes by time within a column, whatever the order of the answer", () => {
    expect(from("b", "down")).toBe("a");
    expect(from("b", "down", "down")).toBe("c");
    expect(from("a", "up")).toBe("b");
  });

  it("stays where there is none further", () => {
    expect(from("b", "up")).toBe("b");
    expect(from("c", "down")).toBe("c");
    expect(from("b", "left")).toBe("b");
    expect(from("e", "right")).toBe("e");
  });

  it("goes across to the nearest in time, over columns that are empty", () => {
    expect(from("b", "right")).toBe("d");
    expect(from("c", "right")).toBe("e");
    expect(from("e", "left")).toBe("c");
  });

  it("goes to both ends of a column", () => {
    expect(from("a", "first")).toBe("b");
    expect(from("a", "last")).toBe("c");
  });

  it("starts at the visit that is on now or next, else at the first of the day", () => {
    expect(startSpot(day)?.visit.id).toBe("c");
    expect(startSpot(sheet(column(null, visit("y", 600), visit("x", 480))))?.visit.id).toBe("x");
    expect(startSpot(sheet(column(600), column(600)))).toBeNull();
  });

  it("steps through two that stand side by side", () => {
    const both = sheet(column(null, visit("right", 540, 1), visit("left", 540, 0)));
    const start = findSpot(both, "left");
    expect(start && moved(both, start, "down").visit.id).toBe("right");
  });
});

describe("the sheet's scale", () => {
  it("never draws a column narrower than 160", () => {
    expect(scaleOf(40, 1_200, "dense", 480).columnWidth).toBe(160);
    expect(scaleOf(4, 1_252, "dense", 480).columnWidth).toBe(300);
  });

  it("draws only the columns in sight and one at each side", () => {
    const scale = scaleOf(40, 1_200, "dense", 480);
    expect(columnsToDraw(40, { top: 0, left: 0, width: 1_200, height: 800 }, scale, SOME)).toEqual([0, 8]);
    expect(columnsToDraw(40, { top: 0, left: 3_200, width: 1_200, height: 800 }, scale, SOME)).toEqual([
      19, 28,
    ]);
    const first = columnsToDraw(40, { top: 0, left: 0, width: 1_200, height: 800 }, scale, NOTHING);
    expect(first, "the first frame draws no column that is out of sight").toEqual([0, 7]);
  });
});

describe("where a day opens", () => {
  const HEIGHT = 700;
  const topOf = (...nows: (number | null)[]) =>
    startTop(sheet(...nows.map((now) => column(now, visit("a", 540)))), HEIGHT, 480, 1.5);
  /** Where a minute's line is in what is in sight, below the head. */
  const seen = (minute: number, top: number) => HEAD + (minute - 480) * 1.5 - top;

  it("is a third of the window above now", () => {
    const top = topOf(840, 840);
    expect(top).toBeCloseTo(540 - HEIGHT / 3);
    expect(topOf(500), "and never above the day").toBe(0);
  });

  it("leaves the lines of every zone in sight where they fit", () => {
    const top = topOf(660, 1_020);
    for (const minute of [660, 1_020]) {
      expect(seen(minute, top)).toBeGreaterThan(HEAD);
      expect(seen(minute, top)).toBeLessThan(HEIGHT);
    }
  });

  it("is the earliest's where they do not fit, or where a day has no line of the latest", () => {
    expect(topOf(600, 1_079)).toBe(0);
    expect(topOf(720, 1_400)).toBeCloseTo(360 - HEIGHT / 3);
  });

  it("is the day's end once the day is over, and the first visit of another day", () => {
    expect(topOf(1_300)).toBeCloseTo(900 - HEIGHT / 3);
    expect(startTop(sheet(column(null, visit("a", 900))), HEIGHT, 480, 1.5)).toBeCloseTo(630 - HEIGHT / 3);
  });
});
