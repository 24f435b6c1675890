import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { fakeVisitWrite } from "../src/ipc/fake-visits.ts";
import { askedOf, NOW, openSchedule } from "./open.tsx";

/** The window after a visit was cancelled in it, of which the time is free again. */
async function cancelled(role?: object) {
  const opened = await openSchedule(role ?? {});
  const { fake } = opened;
  const ended = new Date(NOW - 5_000).toISOString();
  const row = fakeVisitWrite(fake.practice, "cancel", undefined, { id: "c1", stage: "saved", ended });
  fake.writes.rows = [row, ...fake.writes.rows];
  fake.tell({ event: "changed", tags: ["writes"] });
  return opened;
}

describe("who waits for a time that was freed", () => {
  it("is filled by two keys after the notice, and whoever has it is taken off the list", async () => {
    const { user, fake } = await cancelled();
    await screen.findByText("2 people wait for such a time.");
    const [match] = askedOf(fake, "waitlist_match") as { visit: string }[];
    await user.keyboard("A");
    await screen.findByRole("listbox", { name: "Who waits" });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(askedOf(fake, "waitlist_fill")).toHaveLength(1));
    const [person] = fake.practice.people;
    expect(askedOf(fake, "waitlist_fill")).toEqual([
      { visit: match?.visit, entry: "101", patient: person?.id },
    ]);
    await screen.findByText(/: Being booked\.$/);
    expect(askedOf(fake, "waitlist_remove"), "nobody is taken off who has nothing yet").toEqual([]);
    fake.writes.move(fake.writes.rows[0]?.id ?? "", "saved", {});
    fake.tell({ event: "changed", tags: ["writes"] });
    await screen.findByText(/They are taken off the waiting list\./);
    expect(askedOf(fake, "waitlist_remove")).toEqual([{ entry: "101", patient: person?.id }]);
  });

  it("says of each by what the time is theirs", async () => {
    const { user } = await cancelled();
    await user.click(await screen.findByRole("button", { name: /^Who waits/ }));
    const [first] = within(await screen.findByRole("listbox", { name: "Who waits" })).getAllByRole("option");
    expect(first?.textContent).toMatch(/High priority/);
    expect(first?.textContent).toMatch(
      /with whom they want.*the kind that they want.*an hour that they want/,
    );
    expect(first?.textContent).toMatch(/Call the mobile first/);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it("is put aside and asked for once", async () => {
    const { user, fake } = await cancelled();
    await user.click(await screen.findByRole("button", { name: "Not now" }));
    await waitFor(() => expect(screen.queryByText("2 people wait for such a time.")).toBeNull());
    fake.tell({ event: "changed", tags: ["writes"] });
    await waitFor(() => expect(askedOf(fake, "waitlist_freed").length).toBeGreaterThan(1));
    expect(askedOf(fake, "waitlist_match")).toHaveLength(1);
  });

  it("says nothing where nobody waits", async () => {
    const { fake } = await openSchedule({}, (each) => {
      const asOf = new Date(NOW).toISOString();
      each.answers.waitlist_match = async ({ visit }) => ({ visit, isOpen: true, rows: [], asOf });
    });
    const row = fakeVisitWrite(fake.practice, "cancel", undefined, { id: "c1", stage: "saved" });
    fake.writes.rows = [row, ...fake.writes.rows];
    fake.tell({ event: "changed", tags: ["writes"] });
    await waitFor(() => expect(askedOf(fake, "waitlist_match")).toHaveLength(1));
    expect(screen.queryByText(/^Free again/)).toBeNull();
  });
});
