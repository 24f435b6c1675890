import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PLAIN } from "../src/place/view.ts";
import { stripOf } from "../src/schedule/week-rows.ts";
import { askedOf, openSchedule } from "./open.tsx";

async function openWeek(...start: Parameters<typeof openSchedule>) {
  const opened = await openSchedule(...start);
  await opened.user.keyboard("3");
  const grid = await screen.findByRole("grid", { name: "Week" });
  await waitFor(() => expect(document.activeElement, "the week has the keys").toBe(grid));
  return { ...opened, grid };
}

function current(grid: HTMLElement): Element {
  const found = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
  if (found === null) {
    throw new Error("no cursor in the week");
  }
  return found;
}

describe("the week", () => {
  it("says for each provider and day how many visits there are, from a Sunday on", async () => {
    const { grid, fake } = await openWeek();
    expect(screen.getByRole("heading", { level: 1 }).getAttribute("aria-label")).toBe(
      "Sunday, November 22, 2026 to Saturday, November 28, 2026",
    );
    const heads = within(grid).getAllByRole("columnheader").slice(1);
    expect(heads.map((head) => head.querySelector("b")?.textContent)).toEqual([
      "Sun, Nov 22",
      "Mon, Nov 23",
      "Tue, Nov 24",
      "Wed, Nov 25",
      "Thu, Nov 26",
      "Fri, Nov 27",
      "Sat, Nov 28",
    ]);
    const row = within(grid).getByRole("rowheader", { name: /^Lindqvist, MD/ }).parentElement as HTMLElement;
    const cells = within(row).getAllByRole("gridcell");
    expect(cells[0]?.getAttribute("aria-label")).toBe("Sunday, November 22, 2026, nobody");
    expect(cells[2]?.getAttribute("aria-label")).toBe("Tuesday, November 24, 2026, 7 booked");
    expect(askedOf(fake, "schedule_week")).toEqual([{}]);
  });

  it("moves by the arrows and opens a day of somebody with Enter", async () => {
    const { user, grid } = await openWeek();
    expect(current(grid).getAttribute("aria-label"), "it begins today").toMatch(/^Monday, November 23/);
    await user.keyboard("{ArrowDown}{ArrowRight}");
    expect(current(grid).getAttribute("aria-label")).toMatch(/^Tuesday, November 24/);
    const name = current(grid).parentElement?.querySelector("b")?.textContent ?? "";
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
    const column = await screen.findByRole("region", { name: new RegExp(`^${name}`) });
    await waitFor(() => expect(column.contains(document.activeElement)).toBe(true));
  });

  it("opens the week of one provider, visit by visit, and goes back to everybody", async () => {
    const { user, grid, fake } = await openWeek();
    await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}");
    expect(current(grid).getAttribute("role")).toBe("rowheader");
    const name = current(grid).querySelector("b")?.textContent ?? "";
    await user.keyboard("{Enter}");
    const monday = await screen.findByRole("region", { name: /^Mon, Nov 23/ });
    expect(screen.getAllByRole("region", { name: /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat), Nov/ })).toHaveLength(7);
    expect(askedOf(fake, "schedule_week").at(-1)).toMatchObject({ provider: expect.any(String) });
    await waitFor(() => expect(monday.contains(document.activeElement)).toBe(true));
    await user.keyboard("{ArrowRight}{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByRole("heading", { name: new RegExp(`^${name}`) }), "with whom").toBeTruthy();
    await waitFor(() => expect(askedOf(fake, "visit_open").at(-1)).toMatchObject({ date: "2026-11-24" }));
    await user.keyboard("{Escape}0");
    await screen.findByRole("grid", { name: "Week" });
  });

  it("goes from week to week, and to the week of a date, by key", async () => {
    const { user, fake } = await openWeek();
    const heading = () => screen.getByRole("heading", { level: 1 }).textContent;
    await user.keyboard("]");
    await waitFor(() => expect(heading()).toBe("Nov 29 – Dec 5"));
    await user.keyboard("{{{{");
    await waitFor(() => expect(heading()).toBe("Nov 15 – Nov 21"));
    await user.keyboard("t");
    await waitFor(() => expect(heading()).toBe("Nov 22 – Nov 28"));
    await user.keyboard("j");
    await screen.findByRole("dialog", { name: "Go to a date" });
    await user.keyboard("12/16{Enter}");
    await waitFor(() => expect(heading()).toBe("Dec 13 – Dec 19"));
    await user.keyboard("1");
    await screen.findByRole("heading", { name: "Wednesday, December 16, 2026" });
    await user.keyboard("}");
    await screen.findByRole("heading", { name: "Wednesday, December 23, 2026" });
    expect(askedOf(fake, "schedule_week").at(-1)).toEqual({ date: "2026-12-16" });
  });

  it("counts what is looked for alone", async () => {
    const { user, grid } = await openWeek();
    const before = within(grid).getAllByRole("row").length;
    await user.keyboard("F");
    const dialog = await screen.findByRole("dialog", { name: "Filter" });
    await user.click(within(dialog).getByRole("checkbox", { name: "Cho, PA" }));
    await user.click(within(dialog).getByRole("checkbox", { name: "Alvarez, NP" }));
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(within(screen.getByRole("grid")).getAllByRole("row").length).toBeLessThan(before),
    );
    expect(within(screen.getByRole("grid")).getAllByRole("rowheader")).toHaveLength(2);
  });

  it("asks for each of its days to be read again", async () => {
    const { user, fake } = await openWeek();
    await user.keyboard("r");
    await waitFor(() => expect(askedOf(fake, "schedule_refresh")).toHaveLength(7));
  });

  it("keeps to 600 cells for 100 providers", async () => {
    const { grid } = await openWeek({ columns: 100, visits: 2_000 });
    expect(grid.getAttribute("aria-rowcount")).toBe("101");
    expect(within(grid).getAllByRole("gridcell").length).toBeLessThanOrEqual(600);
  });
});

describe("the picture of a day in the week", () => {
  it("has a stretch for each visit, and none laid over another", async () => {
    const { fake } = await openSchedule();
    const column = fake.practice.columns[0];
    const drawn = stripOf(column ?? null, 480, 1_080, PLAIN) ?? "";
    const at = [...drawn.matchAll(/ ([\d.]+)% ([\d.]+)%/g)].flatMap(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(at.length).toBeGreaterThan(10);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(stripOf(null, 480, 1_080, PLAIN)).toBeUndefined();
  });

  it("draws a visit of no length, and one past the end of the day", async () => {
    const { fake } = await openSchedule();
    const [first] = fake.practice.columns;
    const [visit] = first?.visits ?? [];
    if (first === undefined || visit === undefined) {
      throw new Error("no visit to draw");
    }
    const drawn = (minute: number, minutes: number) =>
      stripOf({ ...first, visits: [{ ...visit, minute, minutes }] }, 480, 1_080, PLAIN) ?? "";
    expect(drawn(600, 0)).toMatch(/var\(--[\w-]+\) 20\.00% 20\.50%/);
    expect(drawn(1_000, 600)).not.toMatch(/1\d\d\.[1-9]/);
  });

  it("says of a visit that it is carried, lets go of it on another day, or puts it back", async () => {
    const { user, fake } = await openSchedule({}, ({ practice }) => {
      const [visit] = practice.columns[0]?.visits ?? [];
      if (visit !== undefined) {
        visit.state = { state: "booked" };
      }
    });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    await user.keyboard("{Home}m");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-20261123/));
    await user.keyboard("3");
    const grid = await screen.findByRole("grid", { name: "Week" });
    const line = within(screen.getByRole("region", { name: "Move a visit" }));
    expect(line.getByText("Moving Okafor, Miriam A.")).toBeTruthy();
    expect(line.getByText(/^Stands at Mon, Nov 23 8:00/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(grid));
    await user.keyboard("{ArrowRight}{Enter}");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-20261124/));
    await user.keyboard("3");
    await screen.findByRole("grid", { name: "Week" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Move a visit" })).toBeNull());
    expect(askedOf(fake, "visit_move")).toEqual([]);
  });

  it("shows the visits that wait for a place, and picks one up", async () => {
    const { user } = await openSchedule({}, ({ practice }) => {
      const [visit] = practice.columns[0]?.visits ?? [];
      if (visit !== undefined) {
        visit.state = { state: "booked" };
      }
    });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    await user.keyboard("{Home}y");
    await screen.findByRole("region", { name: "Visits that wait for a place" });
    await user.keyboard("3");
    await screen.findByRole("grid", { name: "Week" });
    await screen.findByRole("region", { name: "Visits that wait for a place" });
    await user.keyboard("Y");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
  });
});
