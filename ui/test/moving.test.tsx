import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { confirmed } from "../src/ipc/fake-visits.ts";
import { askedOf, first, NOW, onFirst } from "./open.tsx";

/** The day with the cursor on its first visit, which is still to come. */
/** The write that was sent last is confirmed. */
function confirm(fake: Fake) {
  const row = fake.writes.rows.find(({ stage }) => stage === "waiting");
  if (row === undefined) {
    throw new Error("nothing is on its way");
  }
  const ended = { ended: new Date(NOW - 1_000).toISOString() };
  fake.writes.move(row.id, "saved", { ...confirmed(row, { state: "booked" }), ...ended });
  fake.tell({ event: "changed", tags: ["writes"] });
}

const clean = async () => {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(violations).toEqual([]);
};

describe("a visit beside another", () => {
  it("is put there by key, with a reason that must be said", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("m");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
    await user.keyboard("D");
    const dialog = within(await screen.findByRole("dialog", { name: /^Put .* beside another visit$/ }));
    await clean();
    await user.click(dialog.getByRole("button", { name: "Put it there" }));
    expect(dialog.getByText("Say why it is double-booked.")).toBeTruthy();
    expect(askedOf(fake, "visit_double")).toEqual([]);
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), "Has a fever.");
    const time = dialog.getByRole("textbox", { name: "Time" });
    await user.clear(time);
    await user.type(time, "10:10{Enter}");
    await screen.findByText("Being moved.");
    const column = fake.practice.columns[0];
    expect(askedOf(fake, "visit_double")).toEqual([
      {
        place: {
          date: fake.practice.today,
          minute: 610,
          provider: column?.provider,
          department: column?.department,
        },
        reason: "Has a fever.",
        deed: { kind: "move", visit: first(fake).id, patient: first(fake).patient },
      },
    ]);
  });

  it("is booked there from the sheet: whom, which kind, why, and two identifiers", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("D");
    const whom = within(await screen.findByRole("dialog", { name: /^Book beside what stands at/ }));
    await user.type(whom.getByRole("combobox", { name: "Whom is it for?" }), "okafor, miriam");
    await whom.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: /^Book a visit: Okafor, Miriam/ }));
    await user.click(await dialog.findByRole("button", { name: "Book it beside" }));
    expect(dialog.getByText("Say why it is double-booked.")).toBeTruthy();
    expect(dialog.getByText("Tick two first.")).toBeTruthy();
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), "Has a fever.");
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await clean();
    await user.click(dialog.getByRole("button", { name: "Book it beside" }));
    await waitFor(() => expect(askedOf(fake, "visit_double")).toHaveLength(1));
    expect(askedOf(fake, "visit_double")[0]).toMatchObject({
      place: { minute: first(fake).minute },
      reason: "Has a fever.",
      deed: { kind: "book", patient: "41882", confirmed: ["name", "dob"] },
    });
  });
});

describe("a visit that waits for a place", () => {
  it("is set aside and picked up by key, on another day too, and waits no more once it is moved", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("y");
    const strip = within(await screen.findByRole("region", { name: "Visits that wait for a place" }));
    expect(strip.getByText("1 visit waits for a place")).toBeTruthy();
    expect(askedOf(fake, "visit_cancel"), "nothing is sent for it").toEqual([]);
    await user.keyboard("]");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
    expect(screen.getByRole("region", { name: "Visits that wait for a place" })).toBeTruthy();
    await user.keyboard("Y");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-20261124/));
    await clean();
    await user.keyboard("{Enter}");
    await screen.findByText("Being moved.");
    expect(askedOf(fake, "visit_move")).toHaveLength(1);
    expect(askedOf(fake, "visit_unpark"), "until it is known").toEqual([]);
    confirm(fake);
    await waitFor(() => expect(askedOf(fake, "visit_unpark")).toHaveLength(1));
  });

  it("waits again where it is put back, and stays where it stands where it is taken off", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("y");
    await screen.findByRole("region", { name: "Visits that wait for a place" });
    await user.keyboard("Y");
    await screen.findByRole("region", { name: "Move a visit" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Move a visit" })).toBeNull());
    expect(screen.getByRole("region", { name: "Visits that wait for a place" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Take .* off: the visit stays/ }));
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "Visits that wait for a place" })).toBeNull(),
    );
    expect(askedOf(fake, "visit_move")).toEqual([]);
  });
});

describe("a day moved by a plan", () => {
  /** The plan of the first column's day, of which three can be moved. */
  async function planned(prepare: (fake: Fake) => void = () => undefined) {
    const opened = await onFirst({}, (fake) => {
      for (const [at, visit] of (fake.practice.columns[0]?.visits ?? []).entries()) {
        visit.state = { state: at < 3 ? "booked" : "here" } as VisitState;
      }
      prepare(fake);
    });
    await opened.user.keyboard("M");
    const dialog = within(await screen.findByRole("dialog", { name: /^Move the day of/ }));
    await opened.user.click(await dialog.findByRole("button", { name: "Make the plan" }));
    await dialog.findByRole("button", { name: "Move 3 visits" });
    return { ...opened, dialog };
  }

  it("is shown, changed item by item, and applied one after another", async () => {
    const { user, fake, dialog } = await planned();
    expect(askedOf(fake, "visit_move"), "nothing is moved by a plan").toEqual([]);
    await clean();
    const [one, two, three] = fake.practice.columns[0]?.visits ?? [];
    await user.click(dialog.getByRole("checkbox", { name: new RegExp(`^Move ${two?.name}`) }));
    await user.selectOptions(dialog.getByRole("combobox", { name: `New time of ${three?.name}` }), "p630");
    await user.click(dialog.getByRole("button", { name: "Move 2 visits" }));
    await dialog.findByText("0 of 2 moved.");
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(1));
    confirm(fake);
    await dialog.findByText("1 of 2 moved.");
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(2));
    confirm(fake);
    await dialog.findByText("All 2 are moved.");
    expect(askedOf(fake, "visit_move")).toEqual([
      { visit: one?.id, patient: one?.patient, slot: "p540" },
      { visit: three?.id, patient: three?.patient, slot: "p630" },
    ]);
    await user.click(dialog.getByRole("button", { name: `Put ${one?.name} back` }));
    await waitFor(() => expect(askedOf(fake, "write_undo")).toHaveLength(1));
    await clean();
  });

  it("stops where something stands otherwise, says at what, and goes on with the others when asked", async () => {
    const { user, fake, dialog } = await planned();
    const [one] = fake.practice.columns[0]?.visits ?? [];
    await user.click(dialog.getByRole("button", { name: "Move 3 visits" }));
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(1));
    fake.writes.move(fake.writes.rows[0]?.id ?? "", "draft", { why: "conflict", can: ["discard"] });
    fake.tell({ event: "changed", tags: ["writes"] });
    await dialog.findByText(`It stopped at ${one?.name}. Nothing after that was moved.`);
    expect(askedOf(fake, "visit_move")).toHaveLength(1);
    await user.click(dialog.getByRole("button", { name: "Go on with the others" }));
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(2));
  });

  it("is stopped by whoever closes it, after the one that is under way", async () => {
    const { user, fake, dialog } = await planned();
    await user.click(dialog.getByRole("button", { name: "Move 3 visits" }));
    await waitFor(() => expect(askedOf(fake, "visit_move")).toHaveLength(1));
    await user.click(dialog.getByRole("button", { name: "Stop" }));
    await dialog.findByText(/It stops after this one/);
    confirm(fake);
    await dialog.findByText("1 of 3 are moved. The others stand where they stood.");
    expect(askedOf(fake, "visit_move")).toHaveLength(1);
  });
});
