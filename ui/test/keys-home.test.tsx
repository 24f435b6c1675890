import { act, render, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Fake } from "../src/ipc/fake.ts";
import { confirmed, fakeVisitWrite } from "../src/ipc/fake-visits.ts";
import { Button } from "../src/kit/button.tsx";
import { Modal } from "../src/kit/modal.tsx";
import { allToCome, askedOf, NOW, onFirst } from "./open.tsx";

/** The day with the cursor on its first visit, all of the day still to come; and no frame is drawn from then on. */
async function withoutFrames(prepare: (fake: Fake) => void = () => undefined) {
  const opened = await onFirst({}, (fake) => {
    allToCome(fake);
    prepare(fake);
  });
  vi.stubGlobal("requestAnimationFrame", () => 0);
  return { ...opened, held: document.activeElement };
}

afterEach(() => vi.unstubAllGlobals());

const gone = () => expect(screen.queryByRole("dialog")).toBeNull();

describe("the focus, with no frame drawn between", () => {
  it("is where it was as soon as a dialog is closed, and the next key is heard there", async () => {
    const { user, held } = await withoutFrames();
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "All keys" });
    await user.keyboard("{Escape}");
    gone();
    expect(document.activeElement).toBe(held);
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement?.id).toMatch(/^visit-/);
    expect(document.activeElement).not.toBe(held);
  });

  it("is in the panel again once a cancellation was sent, where an arrow goes on", async () => {
    const { user, fake } = await withoutFrames();
    await user.keyboard("{Enter}");
    const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
    await panel.findByText("Notes");
    const held = document.activeElement;
    const whose = () => panel.getByRole("heading", { level: 2 }).textContent;
    const name = whose();
    await user.keyboard("x");
    const dialog = within(await screen.findByRole("dialog", { name: /^Cancel the visit of/ }));
    await user.click(dialog.getByRole("button", { name: "Cancel the visit" }));
    gone();
    expect(document.activeElement).toBe(held);
    await user.keyboard("{ArrowDown}");
    expect(whose()).not.toBe(name);
    expect(askedOf(fake, "visit_cancel")).toHaveLength(1);
  });

  it("is where it was before the palette, once a dialog that was opened from there is closed", async () => {
    const { user, held } = await withoutFrames();
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("dialog", { name: "Find or do anything" });
    await user.keyboard("all keys{Enter}");
    await screen.findByRole("dialog", { name: "All keys" });
    await user.keyboard("{Escape}");
    gone();
    expect(document.activeElement).toBe(held);
  });

  it("is on the same visit, though the day was read anew meanwhile and has another in its place", async () => {
    const { user, fake, held } = await withoutFrames();
    const id = held?.id;
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "All keys" });
    const [column] = fake.practice.columns;
    const [visit] = column?.visits ?? [];
    if (column === undefined || visit === undefined) {
      throw new Error("no visit");
    }
    column.visits.unshift({ ...visit, id: "earlier", minute: visit.minute - 15 });
    await act(async () => fake.tell({ event: "changed", tags: ["schedule"] }));
    await waitFor(() => expect(document.getElementById("visit-earlier")).not.toBeNull());
    await user.keyboard("{Escape}");
    gone();
    expect(document.activeElement?.id).toBe(id);
  });
});

describe("after a visit was booked beside another", () => {
  /** Books it by key, up to where athenahealth confirmed it. */
  async function bookBeside(prepare: (fake: Fake) => void) {
    const opened = await withoutFrames((fake) => {
      fake.answers.visit_double = async () => {
        const row = fakeVisitWrite(fake.practice, "book", undefined, { id: "d1", stage: "saved" });
        const made = { ...row, ...confirmed(row, { state: "booked" }), ended: new Date(NOW).toISOString() };
        fake.writes.rows = [
          { ...made, visit: made.visit === null ? null : { ...made.visit, id: "made" } },
          ...fake.writes.rows,
        ];
        prepare(fake);
        return { write: row.id };
      };
    });
    const { user } = opened;
    await user.keyboard("D");
    const whom = within(await screen.findByRole("dialog", { name: /^Book beside what stands at/ }));
    await user.type(whom.getByRole("combobox", { name: "Whom is it for?" }), "okafor, miriam");
    await whom.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: /^Book a visit: Okafor, Miriam/ }));
    await user.type(await dialog.findByRole("textbox", { name: "Reason" }), "Has a fever.");
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it beside" }));
    const done = await dialog.findByRole("button", { name: "Done" });
    expect(document.activeElement).toBe(done);
    return opened;
  }

  const shows = ({ practice, tell }: Fake) => {
    const [column] = practice.columns;
    const [visit] = column?.visits ?? [];
    if (column === undefined || visit === undefined) {
      throw new Error("no visit");
    }
    column.visits.push({ ...visit, id: "made", lane: 1, lanes: 2 });
    tell({ event: "changed", tags: ["schedule"] });
  };

  it("Enter leads to where it was, and on to the visit that was made once the day shows it", async () => {
    const { user, fake, held } = await bookBeside(() => undefined);
    await user.keyboard("{Enter}");
    gone();
    expect(document.activeElement).toBe(held);
    await act(async () => shows(fake));
    await waitFor(() => expect(document.activeElement?.id).toBe("visit-made"));
  });

  it("Enter leads to the visit that was made, where the day shows it already", async () => {
    const { user } = await bookBeside(shows);
    await waitFor(() => expect(document.getElementById("visit-made")).not.toBeNull());
    await user.keyboard("{Enter}");
    gone();
    expect(document.activeElement?.id).toBe("visit-made");
  });

  it("whoever went on meanwhile stays where they are", async () => {
    const { user, fake } = await bookBeside(() => undefined);
    await user.keyboard("{Enter}{ArrowDown}");
    const there = document.activeElement?.id;
    await act(async () => shows(fake));
    await waitFor(() => expect(document.getElementById("visit-made")).not.toBeNull());
    expect(document.activeElement?.id).toBe(there);
  });
});

describe("the patient's card of a visit", () => {
  it("leads back to the visit by Escape", async () => {
    const { user, fake } = await withoutFrames();
    await user.keyboard("{Enter}");
    await screen.findByText("Notes");
    await user.keyboard("c");
    await screen.findByRole("complementary", { name: "Patient" });
    await user.keyboard("{Escape}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(panel.contains(document.activeElement)).toBe(true);
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe(
      fake.practice.columns[0]?.visits[0]?.name,
    );
    await user.keyboard("gp");
    await screen.findByRole("combobox", { name: "Find a patient" });
    expect(screen.queryByRole("complementary", { name: "Patient" })).toBeNull();
  });

  it("stays among the patients for whoever began to look for one there", async () => {
    const { user } = await withoutFrames();
    await user.keyboard("{Enter}");
    await screen.findByText("Notes");
    await user.keyboard("c");
    await screen.findByRole("complementary", { name: "Patient" });
    await user.keyboard("/ro{Escape}");
    const box = await screen.findByRole("combobox", { name: "Find a patient" });
    expect(document.activeElement).toBe(box);
    expect(screen.queryByRole("complementary", { name: "Patient" })).toBeNull();
  });
});

describe("a dialog", () => {
  it("opens with the focus on its first field", async () => {
    const { user } = await withoutFrames();
    await user.keyboard("{Enter}");
    await screen.findByText("Notes");
    await user.keyboard("x");
    const dialog = within(await screen.findByRole("dialog", { name: /^Cancel the visit of/ }));
    expect(document.activeElement).toBe(dialog.getByRole("combobox", { name: "Reason" }));
  });

  it("opens with it on what leaves all as it is, where it has no field", () => {
    render(
      <Modal title="Remove it?" alert onClose={() => undefined}>
        <Button weight="danger">Remove it</Button>
        <Button>Keep it</Button>
      </Modal>,
    );
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Keep it" }));
  });

  it("has it on the first field of what comes later, and of the step that takes another's place", async () => {
    const asks = (children: ReactNode) => (
      <Modal title="A visit" onClose={() => undefined}>
        {children}
      </Modal>
    );
    const { rerender } = render(asks(<p>It is being read.</p>));
    await act(async () => rerender(asks(<input aria-label="Name" />)));
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Name" }));
    await act(async () => rerender(asks(<textarea aria-label="Note" />)));
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Note" }));
  });
});
