import { describe, expect, it } from "vitest";
import { createFake } from "../src/ipc/fake.ts";
import { fakeWrite, written } from "../src/ipc/fake-writes.ts";
import {
  type Box,
  boxesOf,
  changesOf,
  elsewhereAt,
  lookedForBy,
  meant,
  troubleOf,
  troubleWords,
  typedBirth,
  type Values,
} from "../src/writes/form-values.ts";
import { prefilled } from "../src/writes/prefill.ts";
import { ALL_STATES, statesOfZip } from "../src/writes/zip-states.ts";
import { NOW } from "./open.tsx";

const TODAY = "2026-11-23";
const form = await createFake({ now: NOW }).call("patient_form", { patient: "30917" });

function box(field: string, boxes = boxesOf(form, null, {})): Box {
  const found = boxes.find(({ of }) => of.field === field);
  if (found === undefined) {
    throw new Error(`no box for ${field}`);
  }
  return found;
}

describe("what is meant by what is typed", () => {
  it.each([
    ["mobilePhone", "(319) 555-0142", "3195550142"],
    ["mobilePhone", "+1 319.555.0142", "3195550142"],
    ["mobilePhone", "319555014", "319555014"],
    ["mobilePhone", "ask the daughter", "ask the daughter"],
    ["zip", "52401 1180", "52401-1180"],
    ["zip", "524011180", "52401-1180"],
    ["state", "ny", "NY"],
    ["city", "  Cedar Falls ", "Cedar Falls"],
    ["dob", "3/14/79", "1979-03-14"],
    ["dob", "tomorrow", "tomorrow"],
  ])("%s: %s", (field, typed, value) => {
    expect(meant(box(field), typed, TODAY)).toBe(value);
  });

  it("takes what stands there as on file for what is on file, however it is written", () => {
    const odd = { ...form, fields: form.fields.map((of) => ({ ...of, value: of.value })) };
    const at = odd.fields.findIndex(({ field }) => field === "homePhone");
    odd.fields[at] = { ...(odd.fields[at] as (typeof odd.fields)[0]), value: "555 CALL " };
    const [home] = boxesOf(odd, null, {}).filter(({ of }) => of.field === "homePhone");
    expect(meant(home as Box, "555 CALL ", TODAY)).toBe("555 CALL ");
    expect(troubleOf(home as Box, "555 CALL "), "what was there already is nobody's mistake").toBeNull();
  });

  it.each([
    ["3/14/1979", "1979-03-14"],
    ["03141979", "1979-03-14"],
    ["031479", "1979-03-14"],
    ["March 14, 1979", "1979-03-14"],
    ["11/23/26", "2026-11-23"],
    ["11/24/26", "1926-11-24"],
    ["11/24/2026", null],
    ["2/29/1981", null],
    ["3/14", null],
    ["monday", null],
    ["+7", null],
    ["", null],
  ])("reads the birth date %s", (typed, day) => {
    expect(typedBirth(typed, TODAY)).toBe(day);
  });
});

describe("what cannot stand in a field", () => {
  it.each([
    ["last", "", "missing"],
    ["middle", "", null],
    ["last", "x".repeat(31), "tooLong"],
    ["last", "x".repeat(30), null],
    ["mobilePhone", "319555014", "malformed"],
    ["email", "ada@example", "malformed"],
    ["email", "ada@example.org", null],
    ["state", "XX", "malformed"],
    ["state", "PR", null],
    ["zip", "5240", "malformed"],
    ["zip", "52401-1180", null],
    ["dob", "tomorrow", "malformed"],
    ["sex", "X", "unlisted"],
    ["department", "99", "unlisted"],
    ["status", "deleted", "unlisted"],
    ["last", "12345", "malformed"],
    ["first", "-'.", "malformed"],
    ["middle", ".", "malformed"],
    ["preferred", "(?)", "malformed"],
    ["last", "O’Neil-Ruiz de la Cruz", null],
    ["last", "Đặng", null],
    ["last", "כהן", null],
    ["first", "李", null],
    ["middle", "J.", null],
    ["last", "3M", null],
  ])("%s: %s", (field, value, why) => {
    expect(troubleOf(box(field), value)).toBe(why);
  });

  it("says by how much a value is too long", () => {
    expect(troubleWords(box("last"), { last: "x".repeat(31) }, "tooLong")).toBe(
      "1 letter more than the 30 athenahealth keeps.",
    );
  });

  it("counts letters as a person does", () => {
    expect(troubleOf(box("first"), `A${"🦉".repeat(19)}`)).toBeNull();
  });
});

describe("what is sent", () => {
  it("is only what differs from what the form showed, with what it showed", () => {
    const boxes = boxesOf(form, null, {});
    const values: Values = { city: "Cedar Falls", zip: "52401", last: "Walsh" };
    expect(changesOf(boxes, values)).toEqual([{ field: "city", saw: "Cedar Valley", value: "Cedar Falls" }]);
  });

  it("sets what athenahealth has now in place of what was seen, once somebody else changed it", () => {
    const row = fakeWrite(NOW, {
      why: "changedMeanwhile",
      fields: [written("mobilePhone", "3195550101", "3195550142", { theirs: "3195550199" })],
    });
    const boxes = boxesOf(form, row, {});
    const phone = box("mobilePhone", boxes);
    expect(phone.begun).toBe("(319) 555-0142");
    expect(changesOf(boxes, { mobilePhone: "3195550142" })).toEqual([
      { field: "mobilePhone", saw: "3195550199", value: "3195550142" },
    ]);
    expect(changesOf(boxes, { mobilePhone: "3195550199" }), "theirs is taken").toEqual([]);
  });

  it("asks for the same person by what tells people apart, and by nothing that is empty", () => {
    const asked = lookedForBy({ first: "Ada", last: "Marsh", dob: "", city: "Cedar Falls", zip: "52401" });
    expect(asked.map(({ field }) => field)).toEqual(["first", "last", "zip"]);
  });
});

describe("a ZIP code and a state", () => {
  const held = (zip: string, state: string) => [
    { ...box("zip"), saw: zip },
    { ...box("state"), saw: state },
  ];
  const boxes = held("52401", "IA");
  it.each([
    ["another state's", { zip: "60614", state: "IA" }, "zip"],
    ["its own", { zip: "52402", state: "IA" }, null],
    ["another state alone", { zip: "52401", state: "IL" }, "state"],
    ["both", { zip: "60614", state: "WI" }, "zip"],
    ["half typed", { zip: "6061", state: "IA" }, null],
    ["nobody's", { zip: "00000", state: "IA" }, "zip"],
    ["without a state", { zip: "60614", state: "" }, null],
    ["on both sides of a border", { zip: "42223", state: "TN" }, null],
  ])("are held against each other, at the one that was changed: %s", (_, values: Values, at) => {
    expect(elsewhereAt(boxes, values)).toBe(at);
  });

  it("are left where they stood so already", () => {
    const odd = held("60614", "IA");
    expect(elsewhereAt(odd, { zip: "60614", state: "IA" })).toBeNull();
    expect(elsewhereAt(odd, { zip: "60615", state: "IA" })).toBe("zip");
  });

  it("says where a ZIP code is, or that nobody has it", () => {
    const zip = box("zip");
    const words = (code: string) => troubleWords(zip, { zip: code, state: "IA" }, "elsewhere");
    expect(words("60614-1200")).toBe("60614 is in IL. Check the two.");
    expect(words("00000")).toBe("No post office has a ZIP code like 00000.");
  });

  it("knows every state and territory that the postal service has", () => {
    expect(ALL_STATES.size).toBe(62);
    expect(statesOfZip("06390"), "an island of another state's").toContain("NY");
    expect(statesOfZip("90001")).toEqual(["CA"]);
  });
});

describe("what is known of somebody from what was typed to find them", () => {
  it.each<[string, Values]>([
    ["marsh", { last: "Marsh" }],
    ["ada marsh", { first: "Ada", last: "Marsh" }],
    ["Marsh, Ada", { first: "Ada", last: "Marsh" }],
    ["ada van der berg", { first: "Ada", last: "Van Der Berg" }],
    ["o'neill, mary-ann 3/14/79", { first: "Mary-Ann", last: "O'Neill", dob: "1979-03-14" }],
    ["marsh (319) 555-0142", { last: "Marsh", mobilePhone: "3195550142" }],
    ["MacLeod 03141979", { last: "MacLeod", dob: "1979-03-14" }],
    ["41882", {}],
    ["", {}],
  ])("%s", (typed, known) => {
    expect(prefilled(typed, TODAY)).toEqual(known);
  });
});
