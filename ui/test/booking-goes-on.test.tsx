import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PersonView } from "../src/ipc/bindings.ts";
import type { Fake, FakeStart } from "../src/ipc/fake.ts";
import { locked, seatOf } from "../src/ipc/fake-people.ts";
import { askedOf, openSchedule } from "./open.tsx";

const ANA: PersonView = { id: "a1", name: "Ana Lee", role: "manager" };
const SEATED = { people: [ANA], session: { seat: seatOf(ANA) } };

const box = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const dialogOf = async (name: string | RegExp) => within(await screen.findByRole("dialog", { name }));

/** A time was chosen, for whom is asked now. */
async function openWhom(start: FakeStart = {}) {
  const opened = await openSchedule(start);
  await opened.user.keyboard("B");
  const dialog = await dialogOf("Find a time");
  (await dialog.findByRole("listbox", { name: "Open times" })).focus();
  await opened.user.keyboard("{ArrowDown}{Enter}");
  await screen.findByRole("combobox", { name: "Whom is it for?" });
  return opened;
}

type User = Awaited<ReturnType<typeof openWhom>>["user"];

async function toRegister(user: User) {
  await user.keyboard("Marsh, Ada");
  await user.click(await screen.findByRole("button", { name: /^Register/ }));
  await screen.findByRole("heading", { name: "Register a patient" });
}

/** The console asks, hears that it is kept, and locks; and is unlocked. */
async function lockAndBack(fake: Fake, user: User) {
  const before = askedOf(fake, "console_kept").length;
  act(() => fake.tell({ event: "keep" }));
  await waitFor(() => expect(askedOf(fake, "console_kept")).toHaveLength(before + 1));
  fake.session = { ...fake.session, ...locked([ANA]) };
  act(() => fake.tell({ event: "changed", tags: ["session"] }));
  await screen.findByRole("heading", { name: "Daybook is locked" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
  await user.keyboard("482915{Enter}");
}

async function choosePatient(user: User) {
  await user.keyboard("okafor, miriam");
  await screen.findByRole("option", { name: /Okafor, Miriam/ });
  await user.keyboard("{Enter}");
  return dialogOf(/^Book a visit: Okafor, Miriam/);
}

describe("a booking", () => {
  it("goes on with whoever was registered for it, at the time that was chosen", async () => {
    const { user, fake } = await openWhom();
    await toRegister(user);
    await user.type(box("Born"), "3/14/1979");
    await user.type(box("Mobile phone"), "3195550142");
    await user.selectOptions(box("Registered at"), "Main Street");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await within(screen.getByRole("main")).findByText("athenahealth knows nobody like them.");
    await user.click(screen.getByRole("checkbox", { name: /^Name/ }));
    await user.click(screen.getByRole("checkbox", { name: /^Born/ }));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("heading", { name: "Registering Marsh, Ada" });
    fake.writes.move("d1", "saved", { patient: "41882", end: "answer" });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await screen.findByRole("button", { name: "Card" });
    await user.click(screen.getByRole("button", { name: "Back to the booking" }));
    const dialog = await dialogOf(/^Book a visit: Okafor, Miriam/);
    await user.click(await dialog.findByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await waitFor(() => expect(askedOf(fake, "visit_book")).toHaveLength(1));
    expect(askedOf(fake, "visit_book")[0]).toMatchObject({ slot: "9001", patient: "41882" });
  });

  it("is gone back to where nobody is registered, with what was typed to find them", async () => {
    const { user } = await openWhom();
    await toRegister(user);
    await user.keyboard("{Escape}");
    await screen.findByRole("dialog");
    expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Whom is it for?" }).value).toBe(
      "Marsh, Ada",
    );
  });

  it("stands after a lock as it stood, and what was sent is not sent again", async () => {
    const { user, fake } = await openWhom(SEATED);
    let dialog = await choosePatient(user);
    await user.type(await dialog.findByRole("textbox", { name: "Note" }), "Wheelchair.");
    await user.click(dialog.getByRole("checkbox", { name: /^Name/ }));
    await lockAndBack(fake, user);
    dialog = await dialogOf(/^Book a visit: Okafor, Miriam/);
    expect((await dialog.findByRole<HTMLInputElement>("textbox", { name: "Note" })).value).toBe(
      "Wheelchair.",
    );
    expect(dialog.getByRole<HTMLInputElement>("checkbox", { name: /^Name/ }).checked).toBe(true);
    await user.click(dialog.getByRole("checkbox", { name: /^Born/ }));
    await user.click(dialog.getByRole("button", { name: "Book it" }));
    await dialog.findByText("Being booked.");
    await lockAndBack(fake, user);
    dialog = await dialogOf(/^Book a visit: Okafor, Miriam/);
    await dialog.findByText("Being booked.");
    expect(askedOf(fake, "visit_book")).toHaveLength(1);
    expect(dialog.queryByRole("button", { name: "Book it" })).toBeNull();
  });

  it("has nobody made sure of who was not looked at: another patient's ticks are not theirs", async () => {
    const { user } = await openWhom();
    const dialog = await choosePatient(user);
    await user.click(await dialog.findByRole("checkbox", { name: /^Name/ }));
    await user.click(dialog.getByRole("button", { name: "Other times" }));
    await user.click(await dialog.findByRole("button", { name: "For somebody else" }));
    await user.keyboard("walsh, brigid");
    await screen.findByRole("option", { name: /Walsh, Brigid/ });
    await user.keyboard("{Enter}");
    const other = await dialogOf(/^Book a visit: Walsh, Brigid/);
    (await other.findByRole("listbox", { name: "Open times" })).focus();
    await user.keyboard("{Enter}");
    expect((await other.findByRole<HTMLInputElement>("checkbox", { name: /^Name/ })).checked).toBe(false);
  });
});
