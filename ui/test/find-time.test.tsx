import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Opening, Openings } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { askedOf, NOW, openSchedule } from "./open.tsx";

/** The dialog in which a time is found for whom is said later, opened by its key. */
async function openFinding(prepare: (fake: Fake) => void = () => undefined, start = {}) {
  const opened = await openSchedule(start, prepare);
  await opened.user.keyboard("B");
  const dialog = within(await screen.findByRole("dialog", { name: "Find a time" }));
  await dialog.findByRole("listbox", { name: "Open times" });
  return { ...opened, dialog };
}

/** What athenahealth was asked last. */
function last(fake: Fake) {
  return askedOf(fake, "slot_find").at(-1);
}

/** One open time that was read so many minutes ago. */
function readAgo(minutes: number): Openings {
  const opening: Opening = {
    slot: "9000",
    date: "2026-11-24",
    minute: 540,
    minutes: 15,
    provider: "1",
    name: "Adeyemi",
    department: "1",
    departmentName: "Main Street",
    zone: "Central",
    kind: "Established visit",
  };
  const asOf = new Date(NOW - minutes * 60_000).toISOString();
  return { rows: [opening], more: false, days: [{ date: opening.date, count: 1 }], asOf };
}

describe("finding a time", () => {
  it("asks several departments and providers at once, ticked by keys alone", async () => {
    const { user, fake, dialog } = await openFinding();
    expect(last(fake)).toMatchObject({ kind: "82", providers: [], departments: ["1", "2"] });
    dialog.getByRole("listbox", { name: "Where" }).focus();
    await user.keyboard("{ArrowDown} ");
    await waitFor(() => expect(last(fake)).toMatchObject({ departments: ["2"] }));
    await user.keyboard("{Home} ");
    await waitFor(() => expect(last(fake)).toMatchObject({ departments: ["1", "2"] }));
    const providers = dialog.getByRole("listbox", { name: "With" });
    const [first, , third] = within(providers).getAllByRole("option");
    providers.focus();
    await user.keyboard(" {ArrowDown}{ArrowDown}{Enter}");
    expect([first, third].map((option) => option?.getAttribute("aria-selected"))).toEqual(["true", "true"]);
    await waitFor(() => expect((last(fake) as { providers: string[] }).providers).toHaveLength(2));
  });

  it("finds by a reason of whoever is named, for new and for known patients", async () => {
    const { user, fake, dialog } = await openFinding();
    expect(askedOf(fake, "slot_reasons")).toEqual([]);
    dialog.getByRole("listbox", { name: "With" }).focus();
    await user.keyboard(" ");
    const what = dialog.getByRole("combobox", { name: "What for" });
    await within(what).findByRole("option", { name: "Reason: Follow up" });
    await user.selectOptions(what, "Reason: Follow up");
    await waitFor(() => expect(last(fake)).toMatchObject({ reason: "563" }));
    expect(last(fake)).not.toHaveProperty("kind");
    await user.selectOptions(dialog.getByRole("combobox", { name: "For" }), "A new patient");
    await waitFor(() => expect(askedOf(fake, "slot_reasons").at(-1)).toMatchObject({ whom: "new" }));
    await waitFor(() => expect(within(what).queryByText("Reason: Follow up")).toBeNull());
  });

  it("is for somebody who is named once a time is found", async () => {
    const { user, fake, dialog } = await openFinding();
    dialog.getByRole("listbox", { name: "Open times" }).focus();
    await user.keyboard("{ArrowDown}{Enter}");
    await dialog.findByRole("combobox", { name: "Whom is it for?" });
    await user.keyboard("okafor, miriam");
    await dialog.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    await screen.findByRole("dialog", { name: /^Book a visit: Okafor, Miriam/ });
    await user.click(await dialog.findByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await waitFor(() =>
      expect(askedOf(fake, "visit_book")).toEqual([
        expect.objectContaining({ slot: "9001", patient: "41882", kind: "82" }),
      ]),
    );
  });

  it("has a month that says how many times each day has, walked by arrows; Enter begins the list there", async () => {
    const { user, fake, dialog } = await openFinding();
    const month = within(dialog.getByRole("region", { name: "Open times by day" }));
    const today = await month.findByRole("button", { name: "Monday, November 23, 2026: no open times" });
    const next = month.getByRole("button", { name: "Tuesday, November 24, 2026: 4 open times" });
    expect([today.tabIndex, next.tabIndex]).toEqual([0, -1]);
    expect(next.textContent, "the number stands there beside the colour").toBe("244");
    today.focus();
    const asked = askedOf(fake, "slot_find").length;
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Wednesday, November 25/);
    expect(askedOf(fake, "slot_find"), "walking asks for nothing").toHaveLength(asked);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(last(fake)).toMatchObject({ from: "2026-11-23", since: "2026-11-25" }));
    const list = await dialog.findByRole("listbox", { name: "Open times" });
    expect(within(list).getAllByRole("option")[0]?.textContent).toMatch(/^Wed, Nov 25/);
    await user.keyboard("{PageDown}");
    await waitFor(() =>
      expect(last(fake)).toMatchObject({ from: "2026-12-01", since: "2026-12-01", days: 31 }),
    );
    await month.findByText("December 2026");
    await user.keyboard("{ArrowLeft}");
    await waitFor(() => expect(last(fake)).toMatchObject({ since: "2026-11-30" }));
    expect(document.activeElement?.getAttribute("data-day")).toBe("2026-11-30");
  });

  it("offers nothing that is older than five minutes: it is read again, and says so", async () => {
    let minutes = 6;
    const { fake, dialog } = await openFinding((each) => {
      each.answers.slot_find = async () => {
        const read = minutes;
        minutes = 0;
        return readAgo(read);
      };
    });
    await dialog.findByText(/They were read again since\./);
    expect(askedOf(fake, "slot_find")).toHaveLength(2);
  });

  it("reads them again no more than three times while nobody chooses, and offers none then", async () => {
    const { user, fake } = await openSchedule({}, (each) => {
      each.answers.slot_find = async () => readAgo(6);
    });
    await user.keyboard("B");
    const dialog = within(await screen.findByRole("dialog", { name: "Find a time" }));
    await dialog.findByText("These open times are too old to be offered.");
    expect(askedOf(fake, "slot_find")).toHaveLength(4);
    expect(dialog.queryByRole("listbox", { name: "Open times" })).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Read them again" }));
    await waitFor(() => expect(askedOf(fake, "slot_find").length).toBeGreaterThan(4));
  });

  it("keeps what was looked for until the next time", async () => {
    const { user, fake, dialog } = await openFinding();
    await user.selectOptions(dialog.getByRole("combobox", { name: "Time of day" }), "afternoon");
    await waitFor(() => expect(last(fake)).toMatchObject({ part: "afternoon" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("B");
    await screen.findByRole("dialog", { name: "Find a time" });
    await waitFor(() => expect(askedOf(fake, "slot_find").length).toBeGreaterThan(2));
    expect(last(fake)).toMatchObject({ part: "afternoon" });
  });

  /** The step in which the first open time is booked for Miriam Okafor. */
  async function openStep() {
    const opened = await openFinding();
    const { user, dialog } = opened;
    dialog.getByRole("listbox", { name: "Open times" }).focus();
    await user.keyboard("{Enter}");
    await dialog.findByRole("combobox", { name: "Whom is it for?" });
    await user.keyboard("okafor, miriam");
    await dialog.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    await dialog.findByRole("button", { name: /^Hold it/ });
    return opened;
  }

  const OF = { slot: "9000", patient: "41882" };

  it("holds the time by its key while they are talked to, says for how long, and lets it go on leaving", async () => {
    const { user, fake, dialog } = await openStep();
    await user.keyboard("{Control>}h{/Control}");
    await dialog.findByText("Being held.");
    expect(askedOf(fake, "slot_hold")).toEqual([OF]);
    const ended = new Date(NOW - 1_000).toISOString();
    fake.writes.move(fake.writes.rows[0]?.id ?? "", "saved", { ended, drafted: ended });
    fake.tell({ event: "changed", tags: ["writes"] });
    await dialog.findByText("Held: nobody else can book it for 10 minutes.");
    expect(dialog.getByRole("button", { name: /^Let it go/ })).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Other times" }));
    await dialog.findByRole("listbox", { name: "Open times" });
    expect(askedOf(fake, "slot_let_go")).toEqual([OF]);
  });

  it("says where a time could not be held, books it all the same, and lets nothing go then", async () => {
    const { user, fake, dialog } = await openStep();
    await user.click(dialog.getByRole("button", { name: /^Hold it/ }));
    await dialog.findByText("Being held.");
    fake.writes.move(fake.writes.rows[0]?.id ?? "", "notSaved", { why: "noRight" });
    fake.tell({ event: "changed", tags: ["writes"] });
    await dialog.findByText(/^It could not be held\./);
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await dialog.findByText("Being booked.");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "slot_let_go")).toEqual([]);
  });

  it("has names for all that is pressed", async () => {
    await openFinding();
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
