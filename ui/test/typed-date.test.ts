import { describe, expect, it } from "vitest";
import { typedDate } from "../src/typed-date.ts";

/** A Monday. */
const TODAY = "2026-11-23";

describe("a date as it is typed", () => {
  it.each([
    ["today", "2026-11-23"],
    ["Tomorrow", "2026-11-24"],
    ["yesterday", "2026-11-22"],
    ["+7", "2026-11-30"],
    ["-1", "2026-11-22"],
    ["+ 2w", "2026-12-07"],
    ["in 3 weeks", "2026-12-14"],
    ["+3 months", "2027-02-23"],
    ["wed", "2026-11-25"],
    ["Tues", "2026-11-24"],
    ["mon", "2026-11-30"],
    ["next friday", "2026-11-27"],
    ["last fri", "2026-11-20"],
    ["last mon", "2026-11-16"],
    ["12/1", "2026-12-01"],
    ["3/14", "2027-03-14"],
    ["11/20", "2026-11-20"],
    ["6-1", "2026-06-01"],
    ["3/14/28", "2028-03-14"],
    ["03.14.2028", "2028-03-14"],
    ["3 14 2028", "2028-03-14"],
    ["03142028", "2028-03-14"],
    ["031428", "2028-03-14"],
    ["2028-03-14", "2028-03-14"],
    ["mar 14", "2027-03-14"],
    ["March 14, 2028", "2028-03-14"],
    ["14 mar", "2027-03-14"],
    ["Sept. 3rd", "2026-09-03"],
    ["14-Mar-28", "2028-03-14"],
    ["Mon, Nov 30", "2026-11-30"],
    ["Monday, November 30, 2026", "2026-11-30"],
    ["2/29", "2028-02-29"],
    ["23", "2026-11-23"],
    ["5", "2026-12-05"],
    ["the 22nd", "2026-12-22"],
    ["31", "2026-12-31"],
    ["Mon 30", "2026-11-30"],
  ])("%s is %s", (typed, day) => {
    expect(typedDate(typed, TODAY)).toEqual({ day });
  });

  it("counts months to the last day of a shorter one", () => {
    expect(typedDate("+1m", "2027-01-31")).toEqual({ day: "2027-02-28" });
    expect(typedDate("-2m", "2027-01-31")).toEqual({ day: "2026-11-30" });
  });

  it.each(["2/30", "13/1", "13/45/2027", "2027-02-29", "feb 31", "02302027", "32", "0"])(
    "%s is no day there is",
    (typed) => {
      expect(typedDate(typed, TODAY)).toEqual({ problem: "noSuchDay" });
    },
  );

  it.each(["", "soon", "m", "marchember 3", "3/", "+", "1e3", "3/14/202", "Okafor", "next", "12345"])(
    "%s is not read",
    (typed) => {
      expect(typedDate(typed, TODAY)).toEqual({ problem: "unread" });
    },
  );
});
