import { describe, expect, it } from "vitest";
import { type AppKey, KEYS, type PageName, scopesOf } from "../src/app/keys.ts";
import { keySign, spokenKeys, stroke } from "../src/kit/keymap.tsx";
import { text } from "../src/text.ts";

const PAGES = Object.keys(text.pages) as PageName[];

function strokesOn(page: PageName): [string, AppKey][] {
  const here = scopesOf(page);
  return KEYS.filter((key) => here.includes(key.scope)).flatMap((key) =>
    key.keys.map((each): [string, AppKey] => [each, key]),
  );
}

describe("the table of keys", () => {
  it("has each id once", () => {
    const ids = KEYS.map((key) => key.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(PAGES)("gives no stroke two meanings on %s", (page) => {
    const strokes = strokesOn(page).map(([each]) => each);
    expect(strokes.filter((each, at) => strokes.indexOf(each) !== at)).toEqual([]);
  });

  it.each(PAGES)("begins no sequence with a stroke that already means something on %s", (page) => {
    const strokes = strokesOn(page).map(([each]) => each);
    const prefixes = strokes.filter((each) => each.includes(" ")).map((each) => each.split(" ")[0] ?? "");
    expect(prefixes.filter((prefix) => strokes.includes(prefix))).toEqual([]);
  });

  it("has a stroke that types nothing for whatever works while text is typed", () => {
    const types = (each: string) => each.length === 1;
    const lost = KEYS.filter((key) => key.inText === true && key.keys.every(types));
    expect(
      lost.map((key) => key.id),
      "its letter would be typed, or swallowed from a name",
    ).toEqual([]);
  });

  it("says what each does", () => {
    expect(KEYS.filter((key) => key.label === "").map((key) => key.id)).toEqual([]);
  });

  it("reads strokes as the table writes them", () => {
    expect(stroke(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }))).toBe("Mod+k");
    expect(stroke(new KeyboardEvent("keydown", { key: "k", metaKey: true }))).toBe("Mod+k");
    expect(stroke(new KeyboardEvent("keydown", { key: "?", shiftKey: true }))).toBe("?");
    expect(keySign("Mod+k")).toMatch(/^(Ctrl|⌘) K$/);
    expect(keySign("g s")).toBe("g s");
    expect(keySign("t"), "a letter alone and with Shift differ by more than their case").toBe("t");
    expect(keySign("T")).toBe("⇧ T");
    expect(spokenKeys("T")).toBe("Shift T");
  });
});
