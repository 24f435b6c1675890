import { fireEvent } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bindHistoryKeys, historyCommand, isWebKitGtk } from "../src/kit/webkitgtk.ts";

const KHTML = "(KHTML, like Gecko)";
const GTK = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 ${KHTML} Version/17.6 Safari/605.1.15`;
const OTHERS = {
  macOS: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 ${KHTML}`,
  Windows: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
  "Chromium on Linux": `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 ${KHTML} Chrome/142.0.0.0 Safari/537.36`,
  "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
};

const NONE = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const CTRL = { ...NONE, ctrlKey: true };

describe("the webview", () => {
  it("is WebKitGTK by its name", () => expect(isWebKitGtk(GTK)).toBe(true));

  it.each(Object.entries(OTHERS))("is not WebKitGTK on %s", (_, userAgent) => {
    expect(isWebKitGtk(userAgent)).toBe(false);
  });
});

describe("a stroke in a text field", () => {
  it.each([
    ["undo", { ...CTRL, key: "z" }],
    ["undo", { ...CTRL, key: "Z" }],
    ["redo", { ...CTRL, key: "Z", shiftKey: true }],
    ["redo", { ...CTRL, key: "y" }],
    [null, { ...NONE, key: "z" }],
    [null, { ...CTRL, key: "z", altKey: true }],
    [null, { ...CTRL, key: "z", metaKey: true }],
    [null, { ...CTRL, key: "Y", shiftKey: true }],
    [null, { ...CTRL, key: "a" }],
  ] as const)("means %s for %o", (meaning, stroke) => {
    expect(historyCommand(stroke)).toBe(meaning);
  });
});

describe("the keys of undo", () => {
  const done = vi.fn(() => true);
  const pages: AbortController[] = [];

  /** Binds the keys in a webview of a name, until the test ends. */
  function bind(userAgent: string) {
    const end = new AbortController();
    pages.push(end);
    bindHistoryKeys({
      navigator: { userAgent },
      addEventListener: (name: string, hear: EventListener, options: AddEventListenerOptions) =>
        window.addEventListener(name, hear, { ...options, signal: end.signal }),
    } as unknown as Window);
  }

  beforeEach(() => {
    document.execCommand = done;
    document.body.innerHTML = '<input id="field"><textarea id="text"></textarea><button id="other"></button>';
  });

  afterEach(() => {
    done.mockReset();
    for (const page of pages.splice(0)) {
      page.abort();
    }
  });

  const press = (id: string, stroke: KeyboardEventInit) =>
    fireEvent.keyDown(document.getElementById(id) ?? document.body, stroke);

  it.each(["field", "text"])("take back and bring back what was typed in a %s", (id) => {
    bind(GTK);
    expect(press(id, { key: "z", ctrlKey: true }), "nobody else hears it").toBe(false);
    press(id, { key: "Z", ctrlKey: true, shiftKey: true });
    expect(done.mock.calls).toEqual([["undo"], ["redo"]]);
  });

  it("work where the field's dialog keeps its keys to itself", () => {
    bind(GTK);
    document.getElementById("field")?.addEventListener("keydown", (event) => event.stopPropagation());
    press("field", { key: "z", ctrlKey: true });
    expect(done).toHaveBeenCalledWith("undo");
  });

  it("mean nothing outside a text field, and letters stay letters in one", () => {
    bind(GTK);
    expect(press("other", { key: "z", ctrlKey: true })).toBe(true);
    expect(press("field", { key: "z" })).toBe(true);
    expect(done).not.toHaveBeenCalled();
  });

  it("are left to a webview that has its own", () => {
    bind(OTHERS.Windows);
    expect(press("field", { key: "z", ctrlKey: true })).toBe(true);
    expect(done).not.toHaveBeenCalled();
  });
});
