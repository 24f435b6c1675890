import { act, screen } from "@testing-library/react";
import { createElement, memo } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as VisitBlocks from "../src/schedule/visit-block.tsx";
import { openSchedule } from "./open.tsx";

const drawn = vi.hoisted((): { visit: string; width: number }[] => []);

// The real block, under a memo of its own that hears each time the sheet asks for another drawing.
vi.mock("../src/schedule/visit-block.tsx", async (original) => {
  const real = await original<typeof VisitBlocks>();
  const VisitBlock = memo((props: Parameters<typeof real.VisitBlock>[0]) => {
    drawn.push({ visit: props.visit.id, width: props.scale.columnWidth });
    return createElement(real.VisitBlock, props);
  });
  return { ...real, VisitBlock };
});

beforeEach(() => {
  drawn.length = 0;
});

describe("the sheet's first layout", () => {
  it("draws each visit once, at the width its scroller has", async () => {
    await openSchedule();
    await act(async () => undefined);
    const visits = drawn.map(({ visit }) => visit);
    expect(visits.length).toBeGreaterThan(20);
    expect(visits.length, "no visit is drawn a second time").toBe(new Set(visits).size);
    // Five columns in the 1,200 pixels of the scroller, less the column of times.
    expect(new Set(drawn.map(({ width }) => width))).toEqual(new Set([229]));
  });
});

describe("visits side by side", () => {
  it("share the column's width, each with its whole name and state to be read on it", async () => {
    await openSchedule({}, ({ practice }) => {
      const [first, second] = practice.columns[0]?.visits ?? [];
      if (first === undefined || second === undefined) {
        throw new Error("no visits to put side by side");
      }
      Object.assign(first, { name: "Featherstonehaugh, Bartholomew", minutes: 15, lane: 0, lanes: 3 });
      Object.assign(second, { minute: first.minute, minutes: 15, lane: 2, lanes: 3 });
    });
    const name = await screen.findByText("Featherstonehaugh, Bartholomew");
    expect(name.title).toMatch(/^Featherstonehaugh, Bartholomew · .* · charges entered$/);
    const [left, right] = ["visit-v0-0", "visit-v0-1"].map(
      (id) => document.getElementById(id)?.parentElement?.style,
    );
    // 229 pixels: 3 at each edge and 2 between any two of the three.
    expect(left?.left).toBe("3px");
    expect(left?.width).toBe(right?.width);
    expect(Number.parseFloat(right?.left ?? "") + Number.parseFloat(right?.width ?? "")).toBeCloseTo(226);
  });
});
