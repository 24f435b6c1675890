import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { PersonView, Seat } from "../src/ipc/bindings.ts";
import { FAKE_AT_ATHENA, locked, seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, NOW, open, openSchedule } from "./open.tsx";

const ANA: PersonView = { id: "a1", name: "Ana Lee", role: "manager" };
const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "frontDesk" };

async function openPeople(start = {}) {
  const opened = await openSchedule(start);
  await opened.user.keyboard("ge");
  await screen.findByRole("heading", { name: "People & roles" });
  return opened;
}

describe("people and roles", () => {
  it("says that nobody is told apart, and makes the first one a manager", async () => {
    const { user, fake } = await openPeople();
    await screen.findByText(/Nobody is told apart from anybody here/);
    await user.click(await screen.findByRole("button", { name: "Add the first manager" }));
    const dialog = await screen.findByRole("dialog", { name: "Add the first manager" });
    await user.type(within(dialog).getByLabelText("Name"), "Ana Lee");
    await user.type(within(dialog).getByLabelText("PIN"), "482915");
    await user.type(within(dialog).getByLabelText("The PIN once more"), "482951{Enter}");
    await within(dialog).findByText("It is not the PIN above. Type both anew.");
    expect(askedOf(fake, "person_add"), "a PIN that was mistyped is nobody's").toEqual([]);
    await user.clear(within(dialog).getByLabelText("The PIN once more"));
    await user.type(within(dialog).getByLabelText("The PIN once more"), "482915{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "person_add")).toEqual([{ name: "Ana Lee", role: "manager", pin: "482915" }]);
    await screen.findByText("Ana Lee is signed in, as manager.");
    await screen.findByRole("button", { name: "Change: Ana Lee" });
  });

  it("says at the name that another has it", async () => {
    const { user, fake } = await openPeople({ people: [ANA, BEN], session: { seat: seatOf(ANA) } });
    await user.click(await screen.findByRole("button", { name: "Change: Ben Ross" }));
    const dialog = await screen.findByRole("dialog", { name: "Change Ben Ross" });
    fake.answers.person_change = async () => {
      throw new Failed({ code: "nameTaken" });
    };
    const name = within(dialog).getByLabelText("Name");
    await user.clear(name);
    await user.type(name, "ana lee{Enter}");
    const said = await within(dialog).findByText(/Somebody else here has that name/);
    expect(name.getAttribute("aria-describedby")).toContain(said.closest("[id]")?.id);
  });

  it("shows what each role may do, from the table that dispatch checks", async () => {
    await openPeople({ people: [ANA, BEN], session: { seat: seatOf(ANA) } });
    const table = await screen.findByRole("table", { name: "What each role may do" });
    const row = within(table).getByRole("row", { name: /see patients/ });
    const cells = within(row).getAllByRole("cell");
    expect(cells.map((cell) => cell.textContent)).toEqual(["yes", "yes", "yes", "no", "yes"]);
  });

  it("shows that table to whoever sits here", async () => {
    await openPeople({ people: [ANA, BEN], session: { seat: seatOf(BEN) } });
    const table = await screen.findByRole("table", { name: "What each role may do" });
    expect(within(table).getByRole("row", { name: /read the audit/ }).textContent).toMatch(/yes$/);
  });

  it("shows no list to who may not manage people", async () => {
    const { fake } = await openPeople({ people: [ANA, BEN], session: { seat: seatOf(BEN) } });
    await screen.findByText(/Ben Ross is signed in, as front desk/);
    expect(askedOf(fake, "people_list")).toEqual([]);
  });

  it("changes a person, asks before it removes one, and says at the field what is wrong", async () => {
    const { user, fake } = await openPeople({ people: [ANA, BEN], session: { seat: seatOf(ANA) } });
    await user.click(await screen.findByRole("button", { name: "Change: Ben Ross" }));
    const dialog = await screen.findByRole("dialog", { name: "Change Ben Ross" });
    await user.click(within(dialog).getByRole("radio", { name: "biller" }));
    fake.answers.person_change = async () => {
      throw new Failed({ code: "invalid", field: "pin" });
    };
    await user.type(within(dialog).getByLabelText("Another PIN"), "1");
    await user.type(within(dialog).getByLabelText("The PIN once more"), "1{Enter}");
    await within(dialog).findByText(/Use six to twelve digits, no row such as 123456/);
    delete fake.answers.person_change;
    await user.clear(within(dialog).getByLabelText("Another PIN"));
    await user.clear(within(dialog).getByLabelText("The PIN once more"));
    await user.type(within(dialog).getByLabelText("Another PIN"), "{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "person_change").at(-1)).toEqual({ person: "b2", name: "Ben Ross", role: "biller" });

    await user.click(await screen.findByRole("button", { name: "Remove: Ben Ross" }));
    await screen.findByRole("alertdialog", { name: "Remove Ben Ross?" });
    await user.click(screen.getByRole("button", { name: "Remove them" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Change: Ben Ross" })).toBeNull());
  });
});

describe("the lock", () => {
  it("leaves nothing of the practice in the window, and comes back to the same place", async () => {
    const { user, client, renewed } = await openSchedule({
      people: [ANA, BEN],
      session: { seat: seatOf(ANA) },
    });
    await user.keyboard("/");
    await user.keyboard("okafor{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await user.keyboard("{Escape}");
    await user.click(document.body);
    const before = client();
    await user.keyboard("L");
    await screen.findByRole("heading", { name: "Daybook is locked" });
    expect(document.body.textContent).not.toMatch(/okafor|Cedar Valley/i);
    expect(renewed(), "the page itself is another").toBe(1);
    expect(client()).not.toBe(before);
    const kept = client().getQueryCache().getAll();
    expect(kept.map((query) => query.queryKey[0])).toEqual(["session_read"]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
    await user.keyboard("482915{Enter}");
    const box = await screen.findByRole("combobox", { name: "Find a patient" });
    expect((box as HTMLInputElement).value).toBe("okafor");
  });

  it("comes back to the same place where the console tells that it is open before it answers", async () => {
    const { user, fake } = await openSchedule({ people: [ANA], session: { seat: seatOf(ANA) } });
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "Sync" });
    await user.keyboard("L");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
    const noted = askedOf(fake, "place_note").at(-1) as { place: string };
    fake.answers.person_sign_in = async () => {
      fake.session = { ...fake.session, stage: { stage: "ready" }, seat: seatOf(ANA) };
      fake.tell({ event: "changed", tags: ["session", "connections"] });
      await new Promise((done) => setTimeout(done, 50));
      return { ...fake.session, place: noted.place };
    };
    await user.keyboard("482915{Enter}");
    await screen.findByRole("heading", { name: "Sync" });
  });

  it("comes back to the same place where it was locked by no key", async () => {
    const { user, fake } = await openSchedule({ people: [ANA], session: { seat: seatOf(ANA) } });
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "Sync" });
    await waitFor(() => expect(JSON.stringify(askedOf(fake, "place_note").at(-1))).toContain("/sync"));
    fake.session = { ...fake.session, ...locked([ANA]) };
    fake.tell({ event: "changed", tags: ["session"] });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
    await user.keyboard("482915{Enter}");
    await screen.findByRole("heading", { name: "Sync" });
  });

  it("does what was asked for by key while it unlocked, and nothing that was asked for before", async () => {
    const { user, fake } = await openSchedule({ people: [ANA], session: { seat: seatOf(ANA) } });
    const palette = () => screen.queryByRole("combobox", { name: "Find or do anything" });
    const locks = async () => {
      await user.keyboard("L");
      await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
    };
    await locks();
    await user.keyboard("{Control>}k{/Control}482915{Enter}");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    expect(palette()).toBeNull();

    await locks();
    let answer = () => {};
    fake.answers.person_sign_in = async () => {
      await new Promise<void>((done) => {
        answer = done;
      });
      fake.session = { ...fake.session, stage: { stage: "ready" }, seat: seatOf(ANA) };
      return { ...fake.session, place: null };
    };
    await user.keyboard("482915{Enter}");
    await waitFor(() => expect(askedOf(fake, "person_sign_in")).toHaveLength(2));
    await user.keyboard("{Control>}k{/Control}");
    expect(palette()).toBeNull();
    answer();
    await waitFor(() => expect(palette()).not.toBeNull());
  });

  it("gives another person a place of their own, and the first theirs when they are back", async () => {
    const { user } = await openSchedule({ people: [ANA, BEN], session: { seat: seatOf(ANA) } });
    const unlock = async (name: string) => {
      await user.keyboard("L");
      await user.click(await screen.findByRole("button", { name }));
      await user.keyboard("482915{Enter}");
    };
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "Sync" });
    await unlock("Ben Ross");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("gw");
    await screen.findByRole("heading", { name: "Writes" });
    await unlock("Ana Lee");
    await screen.findByRole("heading", { name: "Sync" });
    await unlock("Ben Ross");
    await screen.findByRole("heading", { name: "Writes" });
  });

  it("locks while something is typed, and in a dialog, by the strokes that type nothing", async () => {
    const { user, fake } = await openSchedule({ people: [ANA, BEN], session: { seat: seatOf(ANA) } });
    await user.keyboard("/");
    const box = await screen.findByRole("combobox", { name: "Find a patient" });
    await user.type(box, "L");
    expect((box as HTMLInputElement).value).toBe("L");
    expect(askedOf(fake, "console_lock")).toEqual([]);
    await user.keyboard("{Control>}l{/Control}");
    await screen.findByRole("heading", { name: "Daybook is locked" });
    await user.click(screen.getByRole("button", { name: "Ana Lee" }));
    await user.keyboard("482915{Enter}");
    await screen.findByRole("combobox", { name: "Find a patient" });
    await user.click(document.body);
    await user.keyboard("?");
    await screen.findByRole("dialog");
    await user.keyboard("L");
    expect(askedOf(fake, "console_lock")).toHaveLength(1);
    await user.keyboard("{Control>}l{/Control}");
    await screen.findByRole("heading", { name: "Daybook is locked" });
  });

  it("asks for the passphrase first where there is one", async () => {
    const { user, fake } = open({ people: [ANA], session: locked([ANA], true) });
    await screen.findByLabelText("Passphrase");
    fake.answers.profile_open = async () => {
      throw new Failed({ code: "profile", trouble: { kind: "wrongKey" } });
    };
    await user.keyboard("four quiet words{Enter}");
    await screen.findByText(/Check the passphrase/);
    delete fake.answers.profile_open;
    await user.keyboard("four plain words{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
    await user.keyboard("482915{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
  });

  it("opens with the passphrase alone, or one press, where nobody is told apart", async () => {
    const alone = open({ session: locked([], true) });
    await screen.findByLabelText("Passphrase");
    await alone.user.keyboard("four plain words{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
    alone.unmount();
    const { user } = open({ session: locked([]) });
    await screen.findByRole("button", { name: "Unlock" });
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
  });

  it("says which keychain does not give the key, and stays locked", async () => {
    const { user } = open({ people: [ANA], session: locked([ANA]) }, (fake) => {
      fake.answers.person_sign_in = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "keychainSilent" } });
      };
    });
    await screen.findByLabelText("PIN");
    await user.keyboard("482915{Enter}");
    await screen.findByText("The keychain has not answered yet");
    expect(screen.getByRole("heading", { name: "Daybook is locked" })).toBeTruthy();
  });

  it("says when the PIN is wrong, and when it is not tried for a while", async () => {
    const { user, fake } = open({ people: [ANA], session: locked([ANA]) });
    await screen.findByRole("heading", { name: "Ana Lee" });
    await user.keyboard("111112{Enter}");
    await screen.findByText("That is not this person's PIN.");
    fake.answers.person_sign_in = async () => {
      throw new Failed({ code: "tooManyTries", retryAfterMs: 60_000 });
    };
    await user.keyboard("482915{Enter}");
    await screen.findByText(/Try again in 1 min\./);
    expect(screen.queryByRole("navigation"), "nothing else is there").toBeNull();
  });

  it("counts down while a PIN rests, for the eye alone, and lets it be tried again by itself", async () => {
    let now = NOW;
    const ticks = new Set<() => void>();
    const clock = {
      now: () => now,
      every: (_: number, tick: () => void) => {
        ticks.add(tick);
        return () => ticks.delete(tick);
      },
    };
    const pass = (seconds: number) =>
      act(() => {
        now += seconds * 1_000;
        for (const tick of ticks) {
          tick();
        }
      });
    const { user, fake } = open({ people: [ANA], session: locked([ANA]) }, undefined, clock);
    await screen.findByRole("heading", { name: "Ana Lee" });
    fake.answers.person_sign_in = async () => {
      throw new Failed({ code: "tooManyTries", retryAfterMs: 30_000 });
    };
    await user.keyboard("482914{Enter}");
    const alert = await screen.findByRole("alert");
    const heard = () => [...alert.children].filter((each) => !each.hasAttribute("aria-hidden"));
    const first = heard().map((each) => each.textContent);
    expect(first.join(" ")).toContain("Try again in 30 s.");
    await within(alert).findByText("You can try again in 30 s.");
    pass(12);
    await within(alert).findByText("You can try again in 19 s.");
    expect(heard().map((each) => each.textContent)).toEqual(first);
    delete fake.answers.person_sign_in;
    await user.keyboard("482915{Enter}");
    expect(askedOf(fake, "person_sign_in"), "nothing is tried meanwhile").toHaveLength(1);
    pass(19);
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    await screen.findByText("The PIN or passphrase can be tried again.");
    await user.click(screen.getByRole("button", { name: "Unlock" }));
    await screen.findByRole("link", { name: "Schedule" });
  });

  it("is shown once any answer says that it is locked", async () => {
    const { user, fake } = await openSchedule({ people: [ANA], session: { seat: seatOf(ANA) } });
    fake.session = { ...fake.session, ...locked([ANA]) };
    fake.answers.sync_read = async () => {
      throw new Failed({ code: "locked" });
    };
    await user.keyboard("gy");
    fake.tell({ event: "changed", tags: ["sync"] });
    await screen.findByRole("heading", { name: "Daybook is locked" });
  });

  it("says where nobody could unlock it", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("L");
    await waitFor(() => expect(askedOf(fake, "console_lock")).toHaveLength(1));
    await screen.findByText(/Nobody has a PIN to unlock it with/);
  });

  it("tells the console that it was touched, and not at every touch", async () => {
    const { user, fake } = await openSchedule({ people: [ANA], session: { seat: seatOf(ANA) } });
    await user.keyboard("]]");
    expect(askedOf(fake, "console_touch")).toHaveLength(1);
  });

  it.each<[string, Seat]>([
    ["somebody who signed in at athenahealth", FAKE_AT_ATHENA],
    ["whoever it is where nobody was added", { seat: "everybody" }],
  ])("tells it for %s too", async (_, seat) => {
    const { user, fake } = await openSchedule({ session: { seat } });
    await user.keyboard("]]");
    expect(askedOf(fake, "console_touch")).toHaveLength(1);
  });

  it.each(["light", "dark"] as const)("is clean to axe in %s", async (theme) => {
    const closed = open({
      people: [ANA, BEN],
      session: locked([ANA, BEN]),
      preferences: { theme },
    });
    await screen.findByRole("button", { name: "Ben Ross" });
    const rules = { "color-contrast": { enabled: false } };
    expect((await axe.run(closed.container, { rules })).violations).toEqual([]);
    closed.unmount();
    const { container } = await openPeople({
      people: [ANA, BEN],
      session: { seat: seatOf(ANA) },
      preferences: { theme },
    });
    await screen.findByRole("table", { name: "What each role may do" });
    expect((await axe.run(container, { rules })).violations).toEqual([]);
  });
});
