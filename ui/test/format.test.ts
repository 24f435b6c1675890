import { describe, expect, it } from "vitest";
import {
  addDays,
  age,
  clockRange,
  clockTime,
  daysBetween,
  hourLabel,
  language,
  longDay,
  money,
  percent,
  personAge,
  phone,
  shortDay,
  spokenAge,
  usDate,
} from "../src/format.ts";

describe("days", () => {
  it("writes a day as a US front desk does", () => {
    expect(usDate("1979-03-14")).toBe("03/14/1979");
    expect(shortDay("2026-11-23", "2026-11-23")).toBe("Mon, Nov 23");
    expect(shortDay("2027-01-04", "2026-11-23"), "another year is said").toBe("Mon, Jan 4, 2027");
    expect(longDay("2026-11-23")).toBe("Monday, November 23, 2026");
  });

  it("steps over both nights on which the clocks change, whatever this computer's zone", () => {
    expect(addDays("2026-03-07", 1)).toBe("2026-03-08");
    expect(addDays("2026-03-08", 1)).toBe("2026-03-09");
    expect(addDays("2026-11-01", 1)).toBe("2026-11-02");
    expect(addDays("2026-11-02", -1)).toBe("2026-11-01");
    expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
  });

  it("steps over the ends of months, years and a leap February", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });
});

describe("times", () => {
  it("knows noon and midnight on both clocks", () => {
    expect(clockTime(0, "twelve")).toBe("12:00 AM");
    expect(clockTime(720, "twelve")).toBe("12:00 PM");
    expect(clockTime(1_425, "twelve")).toBe("11:45 PM");
    expect(clockTime(0, "twentyFour")).toBe("0:00");
    expect(clockTime(1_425, "twentyFour")).toBe("23:45");
    expect(hourLabel(780, "twelve")).toBe("1 PM");
  });

  it("says the half of the day once where both ends share it", () => {
    expect(clockRange(630, 30, "twelve")).toBe("10:30 – 11:00 AM");
    expect(clockRange(690, 60, "twelve")).toBe("11:30 AM – 12:30 PM");
    expect(clockRange(630, 30, "twentyFour")).toBe("10:30 – 11:00");
  });

  it("runs past midnight", () => {
    expect(clockRange(1_425, 30, "twelve")).toBe("11:45 PM – 12:15 AM");
  });
});

describe("ages", () => {
  const now = Date.parse("2026-11-23T16:47:18Z");
  it.each([
    ["2026-11-23T16:47:00Z", "18 s"],
    ["2026-11-23T10:47:00-06:00", "18 s"],
    ["2026-11-23T16:41:00Z", "6 min"],
    ["2026-11-23T13:00:00Z", "3 h"],
    ["2026-11-20T16:00:00Z", "3 days"],
    ["2026-11-23T17:00:00Z", "0 s"],
  ])("of %s is %s", (instant, said) => {
    expect(age(instant, now)).toBe(said);
  });
});

describe("people's ages", () => {
  it.each([
    [{ count: 46, unit: "years" }, "46", "46 years old"],
    [{ count: 23, unit: "months" }, "23 mo", "23 months old"],
    [{ count: 1, unit: "months" }, "1 mo", "1 month old"],
    [{ count: 3, unit: "weeks" }, "3 wk", "3 weeks old"],
    [{ count: 12, unit: "days" }, "12 d", "12 days old"],
    [{ count: 1, unit: "days" }, "1 d", "1 day old"],
  ] as const)("are short to be read and whole to be heard", (age, read, heard) => {
    expect(personAge(age)).toBe(read);
    expect(spokenAge(age)).toBe(heard);
  });
});

describe("money, phones and shares", () => {
  it("writes cents with their sign", () => {
    expect(money(0)).toBe("$0.00");
    expect(money(-1)).toBe("-$0.01");
    expect(money(-97_870)).toBe("-$978.70");
    expect(money(123_456_789)).toBe("$1,234,567.89");
  });

  it("names languages by either code and leaves others alone", () => {
    expect(language("eng")).toBe("English");
    expect(language("es")).toBe("Spanish");
    expect(language("declined")).toBe("declined");
    expect(language("zzq")).toBe("zzq");
  });

  it("writes US numbers and leaves others alone", () => {
    expect(phone("3195550148")).toBe("(319) 555-0148");
    expect(phone("13195550148")).toBe("(319) 555-0148");
    expect(phone("442071838750")).toBe("442071838750");
  });

  it("never rounds a share up to all or down to nothing", () => {
    expect(percent(999, 1_000)).toBe("99 %");
    expect(percent(1, 1_000)).toBe("1 %");
    expect(percent(0, 1_000)).toBe("0 %");
    expect(percent(10, 10)).toBe("100 %");
    expect(percent(0, 0)).toBe("0 %");
  });
});
