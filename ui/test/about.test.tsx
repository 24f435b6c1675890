import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openSchedule } from "./open.tsx";

async function openSettings(start = {}) {
  const opened = await openSchedule(start);
  await opened.user.keyboard("ge");
  await screen.findByRole("heading", { name: "About" });
  return opened;
}

async function flaws(element: Element) {
  const { violations } = await axe.run(element, { rules: { "color-contrast": { enabled: false } } });
  return violations.map((violation) => violation.id);
}

describe("licences", () => {
  it("lists what others wrote, finds by name and licence, and shows the text that came with it", async () => {
    const { user } = await openSettings();
    await user.click(await screen.findByRole("button", { name: "Licences" }));
    const dialog = await screen.findByRole("dialog", { name: "Licences" });
    await within(dialog).findByText(/^1 to 40 of \d{3}$/);
    expect(await flaws(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Further" }));
    await within(dialog).findByText(/^41 to 80 of \d{3}$/);
    const box = within(dialog).getByLabelText("Find by name or licence");
    for (const [sought, named] of [
      ["rusqlite", /^rusqlite \d.* · MIT$/],
      ["react-dom npm", /^react-dom \d.* · MIT$/],
      ["inter ofl", /^@fontsource-variable\/inter .* · OFL-1.1$/],
    ] as const) {
      await user.clear(box);
      await user.type(box, sought);
      await user.click(await within(dialog).findByText(named));
      await within(dialog).findByText(/copyright/i, { selector: "pre" });
    }
    await user.clear(box);
    await user.type(box, "thirtyfour");
    await within(dialog).findByText("Nothing is called that.");
  });
});

describe("the support bundle", () => {
  it("is read before it is written", async () => {
    const { user, fake } = await openSettings();
    await user.click(await screen.findByRole("button", { name: "Support bundle" }));
    const dialog = await screen.findByRole("dialog", { name: "Support bundle" });
    await within(dialog).findByText(/Daybook support bundle/);
    expect(askedOf(fake, "support_export")).toEqual([]);
    expect(await flaws(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Write it into a file" }));
    await within(dialog).findByText("profile/exports/support.txt");
    expect(askedOf(fake, "support_export")).toEqual([{}]);
  });

  it("says why it could not be written", async () => {
    const { user, fake } = await openSettings();
    fake.answers.support_export = async () => {
      throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
    };
    await user.click(await screen.findByRole("button", { name: "Support bundle" }));
    await user.click(await screen.findByRole("button", { name: "Write it into a file" }));
    await screen.findByRole("alert");
  });

  it("is not for who may not connect practices", async () => {
    const person = { id: "b2", name: "Ben Ross", role: "frontDesk" } as const;
    await openSettings({ people: [person], session: { seat: seatOf(person) } });
    await screen.findByRole("button", { name: "Licences" });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Support bundle" })).toBeNull());
  });
});
