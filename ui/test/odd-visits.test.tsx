import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Visit } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { openSchedule } from "./open.tsx";

/** The first visit of the first column, changed. */
function withFirst(change: Partial<Visit>): (fake: Fake) => void {
  return ({ practice }) => {
    const visit = practice.columns[0]?.visits[0];
    if (visit === undefined) {
      throw new Error("no visit to change");
    }
    Object.assign(visit, change);
  };
}

function block(id = "visit-v0-0"): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`no ${id} on the sheet`);
  }
  return found;
}

function pixels(value: string | undefined): number {
  return Number.parseFloat(value ?? "");
}

describe("a visit that is odd", () => {
  it("can be seen and pressed though it has no length", async () => {
    await openSchedule({}, withFirst({ minutes: 0 }));
    expect(pixels(block().parentElement?.style.height)).toBe(15);
    expect(block().getAttribute("aria-label")).toContain("8:00 – 8:00 AM");
  });

  it("is drawn to the end of the day where it goes on for ten hours", async () => {
    await openSchedule({}, withFirst({ minute: 960, minutes: 600 }));
    const at = block().parentElement?.style;
    const end = pixels(at?.top) + pixels(at?.height);
    const canvas = block().closest("section")?.style.height;
    expect(end).toBeLessThanOrEqual(pixels(canvas));
    expect(block().getAttribute("aria-label"), "and says when it ends").toContain("4:00 PM – 2:00 AM");
  });

  it("is told from one whose patient is hidden where it is booked for nobody", async () => {
    const nobody = { patient: null, name: null, forNobody: true, kind: "Lunch", dob: null };
    const { user } = await openSchedule({}, withFirst(nobody));
    await user.click(block());
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe("Nobody");
    expect(within(panel).getByText(/^It is booked for nobody/)).toBeTruthy();
    expect(within(panel).queryByText(/keeps this patient hidden/)).toBeNull();
    await user.keyboard("{Escape}2");
    const list = await screen.findByRole("listbox", { name: "Visits" });
    expect(
      within(list).getByRole("option", { name: /Nobody.*Lunch.*No patient is shown: look it up/ }),
    ).toBeTruthy();
  });

  it("says in the list that it has no type and no provider, and what to do about it", async () => {
    const { user } = await openSchedule({}, (fake) => {
      withFirst({ kind: "" })(fake);
      Object.assign(fake.practice.columns[0] ?? {}, { provider: "", name: "No provider" });
    });
    await user.keyboard("2");
    const list = await screen.findByRole("listbox", { name: "Visits" });
    await user.keyboard("{Home}");
    const row = document.getElementById("visit-row-v0-0");
    expect(list.contains(row)).toBe(true);
    expect(row?.textContent).toContain("No provider: give it one in athenahealth");
    expect(row?.textContent).toContain("No type: set it in athenahealth");
  });

  it("keeps its whole name where there is no room for it", async () => {
    const name = `${"W".repeat(100)}, ${"X".repeat(18)}`;
    expect(name).toHaveLength(120);
    const { user } = await openSchedule({}, withFirst({ name }));
    const shown = within(block()).getByText(name);
    expect(shown.title).toContain(name);
    expect(block().getAttribute("aria-label")).toContain(name);
    await user.keyboard("2");
    const list = await screen.findByRole("listbox", { name: "Visits" });
    await user.keyboard("{Home}");
    expect(within(list).getByText(name).closest("[title]")?.getAttribute("title")).toContain(name);
    await user.keyboard("f");
    const dialog = await screen.findByRole("dialog", { name: "Find a visit on this day" });
    await user.keyboard("wwww");
    expect(within(dialog).getByText(name)).toBeTruthy();
  });

  it.each(["כהן־לוי, רחל", "عبد الرحمن, فاطمة", "Smiley 🙂👩‍👧, Jo"])(
    "is written as %s is, in its own direction",
    async (name) => {
      const { user } = await openSchedule({}, withFirst({ name }));
      expect(within(block()).getByText(name).getAttribute("dir")).toBe("auto");
      await user.keyboard("2");
      const list = await screen.findByRole("listbox", { name: "Visits" });
      await user.keyboard("{Home}");
      expect(within(list).getByText(name).getAttribute("dir")).toBe("auto");
    },
  );

  it("stands beside what it overlaps with, the same patient too, and both say so in the list", async () => {
    const { user } = await openSchedule({}, ({ practice }) => {
      const [first, second] = practice.columns[0]?.visits ?? [];
      Object.assign(first ?? {}, { minute: 480, minutes: 30, lane: 0, lanes: 2 });
      Object.assign(second ?? {}, { ...first, id: "v0-1", lane: 1 });
    });
    const [left, right] = [block(), block("visit-v0-1")].map((each) => each.parentElement?.style);
    expect(left?.top).toBe(right?.top);
    expect(pixels(left?.left) + pixels(left?.width)).toBeLessThanOrEqual(pixels(right?.left));
    await user.keyboard("2");
    const list = await screen.findByRole("listbox", { name: "Visits" });
    await user.keyboard("{Home}");
    for (const id of ["v0-0", "v0-1"]) {
      expect(document.getElementById(`visit-row-${id}`)?.textContent, id).toContain("Overlaps another");
    }
    expect(list).toBeTruthy();
  });
});

describe("a crowded day", () => {
  it.each([
    [60, 3_000],
    [5, 3_000],
    [1, 3_000],
  ])(
    "keeps %i columns of %i visits to 600 in the page, and says how many more there are",
    async (columns, visits) => {
      const { user } = await openSchedule({ columns, visits }, ({ practice }) => {
        for (const column of practice.columns) {
          for (const [at, visit] of column.visits.entries()) {
            Object.assign(visit, { minute: 480 + (at % 36) * 15, minutes: 15 });
          }
        }
      });
      const drawn = () => document.querySelectorAll("button[id^=visit-]").length;
      await waitFor(() => expect(drawn()).toBeGreaterThan(100));
      expect(drawn()).toBeLessThanOrEqual(600);
      if (columns < 10) {
        expect(screen.getAllByText(/^[\d,]+ more: in the list, with 2$/).length).toBeGreaterThan(0);
      }
      await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
      await user.keyboard("{End}");
      expect(
        document.activeElement?.getAttribute("aria-current"),
        "its last visit is reached all the same",
      ).toBe("true");
      expect(document.activeElement?.closest("li")?.getAttribute("aria-posinset")).toBe(
        document.activeElement?.closest("li")?.getAttribute("aria-setsize"),
      );
      expect(drawn()).toBeLessThanOrEqual(600);
    },
  );
});

describe("a desktop in another zone", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(["Pacific/Auckland", "Pacific/Honolulu", "America/New_York", "Asia/Tokyo"])(
    "shows the same day and times in %s",
    async (zone) => {
      vi.stubEnv("TZ", zone);
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone, "the computer is there").toBe(zone);
      const { user } = await openSchedule({}, withFirst({ minute: 1_425, minutes: 15 }));
      await user.keyboard("2");
      const list = await screen.findByRole("listbox", { name: "Visits" });
      expect(within(list).getByRole("option", { name: /11:45 PM – 12:00 AM/ })).toBeTruthy();
      await user.keyboard("1");
      await user.keyboard("]");
      await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
      await user.keyboard("3");
      await screen.findByRole("grid", { name: "Week" });
      expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Nov 22 – Nov 28");
      await user.keyboard("j");
      await screen.findByRole("dialog", { name: "Go to a date" });
      await user.keyboard("3/8/2026{Enter}");
      await waitFor(() =>
        expect(screen.getByRole("heading", { level: 1 }).textContent, "the week of the spring night").toBe(
          "Mar 8 – Mar 14",
        ),
      );
    },
  );
});

describe("several departments", () => {
  it("stand side by side, each in its own zone, which is said in columns, list, week, foot and top bar", async () => {
    const { user } = await openSchedule({}, ({ practice, answers }) => {
      for (const column of practice.columns.filter(({ department }) => department === "2")) {
        Object.assign(column, { zone: "Arizona", now: 587 });
      }
      answers.practice_overview = async () => ({
        name: "Cedar Valley Family Medicine",
        practice: "195900",
        cursor: null,
        rows: [
          ["1", "Main Street", "Central"],
          ["2", "River Road", "Arizona"],
          ["3", "Palm Court", "Hawaii"],
        ].map(([id = "", name = "", zone = ""]) => ({
          id,
          name,
          zone,
          place: null,
          zoneKnown: true,
          today: "2026-11-23",
          booked: 0,
          here: 0,
          done: 0,
        })),
        providers: 5,
        held: 15_204,
        asOf: null,
      });
    });
    await user.keyboard("F");
    const dialog = await screen.findByRole("dialog", { name: "Filter" });
    await user.click(await within(dialog).findByRole("checkbox", { name: "Main Street · Central" }));
    await user.click(within(dialog).getByRole("checkbox", { name: "River Road · Arizona" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect((await screen.findAllByText("Arizona · River Road")).length).toBeGreaterThan(0);
    expect(screen.getAllByText("Central · Main Street").length).toBeGreaterThan(0);
    expect(screen.getByRole("button", { name: /^2 of 3 Department/ })).toBeTruthy();
    expect(screen.getByRole("contentinfo").textContent).toContain(
      "each column in its own time: Central, Arizona",
    );
    await user.keyboard("2");
    const list = await screen.findByRole("listbox", { name: "Visits" });
    expect(within(list).getAllByText("Arizona").length).toBeGreaterThan(0);
    expect(within(list).getAllByText("Central").length).toBeGreaterThan(0);
    await user.keyboard("3");
    const week = await screen.findByRole("grid", { name: "Week" });
    expect(within(week).getAllByText("Arizona · River Road").length).toBeGreaterThan(0);
    await user.keyboard("d");
    await user.click(await screen.findByRole("option", { name: /^All 3/ }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Filter" })).toBeNull());
  });
});
