import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { VisitState, WriteRow } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { confirmed, fakeVisitWrite } from "../src/ipc/fake-visits.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, first, NOW, openSchedule } from "./open.tsx";

const ago = (seconds: number) => ({ ended: new Date(NOW - seconds * 1_000).toISOString() });

/** Something became of a write. */
async function came(fake: Fake, id: string, stage: WriteRow["stage"], change: Partial<WriteRow>) {
  fake.writes.move(id, stage, change);
  await act(async () => fake.tell({ event: "changed", tags: ["writes"] }));
}

/** The day's first visit is checked in by key, and athenahealth confirmed it some seconds ago. */
async function checkedIn(secondsAgo = 2, prepare: (fake: Fake) => void = () => undefined) {
  const opened = await openSchedule({}, (fake) => {
    for (const visit of fake.practice.columns.flatMap(({ visits }) => visits)) {
      visit.state = { state: "booked" } as VisitState;
    }
    fake.answers.write_undo = async ({ write }) => {
      const row = fakeVisitWrite(fake.practice, "cancelCheckIn", first(fake), { id: "z1", follows: write });
      fake.writes.rows = [row, ...fake.writes.rows];
      return { write: row.id, alike: [], troubles: [] };
    };
    prepare(fake);
  });
  const { user, fake } = opened;
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await user.keyboard("{Home}{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  await panel.findByText("All clear: one key checks in.");
  await user.keyboard("i");
  await panel.findByText("Being checked in.");
  const [row] = fake.writes.rows as [WriteRow];
  await came(fake, row.id, "saved", { ...confirmed(row, { state: "here" }), ...ago(secondsAgo) });
  await panel.findByText("Checked in.");
  return { ...opened, panel, write: row.id };
}

const strip = async () => within(await screen.findByRole("region", { name: "What was done last" }));

describe("an undo", () => {
  it.each([
    ["the panel is closed", "{Escape}"],
    ["the panel shows another visit", "{ArrowDown}"],
  ])("stays in reach, by key and button, though %s", async (_how, keys) => {
    const { user, fake, write } = await checkedIn();
    expect(screen.queryByRole("region", { name: "What was done last" }), "the panel shows it").toBeNull();
    await user.keyboard(keys);
    const last = await strip();
    expect(last.getByText("Okafor, Miriam A.")).toBeTruthy();
    expect(last.getByText("8 seconds left")).toBeTruthy();
    expect(last.getByRole("button", { name: /^Undo/ })).toBeTruthy();
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    await user.keyboard("u");
    await last.findByText("It is being undone.");
    await user.keyboard("u");
    expect(askedOf(fake, "write_undo")).toEqual([{ write }]);
  });

  it("says how it ended, and goes", async () => {
    const { user, fake } = await checkedIn();
    await user.keyboard("{Escape}");
    const last = await strip();
    await user.click(last.getByRole("button", { name: /^Undo/ }));
    await last.findByText("It is being undone.");
    await came(fake, "z1", "saved", {
      ...confirmed(fake.writes.rows[0] as WriteRow, { state: "booked" }),
      ...ago(1),
    });
    await last.findByText("Undone. The check-in is cancelled.");
    await came(fake, "z1", "saved", ago(11));
    await waitFor(() => expect(screen.queryByRole("region", { name: "What was done last" })).toBeNull());
  });

  it("says that it was not done where athenahealth said no", async () => {
    const { user, fake } = await checkedIn();
    await user.keyboard("{Escape}u");
    const last = await strip();
    await last.findByText("It is being undone.");
    await came(fake, "z1", "notSaved", { why: "refused", ...ago(1) });
    await last.findByText("Not undone. The check-in was not cancelled.");
    expect(last.getByRole("button", { name: "All writes" })).toBeTruthy();
  });

  it("says that it came too late", async () => {
    const { user } = await checkedIn(9, (fake) => {
      fake.answers.write_undo = async () => {
        throw new Failed({ code: "tooLate" });
      };
    });
    await user.keyboard("{Escape}u");
    await (await strip()).findByText(/^It can no longer be undone\./);
  });

  it("is out of reach once its time ran out", async () => {
    const { user, fake, panel } = await checkedIn(11);
    await panel.findByText("To undo it now, cancel the check-in.");
    await user.keyboard("{Escape}u");
    expect(screen.queryByRole("region", { name: "What was done last" })).toBeNull();
    expect(askedOf(fake, "write_undo")).toEqual([]);
  });

  it("is of what was done last, not of what another visit's panel shows", async () => {
    const { user, fake, write } = await checkedIn(2, (each) => {
      const [, second] = each.practice.columns[0]?.visits ?? [];
      const row = fakeVisitWrite(each.practice, "checkIn", second, { id: "w9", stage: "saved" });
      each.writes.rows = [{ ...row, ...confirmed(row, { state: "here" }), ...ago(5) }];
    });
    await user.keyboard("{ArrowDown}");
    await screen.findByText("5 seconds left");
    await strip();
    await user.keyboard("u");
    await waitFor(() => expect(askedOf(fake, "write_undo")).toEqual([{ write }]));
  });
});
