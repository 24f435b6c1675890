import { describe, expect, it } from "vitest";
import type { DaySheet } from "../src/ipc/bindings.ts";
import { fakeDay, makePractice } from "../src/ipc/fake-practice.ts";
import { findVisits, typedTime } from "../src/schedule/find.ts";
import { visitName } from "../src/schedule/words.ts";

function day(change: (sheet: DaySheet) => void = () => undefined): DaySheet {
  const sheet = structuredClone(fakeDay(makePractice(Date.parse("2026-11-23T16:47:18Z"), 5, 34)));
  change(sheet);
  return sheet;
}

function called(sheet: DaySheet, at: number, name: string): DaySheet {
  const visit = sheet.columns[at]?.visits[0];
  if (visit === undefined) {
    throw new Error("no visit to be called that");
  }
  visit.name = name;
  return sheet;
}

describe("a time that is typed", () => {
  it.each([
    ["10:30", 630],
    ["1030", 630],
    ["930", 570],
    ["9", 540],
    ["2", 840],
    ["2p", 840],
    ["2 pm", 840],
    ["2:15 p.m.", 855],
    ["12", 720],
    ["12a", 0],
    ["6a", 360],
    ["6", 1_080],
    ["7", 420],
    ["14:05", 845],
    ["0:15", 15],
  ])("reads %s", (typed, minute) => {
    expect(typedTime(typed)).toBe(minute);
  });

  it.each(["", "ross", "25", "10:75", "1030x", "12345", "-3"])("takes “%s” for none", (typed) => {
    expect(typedTime(typed)).toBeNull();
  });
});

describe("a visit that is looked for", () => {
  const names = (sheet: DaySheet, typed: string) =>
    findVisits(sheet, typed).map(({ visit }) => visitName(visit));

  it("is found by the beginning of any part of its name, in any order", () => {
    const sheet = called(day(), 3, "García-Lopez, María Inés");
    for (const typed of ["garc", "maria", "lopez gar", "ines, garcia", "  MARÍA  "]) {
      expect(names(sheet, typed)[0], typed).toBe("García-Lopez, María Inés");
    }
    expect(names(sheet, "arc"), "and by what stands in it, after those that begin so").toContain(
      "García-Lopez, María Inés",
    );
    expect(names(sheet, "garcia zz")).toEqual([]);
  });

  it("is found where its name is written from right to left, or has signs in it", () => {
    expect(names(called(day(), 1, "כהן, רחל"), "רח")).toEqual(["כהן, רחל"]);
    expect(names(called(day(), 1, "Smiley 🙂, Jo"), "🙂")).toEqual(["Smiley 🙂, Jo"]);
  });

  it("is found by its time: what begins then, then what is under way, then what is nearest", () => {
    const sheet = day(({ columns }) => {
      const [one, two, three] = columns.map(({ visits }) => visits);
      one?.splice(1);
      two?.splice(1);
      three?.splice(1);
      columns.splice(3);
      Object.assign(one?.[0] ?? {}, { minute: 600, minutes: 60 });
      Object.assign(two?.[0] ?? {}, { minute: 630, minutes: 15 });
      Object.assign(three?.[0] ?? {}, { minute: 640, minutes: 15 });
    });
    expect(findVisits(sheet, "10:30").map(({ column }) => column)).toEqual([1, 0, 2]);
  });

  it("is any of the day where nothing is typed, from the one that is on now", () => {
    const sheet = day();
    const [first] = findVisits(sheet, " ");
    const now = sheet.columns[first?.column ?? 0]?.now ?? 0;
    expect((first?.visit.minute ?? 0) + (first?.visit.minutes ?? 0)).toBeGreaterThan(now);
    expect(findVisits(sheet, "")).toHaveLength(sheet.columns.flatMap(({ visits }) => visits).length);
  });
});
