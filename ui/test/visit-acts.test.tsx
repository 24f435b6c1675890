import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { PersonView, VisitState, WriteRow } from "../src/ipc/bindings.ts";
import type { Fake, FakeStart } from "../src/ipc/fake.ts";
import { seatOf } from "../src/ipc/fake-people.ts";
import { confirmed, fakeVisitWrite } from "../src/ipc/fake-visits.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, first, NOW, openSchedule } from "./open.tsx";

const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "biller" };

/** The first visit of the day, in a state, opened. */
async function openVisit(
  state: VisitState["state"],
  rows: (fake: Fake) => WriteRow[] = () => [],
  start: FakeStart = {},
) {
  const opened = await openSchedule(start, (fake) => {
    first(fake).state = { state } as VisitState;
    fake.writes.rows = rows(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await opened.user.keyboard("{Home}{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  await panel.findByText("Notes");
  return { ...opened, panel };
}

const asked = (fake: Fake) => ({ visit: first(fake).id, patient: first(fake).patient });

/** Athenahealth's answer to a write is there. */
function came(fake: Fake, stage: WriteRow["stage"], change: Partial<WriteRow>) {
  const [row] = fake.writes.rows;
  if (row === undefined) {
    throw new Error("no write");
  }
  fake.writes.move(row.id, stage, change);
  fake.tell({ event: "changed", tags: ["writes"] });
}

const ended = (secondsAgo: number) => ({ ended: new Date(NOW - secondsAgo * 1_000).toISOString() });

describe("what can be done with a visit", () => {
  it("follows from how far it has come", async () => {
    for (const [state, names] of [
      ["booked", ["Check in", "Start check-in", "Cancel visit"]],
      ["late", ["Check in", "Start check-in", "Cancel visit"]],
      ["checkingIn", ["Check in", "Cancel check-in", "Cancel visit"]],
      ["here", ["Check out", "Cancel check-in"]],
      ["out", []],
    ] as const) {
      const { panel, unmount } = await openVisit(state);
      const all = ["Check in", "Start check-in", "Cancel check-in", "Check out", "Cancel visit"];
      const shown = panel.getAllByRole("button").map((button) => button.textContent ?? "");
      expect(all.filter((name) => shown.some((each) => each.startsWith(name))).toSorted(), state).toEqual(
        names.toSorted(),
      );
      unmount();
    }
  });

  it("is said to be unconfirmed until athenahealth confirmed it, and pressed once", async () => {
    const { user, fake, panel } = await openVisit("booked");
    await panel.findByText("All clear: one key checks in.");
    await user.keyboard("i");
    await panel.findByText("Being checked in.");
    expect(panel.getByText("athenahealth has not confirmed it yet.")).toBeTruthy();
    expect(askedOf(fake, "visit_check_in")).toEqual([asked(fake)]);
    await user.keyboard("i");
    expect(panel.getByRole("button", { name: /^Check in/ }).getAttribute("aria-disabled")).toBe("true");
    expect(askedOf(fake, "visit_check_in"), "what is under way is not pressed again").toHaveLength(1);
    expect(panel.queryByText("Checked in.")).toBeNull();
    const [row] = fake.writes.rows;
    came(fake, "saved", { ...(row ? confirmed(row, { state: "here" }) : {}), ...ended(1) });
    await panel.findByText("Checked in.");
    expect(panel.getByText("athenahealth confirmed it.")).toBeTruthy();
  });

  it("waits while a move of it is on its way, and says for what; once it is moved, only where it is now", async () => {
    const { user, fake, panel } = await openVisit("booked", (each) => [
      fakeVisitWrite(each.practice, "move", first(each), { id: "m1" }),
    ]);
    await panel.findByText("Being moved.");
    expect(panel.getByText("What else is to be done with it waits until that is known.")).toBeTruthy();
    await user.keyboard("i");
    await screen.findByText("Being moved. Nothing else is done with it before that is known.");
    expect(askedOf(fake, "visit_check_in")).toEqual([]);
    const [row] = fake.writes.rows;
    came(fake, "saved", { ...(row ? confirmed(row, { state: "booked" }) : {}), ...ended(1) });
    await panel.findByText("The day is being read again. Go on with the visit at its new time.");
    expect(panel.queryByRole("button", { name: /^Check in/ })).toBeNull();
    await user.keyboard("i");
    expect(askedOf(fake, "visit_check_in")).toEqual([]);
  });

  it("is offered once it is known what is being done with it already", async () => {
    let answer = () => undefined as undefined;
    const { user, fake, panel } = await openVisit("booked", (each) => {
      const whole = each.answers.write_list;
      expect(whole).toBeUndefined();
      each.answers.write_list = () =>
        new Promise((resolve) => {
          answer = () => {
            resolve({
              rows: [],
              cursor: null,
              way: null,
              counts: { drafts: 0, held: 0, onTheWay: 0, unknown: 0, unseen: 0 },
            });
            return undefined;
          };
        });
      return [];
    });
    await user.keyboard("i");
    expect(askedOf(fake, "visit_check_in")).toEqual([]);
    expect(panel.getByRole("button", { name: /^Check in/ }).getAttribute("aria-disabled")).toBe("true");
    answer();
    await waitFor(() =>
      expect(panel.getByRole("button", { name: /^Check in/ }).getAttribute("aria-disabled")).not.toBe("true"),
    );
  });

  it("is undone by a key for ten seconds, and after that says how it is taken back", async () => {
    const undoable = (secondsAgo: number) => (fake: Fake) => {
      const row = fakeVisitWrite(fake.practice, "checkIn", first(fake), { id: "w9", stage: "saved" });
      return [{ ...row, ...confirmed(row, { state: "here" }), ...ended(secondsAgo) }];
    };
    const { user, fake, panel, unmount } = await openVisit("here", undoable(3));
    expect(await panel.findByText("7 seconds left")).toBeTruthy();
    await user.keyboard("u");
    await waitFor(() => expect(askedOf(fake, "write_undo")).toEqual([{ write: "w9" }]));
    unmount();
    const late = await openVisit("here", undoable(11));
    await late.panel.findByText("To undo it now, cancel the check-in.");
    expect(late.panel.queryByRole("button", { name: /^Undo/ })).toBeNull();
    await late.user.keyboard("u");
    expect(askedOf(late.fake, "write_undo")).toEqual([]);
  });

  it("tells that an undo came too late", async () => {
    const { user, panel } = await openVisit("here", (fake) => {
      const row = fakeVisitWrite(fake.practice, "checkIn", first(fake), { stage: "saved" });
      fake.answers.write_undo = async () => {
        throw new Failed({ code: "tooLate" });
      };
      return [{ ...row, ...confirmed(row, { state: "here" }), ...ended(9) }];
    });
    await panel.findByText("1 second left");
    await user.keyboard("u");
    await panel.findByText("It can no longer be undone.");
  });

  it("is cancelled for one of the practice's reasons, with words", async () => {
    const { user, fake, panel } = await openVisit("booked");
    await user.keyboard("x");
    const dialog = within(await screen.findByRole("dialog", { name: /^Cancel the visit of/ }));
    await dialog.findByRole("option", { name: "No-show (did not come)" });
    await user.selectOptions(dialog.getByRole("combobox", { name: "Reason" }), "1");
    await user.type(dialog.getByRole("textbox", { name: "More about it" }), " Has a cold. ");
    await user.click(dialog.getByRole("button", { name: "Cancel the visit" }));
    await panel.findByText("Being cancelled.");
    const why = { reason: "1", said: "Has a cold." };
    expect(askedOf(fake, "visit_cancel")).toEqual([{ ...asked(fake), ...why }]);
  });

  it("is cancelled without a reason where the reasons cannot be read", async () => {
    const { user, fake } = await openVisit("booked", (each) => {
      each.answers.visit_cancel_reasons = async () => {
        throw new Failed({ code: "offline" });
      };
      return [];
    });
    await user.keyboard("x");
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("athenahealth cannot be reached.");
    await user.click(dialog.getByRole("button", { name: "Cancel the visit" }));
    await waitFor(() => expect(askedOf(fake, "visit_cancel")).toEqual([asked(fake)]));
  });

  it("says in words why it was not done, how the visit stands, and what to do", async () => {
    const { user, fake, panel } = await openVisit("booked", (each) => {
      const row = fakeVisitWrite(each.practice, "checkIn", first(each), { id: "w9", stage: "draft" });
      const visit = row.visit && { ...row.visit, shows: { state: "cancelled" as const } };
      return [{ ...row, why: "changedMeanwhile", released: null, visit, can: ["release", "discard"] }];
    });
    await panel.findByText("Not checked in.");
    expect(panel.getByText("The visit stands otherwise at athenahealth by now.")).toBeTruthy();
    expect(panel.getByText("athenahealth shows it as cancelled.")).toBeTruthy();
    await user.click(panel.getByRole("button", { name: "Take back" }));
    await waitFor(() => expect(askedOf(fake, "write_discard")).toEqual([{ write: "w9" }]));
  });

  it("gives athenahealth's own words where it said no", async () => {
    const { panel } = await openVisit("checkingIn", (each) => {
      const row = fakeVisitWrite(each.practice, "checkIn", first(each), { stage: "notSaved" });
      return [{ ...row, why: "missingFields", said: "Sex is required.", can: ["see"], ...ended(5) }];
    });
    await panel.findByText("athenahealth: “Sex is required.”");
  });

  it("is offered to nobody who may not, who asks for no writes either", async () => {
    const { user, fake, panel } = await openVisit("booked", () => [], {
      people: [BEN],
      session: { seat: seatOf(BEN) },
    });
    expect(panel.queryByRole("button", { name: /^Check in/ })).toBeNull();
    await user.keyboard("ix");
    expect(askedOf(fake, "visit_check_in")).toEqual([]);
    expect(askedOf(fake, "write_list").filter((request) => "patient" in (request as object))).toEqual([]);
  });

  it("has names for all that is pressed", async () => {
    const { user, panel } = await openVisit("booked");
    await panel.findByText("All clear: one key checks in.");
    await user.keyboard("i");
    await screen.findByText("Being checked in.");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

describe("the list of writes", () => {
  it("names what is done with a visit, where and when, and how it stands", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const row = fakeVisitWrite(fake.practice, "cancel", first(fake), { stage: "unknown", why: "noAnswer" });
      fake.writes.rows = [{ ...row, can: ["resolve", "again"] }];
    });
    await user.keyboard("gw");
    const list = await screen.findByRole("listbox", { name: "Writes to athenahealth" });
    expect(within(list).getByRole("option").textContent).toMatch(/Cancel visit: Monday, November 23, 2026/);
    await waitFor(() => expect(document.activeElement).toBe(list));
    await user.keyboard("{Enter}");
    const panel = within(await screen.findByRole("complementary", { name: "Write" }));
    expect(panel.getByText("Stood as")).toBeTruthy();
    await user.keyboard("o");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/^Look at the visit in athenahealth first\./)).toBeTruthy();
  });
});
