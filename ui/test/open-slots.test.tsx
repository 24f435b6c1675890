import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Column, PersonView, SheetSlot } from "../src/ipc/bindings.ts";
import type { Fake, FakeStart } from "../src/ipc/fake.ts";
import { seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { breaksOf, slotsOf } from "../src/schedule/slots.ts";
import { askedOf, NOW, openSchedule } from "./open.tsx";

const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "biller" };

/** The day with its open times: three in each of the first two columns, one of them frozen. */
function opened(start: FakeStart = {}, prepare?: (fake: Fake) => void) {
  return openSchedule({ preferences: { openTimes: true }, ...start }, prepare);
}

const drawn = () => document.querySelectorAll("[data-slot]");
const line = () => screen.findByRole("region", { name: "Open times" });

describe("open times on the sheet", () => {
  it("are shown by a key, which is remembered, and cost nothing while they are not", async () => {
    const { user, fake } = await openSchedule();
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    expect(askedOf(fake, "slot_sheet")).toEqual([]);
    expect(screen.getByRole("button", { name: "Open times" }).getAttribute("aria-pressed")).toBe("false");
    await user.keyboard("O");
    expect(await within(await line()).findByText("5 times are open, 1 frozen, read 0 s ago.")).toBeTruthy();
    expect(fake.session.preferences.openTimes).toBe(true);
    expect(askedOf(fake, "slot_sheet").length).toBeGreaterThan(0);
    expect(screen.getByRole("button", { name: "Open times" }).getAttribute("aria-pressed")).toBe("true");
    expect(drawn().length).toBe(6);
    await user.keyboard("O");
    await waitFor(() => expect(drawn().length).toBe(0));
    expect(screen.queryByRole("region", { name: "Open times" })).toBeNull();
  });

  it("are booked by key: b, an arrow, Enter, and whom it is for", async () => {
    const { user, fake } = await opened();
    await waitFor(() => expect(drawn().length).toBe(6));
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    await user.keyboard("b");
    await screen.findByRole("region", { name: "Book an open time" });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-20261123/));
    await user.keyboard("{Home}{ArrowDown}{Enter}");
    const whom = within(await screen.findByRole("dialog", { name: /^Book .*4:00/ }));
    await user.type(whom.getByRole("combobox", { name: "Whom is it for?" }), "okafor, miriam");
    await whom.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: /^Book a visit: Okafor, Miriam/ }));
    await user.click(await dialog.findByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await dialog.findByText("Being booked.");
    const booked = { slot: "202611230960", patient: "41882", kind: "82", confirmed: ["name", "dob"] };
    expect(askedOf(fake, "visit_book")).toEqual([expect.objectContaining(booked)]);
  });

  it("are booked by a press, but for a frozen one", async () => {
    const { user } = await opened();
    await waitFor(() => expect(drawn().length).toBe(6));
    const [, frozen] = [...drawn()];
    expect(frozen?.tagName).toBe("DIV");
    expect(frozen?.textContent).toBe("frozen");
    await user.click(screen.getAllByRole("button", { name: /^Open, 3:00/ })[0] as HTMLElement);
    const dialog = await screen.findByRole("dialog", { name: /^Book .*3:00/ });
    const { violations } = await axe.run(dialog, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("are left by Escape, with the keys where they were", async () => {
    const { user } = await opened();
    await waitFor(() => expect(drawn().length).toBe(6));
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    const before = document.activeElement?.id;
    await user.keyboard("b");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.id).toBe(before));
    expect(screen.queryByRole("region", { name: "Book an open time" })).toBeNull();
  });

  it("are gone once they are old, which is said", async () => {
    await opened({}, (fake) => {
      fake.answers.slot_sheet = async ({ date }) => ({
        date,
        rows: [slot({ minute: 900 })],
        more: false,
        asOf: new Date(NOW - 300_000).toISOString(),
      });
    });
    await within(await line()).findByText("Open times are not shown: they are older than five minutes.");
    expect(drawn().length).toBe(0);
  });

  it("are gone where athenahealth cannot be reached, which is said", async () => {
    await opened({}, (fake) => {
      fake.answers.slot_sheet = async () => {
        throw new Failed({ code: "offline" });
      };
    });
    await within(await line()).findByText("Open times are not shown. athenahealth cannot be reached.");
    expect(drawn().length).toBe(0);
  });

  it("are asked for on no day that is past, and in no list", async () => {
    const { user, fake } = await opened();
    await waitFor(() => expect(drawn().length).toBe(6));
    const before = askedOf(fake, "slot_sheet").length;
    await user.keyboard("[[");
    await screen.findByRole("heading", { name: "Sunday, November 22, 2026" });
    await waitFor(() => expect(drawn().length).toBe(0));
    await user.keyboard("t2");
    await screen.findByRole("listbox", { name: "Visits" });
    expect(askedOf(fake, "slot_sheet").slice(before).every(isToday)).toBe(true);
  });

  it("are shown to whoever may not book, and booked by nobody of them", async () => {
    const { user } = await opened({ people: [BEN], session: { seat: seatOf(BEN) } });
    await waitFor(() => expect(drawn().length).toBe(6));
    expect([...drawn()].every(({ tagName }) => tagName === "DIV")).toBe(true);
    await user.keyboard("b");
    expect(screen.queryByRole("region", { name: "Book an open time" })).toBeNull();
  });

  it("keep to 600 in the page with the visits of a crowded day", async () => {
    await opened({ columns: 40, visits: 1_000 }, (fake) => {
      fake.answers.slot_sheet = async ({ date }) => ({
        date,
        rows: fake.practice.columns.flatMap((column, of) =>
          Array.from({ length: 40 }, (_, at) =>
            slot({
              slot: `s${of}-${at}`,
              minute: 480 + at * 15,
              provider: column.provider,
              department: column.department,
            }),
          ),
        ),
        more: false,
        asOf: new Date(NOW).toISOString(),
      });
    });
    await waitFor(() => expect(drawn().length).toBeGreaterThan(50));
    const all = drawn().length + document.querySelectorAll("button[id^=visit-]").length;
    expect(all).toBeLessThanOrEqual(600);
  });

  it("have names for all that is pressed", async () => {
    const { user } = await opened();
    await waitFor(() => expect(drawn().length).toBe(6));
    await user.keyboard("b");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

const isToday = (asked: unknown) => (asked as { date: string }).date === "2026-11-23";

function slot(change: Partial<SheetSlot>): SheetSlot {
  return {
    slot: "s1",
    date: "2026-11-23",
    minute: 540,
    minutes: 15,
    provider: "71",
    name: "",
    department: "1",
    departmentName: "",
    zone: "EST",
    kind: "",
    kindId: "82",
    frozen: false,
    ...change,
  };
}

function column(visits: [minute: number, minutes: number][], now: number | null = null): Column {
  const all = visits.map(([minute, minutes], at) => ({ id: `${at}`, minute, minutes }));
  return {
    provider: "71",
    name: "",
    department: "1",
    departmentName: "",
    zone: "EST",
    now,
    visits: all as unknown as Column["visits"],
  };
}

describe("a column's times", () => {
  it("are its own, one for each start, an open one before a frozen one", () => {
    const rows = [
      slot({ slot: "b", minute: 560, frozen: true }),
      slot({ slot: "c", minute: 560 }),
      slot({ slot: "a", minute: 540 }),
      slot({ slot: "d", provider: "72" }),
    ];
    expect(slotsOf(column([]), rows).map((each) => each.slot)).toEqual(["a", "c"]);
  });

  it("have a break where there is neither a visit nor a time, between two and not around them", () => {
    const rows = [slot({ minute: 780 }), slot({ minute: 795, frozen: true })];
    const day = column([
      [480, 60],
      [490, 30],
      [540, 170],
    ]);
    expect(breaksOf(day, rows)).toEqual([{ minute: 710, minutes: 70 }]);
    expect(breaksOf({ ...day, now: 730 }, rows), "what is past is none").toEqual([
      { minute: 730, minutes: 50 },
    ]);
    expect(breaksOf({ ...day, now: 770 }, rows)).toEqual([]);
    expect(breaksOf(day, []), "nothing is known of one without times").toEqual([]);
  });
});
