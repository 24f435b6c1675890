import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { PersonView } from "../src/ipc/bindings.ts";
import { FAKE_CODE } from "../src/ipc/fake-keys.ts";
import { FAKE_PIN, locked, seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, open, openSchedule } from "./open.tsx";

const ANA: PersonView = { id: "a1", name: "Ana Lee", role: "manager" };
const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "frontDesk" };

async function forgotten(recovery: boolean) {
  const opened = open({ people: [ANA], session: locked([ANA], false, recovery) });
  await opened.user.click(await screen.findByRole("button", { name: "Forgot your PIN?" }));
  return opened;
}

async function typeTwice(user: ReturnType<typeof open>["user"], pin: string, again = pin) {
  for (const [label, typed] of [
    ["Your new PIN", pin],
    ["The PIN once more", again],
  ] as const) {
    await user.clear(screen.getByLabelText(label));
    await user.type(screen.getByLabelText(label), typed);
  }
}

describe("a PIN that is forgotten", () => {
  it("is replaced by the recovery code, with another that is typed twice", async () => {
    const { user, fake, container } = await forgotten(true);
    const form = await screen.findByRole("form", { name: "A new PIN for Ana Lee" });
    within(form).getByText(/A manager gives you another/);
    const code = within(form).getByLabelText("The recovery code");
    await waitFor(() => expect(document.activeElement).toBe(code));
    expect((await axe.run(container)).violations).toEqual([]);
    await user.type(code, FAKE_CODE);
    expect(code.getAttribute("type"), "nobody reads it over a shoulder").toBe("password");
    const show = within(form).getByRole("button", { name: "Show: The recovery code", pressed: false });
    await user.click(show);
    expect(code.getAttribute("type")).toBe("text");
    await user.click(show);
    expect(code.getAttribute("type")).toBe("password");
    await typeTwice(user, "660318", "660381");
    await user.keyboard("{Enter}");
    await screen.findByText("It is not the PIN above. Type both anew.");
    expect(askedOf(fake, "pin_reset")).toEqual([]);
    await typeTwice(user, "660318");
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    expect(askedOf(fake, "pin_reset")).toEqual([{ person: "a1", code: FAKE_CODE, newPin: "660318" }]);
  });

  it("says at the field, or below, why it is not", async () => {
    const { user, fake } = await forgotten(true);
    await user.type(screen.getByLabelText("The recovery code"), FAKE_CODE.replace("7", "8"));
    await typeTwice(user, "660318");
    await user.keyboard("{Enter}");
    await screen.findByText("That recovery code is none of this profile's.");
    fake.answers.pin_reset = async () => {
      throw new Failed({ code: "invalid", field: "recoveryCode" });
    };
    await user.keyboard("{Enter}");
    await screen.findByText(/A letter of it is another, or missing/);
    fake.answers.pin_reset = async () => {
      throw new Failed({ code: "invalid", field: "pin" });
    };
    await user.keyboard("{Enter}");
    await screen.findByText(/Use six to twelve digits/);
    fake.answers.pin_reset = async () => {
      throw new Failed({ code: "forbidden", permission: "managePeople" });
    };
    await user.keyboard("{Enter}");
    await screen.findByText("You do not have the right to manage people.");
    await user.click(screen.getByRole("button", { name: "Back" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
  });

  it("says what to do where nobody has a recovery code, and asks before all is set aside", async () => {
    const { user, fake, container } = await forgotten(false);
    await screen.findByText(/nobody wrote a recovery code down/);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Back" })));
    expect((await axe.run(container)).violations).toEqual([]);
    expect(screen.queryByLabelText("The recovery code")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Set it aside and begin anew…" }));
    await user.click(await screen.findByRole("button", { name: "Set it aside" }));
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(askedOf(fake, "profile_set_aside")).toHaveLength(1);
  });

  it("is not asked about where the passphrase comes first", async () => {
    open({ people: [ANA], session: locked([ANA], true, true) });
    await screen.findByLabelText("Passphrase");
    expect(screen.queryByRole("button", { name: "Forgot your PIN?" })).toBeNull();
  });
});

describe("a keychain that does not give the key at the lock", () => {
  it.each([
    ["keychainAbsent", "The keychain does not answer"],
    ["keychainSilent", "The keychain has not answered yet"],
  ] as const)("has the recovery code offered, where somebody has one (%s)", async (kind, title) => {
    const { user, fake } = open({ people: [ANA], session: locked([ANA], false, true) });
    fake.answers.person_sign_in = async () => {
      throw new Failed({ code: "profile", trouble: { kind } });
    };
    await user.type(await screen.findByLabelText("PIN"), `${FAKE_PIN}{Enter}`);
    await screen.findByText(title);
    await user.click(await screen.findByRole("button", { name: "Use the recovery code…" }));
    await screen.findByLabelText("A new passphrase");
  });

  it("has none offered where nobody has one", async () => {
    const { user, fake } = open({ people: [ANA], session: locked([ANA], false, false) });
    fake.answers.person_sign_in = async () => {
      throw new Failed({ code: "profile", trouble: { kind: "keychainLocked" } });
    };
    await user.type(await screen.findByLabelText("PIN"), `${FAKE_PIN}{Enter}`);
    await screen.findByText("Your keychain is locked");
    expect(screen.queryByRole("button", { name: "Use the recovery code…" })).toBeNull();
  });
});

describe("one's own PIN", () => {
  it("is changed from the palette, by whoever works at the front desk", async () => {
    const { user, fake } = await openSchedule({ people: [ANA, BEN], session: { seat: seatOf(BEN) } });
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("pin");
    await user.click(await screen.findByRole("option", { name: /Change your PIN/ }));
    const dialog = await screen.findByRole("dialog", { name: "Change your PIN" });
    const before = within(dialog).getByLabelText("Your PIN as it is");
    await waitFor(() => expect(document.activeElement).toBe(before));
    expect((await axe.run(dialog)).violations).toEqual([]);
    await user.type(before, "999991");
    await typeTwice(user, "660318");
    await user.keyboard("{Enter}");
    await screen.findByText("That is not this person's PIN.");
    await user.type(before, FAKE_PIN);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "pin_change").at(-1)).toEqual({ pin: FAKE_PIN, newPin: "660318" });
    await screen.findByText("Your PIN is changed.");
  });

  it("is changed in the settings, and says at the field what is wrong", async () => {
    const { user, fake } = await openSchedule({ people: [ANA, BEN], session: { seat: seatOf(BEN) } });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: "Change your PIN" }));
    await screen.findByRole("dialog", { name: "Change your PIN" });
    await user.type(screen.getByLabelText("Your PIN as it is"), FAKE_PIN);
    await typeTwice(user, "660318", "1");
    await user.keyboard("{Enter}");
    await screen.findByText("It is not the PIN above. Type both anew.");
    expect(askedOf(fake, "pin_change")).toEqual([]);
    fake.answers.pin_change = async () => {
      throw new Failed({ code: "invalid", field: "pin" });
    };
    await typeTwice(user, "1");
    await user.keyboard("{Enter}");
    await screen.findByText(/Use six to twelve digits/);
    fake.answers.pin_change = async () => {
      throw new Failed({ code: "tooManyTries", retryAfterMs: 30_000 });
    };
    await user.keyboard("{Enter}");
    await screen.findByText("The PIN was wrong too often.");
  });

  it("is offered to nobody where nobody is told apart", async () => {
    const { user } = await openSchedule();
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("pin");
    await screen.findByRole("listbox", { name: "Results" });
    expect(screen.queryByRole("option", { name: /Change your PIN/ })).toBeNull();
  });
});
