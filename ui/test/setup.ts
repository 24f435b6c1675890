import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no layout: every scroller is given the size of an ordinary window's work.
const SIZES = { clientWidth: 1_200, clientHeight: 780, offsetWidth: 1_200, offsetHeight: 780 };
for (const [name, size] of Object.entries(SIZES)) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
}
Element.prototype.scrollTo = () => undefined;

class StillObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = StillObserver as unknown as typeof ResizeObserver;

window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }) as unknown as MediaQueryList;

// React Aria asks for it when a list scrolls to its chosen row.
globalThis.CSS ??= { escape: (value: string) => value } as typeof CSS;

// A page is read from disk where it is first gone to, and the machine may be busy.
configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);
