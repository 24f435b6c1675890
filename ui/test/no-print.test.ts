import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { refusePrinting } from "../src/kit/no-print.ts";

describe("the webview's own printing", () => {
  it("is kept from its key and from scripts, and other keys are left alone", () => {
    refusePrinting(window);
    expect(fireEvent.keyDown(document.body, { key: "p", ctrlKey: true })).toBe(false);
    expect(fireEvent.keyDown(document.body, { key: "P", metaKey: true, shiftKey: true })).toBe(false);
    expect(fireEvent.keyDown(document.body, { key: "p" })).toBe(true);
    expect(fireEvent.keyDown(document.body, { key: "k", ctrlKey: true })).toBe(true);
    expect(window.print()).toBeUndefined();
  });
});
