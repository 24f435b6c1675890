import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Fake } from "../src/ipc/fake.ts";
import { first, onFirst } from "./open.tsx";

const scroller = () => document.querySelector("[data-keys=sheet], [data-keys=carry]") as HTMLElement;
const page = () => screen.getByRole("main", { name: "Schedule" });

/** What stands above the sheet. */
function above(): Element[] {
  const beside = [...(scroller().parentElement?.children ?? [])];
  return beside.slice(0, beside.indexOf(scroller()));
}

function drag(fake: Fake) {
  const block = document.getElementById(`visit-${first(fake).id}`) as HTMLElement;
  fireEvent.pointerDown(block, { button: 0, clientX: 72, clientY: 50 });
  fireEvent.pointerMove(window, { clientX: 72, clientY: 70 });
}

describe("under the pointer", () => {
  it("nothing moves as a visit is pulled: what is said of it stands below the sheet", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("O");
    await screen.findByRole("region", { name: "Open times" });
    const stood = above();
    drag(fake);
    const line = await screen.findByRole("region", { name: "Move a visit" });
    await within(line).findByText(/^6 open times on this day/);
    expect(above()).toEqual(stood);
    expect(scroller().compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    fireEvent.pointerUp(window, { clientX: 72, clientY: 70 });
  });

  it("nothing moves sideways either: a panel that was open leaves its room until the visit is let go of", async () => {
    const { user, fake } = await onFirst();
    await user.keyboard("{Enter}");
    await screen.findByRole("complementary", { name: "Visit" });
    const [shape, parts] = [page().className, page().children.length];
    drag(fake);
    await screen.findByRole("region", { name: "Move a visit" });
    expect(screen.queryByRole("complementary", { name: "Visit" })).toBeNull();
    expect([page().className, page().children.length]).toEqual([shape, parts]);
    fireEvent.pointerUp(window, { clientX: 72, clientY: 70 });
    fireEvent.keyDown(document.activeElement ?? window, { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("region", { name: "Move a visit" })).toBeNull());
    expect(page().className).not.toBe(shape);
  });

  it("no visit moves down where an open time lies before the day's first hour", async () => {
    const { fake } = await onFirst({}, (each) => {
      const [column] = each.practice.columns;
      each.answers.slot_day = async ({ date }) => ({
        date,
        kind: "82",
        rows: [
          {
            slot: "early",
            date,
            minute: 360,
            minutes: 15,
            provider: column?.provider ?? "",
            name: column?.name ?? "",
            department: column?.department ?? "",
            departmentName: column?.departmentName ?? "",
            zone: column?.zone ?? "",
            kind: "Established visit",
          },
        ],
        more: false,
        asOf: new Date(each.practice.now).toISOString(),
      });
    });
    const block = () => document.getElementById(`visit-${first(fake).id}`)?.parentElement as HTMLElement;
    const place = () => Number.parseFloat(block().style.top) - scroller().scrollTop;
    const before = [block().style.top, place()];
    drag(fake);
    await waitFor(() => expect(document.getElementById("time-early")).not.toBeNull());
    expect(block().style.top, "the day begins earlier").not.toBe(before[0]);
    expect(place()).toBe(before[1]);
    fireEvent.pointerUp(window, { clientX: 72, clientY: 70 });
  });

  it("no button of a cancellation moves as the practice's reasons come", async () => {
    let tell = () => {};
    const late = new Promise<void>((told) => {
      tell = told;
    });
    const { user } = await onFirst({}, (each) => {
      each.answers.visit_cancel_reasons = async () => {
        await late;
        return { rows: [{ id: "1", name: "Patient called to cancel", noShow: false, frees: true }] };
      };
    });
    await user.keyboard("{Enter}");
    await screen.findByText("Notes");
    await user.keyboard("x");
    const form = (await screen.findByRole("dialog")).querySelector("form") as HTMLFormElement;
    within(form).getByText("The practice's reasons are being read.");
    const parts = [...form.children];
    tell();
    await within(form).findByRole("option", { name: "Patient called to cancel" });
    expect(within(form).queryByText("The practice's reasons are being read.")).toBeNull();
    expect([...form.children]).toEqual(parts);
  });
});
