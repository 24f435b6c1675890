import { act, render, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { Button } from "../src/kit/button.tsx";
import { Modal } from "../src/kit/modal.tsx";
import { askedOf, openSchedule } from "./open.tsx";

/** The day with the cursor on its first visit, all of the day still to come; and no frame is drawn from then on. */
async function onFirst(prepare: (fake: Fake) => void = () => undefined) {
  const opened = await openSchedule({}, (fake) => {
    for (const visit of fake.practice.columns.flatMap(({ visits }) => visits)) {
      visit.state = { state: "booked" } as VisitState;
    }
    prepare(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await opened.user.keyboard("{Home}");
  vi.stubGlobal("requestAnimationFrame", () => 0);
  return { ...opened, held: document.activeElement };
}

afterEach(() => vi.unstubAllGlobals());

const gone = () => expect(screen.queryByRole("dialog")).toBeNull();

describe("the focus, with no frame drawn between", () => {
  it("is where it was as soon as a dialog is closed, and the next key is heard there", async () => {
    const { user, held } = await onFirst();
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
    const { user, fake } = await onFirst();
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
    const { user, held } = await onFirst();
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("dialog", { name: "Find or do anything" });
    await user.keyboard("all keys{Enter}");
    await screen.findByRole("dialog", { name: "All keys" });
    await user.keyboard("{Escape}");
    gone();
    expect(document.activeElement).toBe(held);
  });

  it("is on the same visit, though the day was read anew meanwhile and has another in its place", async () => {
    const { user, fake, held } = await onFirst();
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

describe("a dialog", () => {
  it("opens with the focus on its first field", async () => {
    const { user } = await onFirst();
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
