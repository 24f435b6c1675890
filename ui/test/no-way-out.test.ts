import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { refuseWaysOut } from "../src/kit/no-way-out.ts";

describe("the webview's own ways out of the window", () => {
  it("are refused, but for the menu of a text field", () => {
    refuseWaysOut(window);
    document.body.innerHTML = "<img alt='a page' /><p>Okafor</p><input /><textarea></textarea>";
    const of = (name: string) => document.querySelector(name) as Element;
    for (const name of ["img", "p"]) {
      expect(fireEvent.contextMenu(of(name)), name).toBe(false);
      expect(fireEvent.dragStart(of(name)), name).toBe(false);
    }
    for (const name of ["input", "textarea"]) {
      expect(fireEvent.contextMenu(of(name)), name).toBe(true);
      expect(fireEvent.dragStart(of(name)), name).toBe(false);
    }
    expect(fireEvent.keyDown(document.body, { key: "s", ctrlKey: true })).toBe(false);
    expect(fireEvent.keyDown(document.body, { key: "S", metaKey: true, shiftKey: true })).toBe(false);
    expect(fireEvent.keyDown(document.body, { key: "s" })).toBe(true);
  });
});
