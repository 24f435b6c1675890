import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Fake } from "../src/ipc/fake.ts";
import { confirmed, fakeGates, fakeVisitWrite } from "../src/ipc/fake-visits.ts";
import { askedOf, first, NOW, onFirst } from "./open.tsx";

/** From now on nothing tells of what is asked for: what is read again is not answered. */
function silence({ answers }: Fake) {
  answers.write_list = () => new Promise(() => undefined);
  answers.parked_list = () => new Promise(() => undefined);
}

async function openVisit(prepare?: (fake: Fake) => void) {
  const opened = await onFirst({}, prepare);
  await opened.user.keyboard("{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  await panel.findByText("Notes");
  return { ...opened, panel };
}

describe("what is pressed twice before its row tells of the first", () => {
  it("checks in once", async () => {
    const { user, fake, panel } = await openVisit();
    await panel.findByText("All clear: one key checks in.");
    silence(fake);
    await user.keyboard("ii");
    await screen.findByText("Sent off. It is not confirmed yet.");
    await user.keyboard("i{Escape}{Enter}i");
    expect(askedOf(fake, "visit_check_in")).toHaveLength(1);
  });

  it("checks in once by a dialog's Enter", async () => {
    const { user, fake, panel } = await openVisit((each) => {
      each.answers.visit_gates = async ({ patient }) => ({
        patient,
        rows: fakeGates(NOW).map((gate) =>
          gate.kind === "copay" ? { ...gate, standing: { standing: "due", cents: 3_000 } } : gate,
        ),
      });
    });
    await panel.findByText("1 thing to see to");
    silence(fake);
    await user.click(panel.getByRole("button", { name: /^Check in/ }));
    await screen.findByRole("dialog", { name: /^Check in .*\?$/ });
    await user.keyboard("{Enter}{Enter}");
    expect(askedOf(fake, "visit_check_in")).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is done again once it is known that nothing came of it", async () => {
    const { user, fake, panel } = await openVisit();
    await panel.findByText("All clear: one key checks in.");
    fake.answers.write_list = async () => ({
      rows: [],
      cursor: null,
      way: null,
      counts: { drafts: 0, held: 0, onTheWay: 0, unknown: 0, unseen: 0 },
    });
    await user.keyboard("i");
    await waitFor(() => expect(askedOf(fake, "visit_check_in")).toHaveLength(1));
    await screen.findByText("Sent off. It is not confirmed yet.");
    const reads = askedOf(fake, "write_list").length;
    await act(async () => fake.tell({ event: "changed", tags: ["writes"] }));
    await waitFor(() => expect(askedOf(fake, "write_list").length).toBeGreaterThan(reads));
    await act(async () => undefined);
    await user.keyboard("i");
    expect(askedOf(fake, "visit_check_in")).toHaveLength(2);
  });

  it("undoes once", async () => {
    const { user, fake, panel } = await openVisit((each) => {
      const row = fakeVisitWrite(each.practice, "checkIn", first(each), { id: "w9", stage: "saved" });
      const ended = { ended: new Date(NOW - 2_000).toISOString() };
      each.writes.rows = [{ ...row, ...confirmed(row, { state: "here" }), ...ended }];
    });
    await panel.findByText("8 seconds left");
    silence(fake);
    await user.keyboard("uu");
    await screen.findByText("It is being undone.");
    await user.keyboard("u");
    expect(askedOf(fake, "write_undo")).toEqual([{ write: "w9" }]);
  });

  it("sends off again once what was held", async () => {
    const { user, fake, panel } = await openVisit((each) => {
      const row = fakeVisitWrite(each.practice, "checkIn", first(each), { id: "w9", stage: "draft" });
      each.writes.rows = [{ ...row, why: "changedMeanwhile", released: null, can: ["release", "discard"] }];
    });
    silence(fake);
    fake.answers.write_release = async () => ({});
    await user.dblClick(await panel.findByRole("button", { name: "Send it all the same" }));
    await user.click(panel.getByRole("button", { name: "Take back" }));
    expect(askedOf(fake, "write_release")).toHaveLength(1);
    expect(askedOf(fake, "write_discard"), "nor is it taken back before that is known").toEqual([]);
  });

  it("sets aside once", async () => {
    const { user, fake } = await onFirst();
    await waitFor(() => expect(askedOf(fake, "parked_list")).not.toEqual([]));
    silence(fake);
    await user.keyboard("yy");
    await waitFor(() => expect(askedOf(fake, "visit_park")).toHaveLength(1));
    await user.keyboard("y");
    expect(askedOf(fake, "visit_park")).toHaveLength(1);
    expect(askedOf(fake, "visit_unpark")).toEqual([]);
  });

  it("is not moved as well by the Enter after the one that puts it beside another", async () => {
    const { user, fake } = await onFirst({}, (each) => {
      each.answers.visit_double = () => new Promise(() => undefined);
    });
    await user.keyboard("m");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
    await user.keyboard("D");
    const dialog = within(await screen.findByRole("dialog", { name: /^Put .* beside another visit$/ }));
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), "Has a fever.{Enter}{Enter}{Enter}");
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^time-/));
    await user.keyboard("{Enter}");
    expect(askedOf(fake, "visit_double")).toHaveLength(1);
    expect(askedOf(fake, "visit_move")).toEqual([]);
  });
});
