import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { WriteRow } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { confirmed } from "../src/ipc/fake-visits.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, NOW, openPatients } from "./open.tsx";

/** The dialog in which a time is found for Miriam Okafor. */
async function openBooking(prepare: (fake: Fake) => void = () => undefined) {
  const opened = await openPatients({}, prepare);
  await opened.user.keyboard("okafor, miriam");
  await screen.findByRole("option", { name: /Okafor, Miriam/ });
  await opened.user.keyboard("{Enter}");
  await screen.findByRole("complementary", { name: "Patient" });
  await opened.user.click(await screen.findByRole("button", { name: /^Book/ }));
  const dialog = within(await screen.findByRole("dialog", { name: /^Book a visit: Okafor, Miriam/ }));
  return { ...opened, dialog };
}

/** The first write's end. */
function came(fake: Fake, stage: WriteRow["stage"], change: Partial<WriteRow>) {
  fake.writes.move(fake.writes.rows[0]?.id ?? "", stage, change);
  fake.tell({ event: "changed", tags: ["writes"] });
}

describe("finding a time and booking it", () => {
  it("is done by keys alone: the next open time, two identifiers, and booked once confirmed", async () => {
    const { user, fake, dialog } = await openBooking();
    const list = await dialog.findByRole("listbox", { name: "Open times" });
    expect(within(list).getAllByRole("option")).toHaveLength(12);
    list.focus();
    await user.keyboard("{ArrowDown}{Enter}");
    await dialog.findByText("Book it");
    await user.type(dialog.getByRole("textbox", { name: "Note" }), "Wheelchair.");
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    expect(dialog.getByText("Tick two first.")).toBeTruthy();
    expect(askedOf(fake, "visit_book")).toEqual([]);
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await dialog.findByText("Being booked.");
    expect(dialog.getByText("athenahealth has not confirmed it yet.")).toBeTruthy();
    expect(askedOf(fake, "visit_book")).toEqual([
      expect.objectContaining({
        slot: "9001",
        patient: "41882",
        kind: "82",
        note: "Wheelchair.",
        confirmed: ["name", "dob"],
      }),
    ]);
    const [row] = fake.writes.rows;
    const ended = new Date(NOW - 2_000).toISOString();
    came(fake, "saved", { ...(row ? confirmed(row, { state: "booked" }) : {}), ended });
    await dialog.findByText("Booked.");
    expect(dialog.getByText("8 seconds left")).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(askedOf(fake, "write_undo")).toHaveLength(1));
  });

  it("offers the next three where the time is taken, and keeps what was typed", async () => {
    const { user, fake, dialog } = await openBooking();
    (await dialog.findByRole("listbox", { name: "Open times" })).focus();
    await user.keyboard("{Enter}");
    await user.type(await dialog.findByRole("textbox", { name: "Note" }), "Wheelchair.");
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await dialog.findByText("Being booked.");
    came(fake, "notSaved", { why: "conflict", can: ["see"] });
    await dialog.findByText("That time is taken.");
    const list = dialog.getByRole("listbox", { name: "Open times" });
    expect(within(list).getAllByRole("option")).toHaveLength(3);
    const note = dialog.getByRole<HTMLInputElement>("textbox", { name: "Note" });
    expect(note.value).toBe("Wheelchair.");
    list.focus();
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(askedOf(fake, "visit_book")).toHaveLength(2));
    const [, again] = askedOf(fake, "visit_book") as { slot: string; note: string }[];
    expect([again?.slot, again?.note]).toEqual(["9002", "Wheelchair."]);
    expect(askedOf(fake, "write_see"), "what was lost asks for nobody any more").toHaveLength(1);
  });

  it("asks anew as what is looked for changes, and says what it cannot read", async () => {
    const { user, fake, dialog } = await openBooking();
    await dialog.findByRole("listbox", { name: "Open times" });
    await user.selectOptions(dialog.getByRole("combobox", { name: "Time of day" }), "afternoon");
    await waitFor(() => expect(askedOf(fake, "slot_find").at(-1)).toMatchObject({ part: "afternoon" }));
    await user.type(dialog.getByRole("textbox", { name: "From" }), "+7");
    await waitFor(() => expect(askedOf(fake, "slot_find").at(-1)).toMatchObject({ since: "2026-11-30" }));
    await user.clear(dialog.getByRole("textbox", { name: "From" }));
    await user.type(dialog.getByRole("textbox", { name: "From" }), "someday");
    expect(dialog.getByText("Type a date like 3/14, mon or +7.")).toBeTruthy();
  });

  it("says when no time is open, and when athenahealth could not be asked", async () => {
    const { user, fake, dialog } = await openBooking((each) => {
      each.answers.slot_find = async () => ({
        rows: [],
        more: false,
        days: [],
        asOf: new Date(NOW).toISOString(),
      });
    });
    await dialog.findByText("No open time from this day to the end of the month.");
    fake.answers.slot_find = async () => {
      throw new Failed({ code: "offline" });
    };
    await user.selectOptions(dialog.getByRole("combobox", { name: "Time of day" }), "morning");
    await dialog.findByText("athenahealth cannot be reached.");
  });

  it("has names for all that is pressed", async () => {
    const { dialog } = await openBooking();
    await dialog.findByRole("listbox", { name: "Open times" });
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
