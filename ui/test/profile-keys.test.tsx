import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { FakeStart } from "../src/ipc/fake.ts";
import { FAKE_CODE } from "../src/ipc/fake-keys.ts";
import { FAKE_PIN, seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, open } from "./open.tsx";

async function openKeys(start: FakeStart = {}, prepare?: Parameters<typeof open>[1]) {
  const opened = open(start, prepare);
  await opened.user.click(await screen.findByRole("link", { name: "Settings" }));
  const card = await screen.findByRole("region", { name: "Keys and recovery" });
  await within(card).findByRole("heading", { name: "Recovery code" });
  return { ...opened, card };
}

async function faults(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return found.violations.map(({ id }) => id);
}

describe("keys in the settings", () => {
  it("shows a recovery code once, and takes it into use when the end of it is typed from paper", async () => {
    const { user, fake, card } = await openKeys();
    expect(card.textContent).toContain("Nobody has one.");
    await user.click(within(card).getByRole("button", { name: "Make a recovery code" }));
    const dialog = await screen.findByRole("dialog", { name: "Write this recovery code down" });
    for (const group of FAKE_CODE.split("-")) {
      expect(within(dialog).getByText(group)).toBeTruthy();
    }
    expect(await faults()).toEqual([]);
    await user.keyboard("6YZB{Enter}");
    await within(dialog).findByText("These are not the last four characters of the code.");
    expect(askedOf(fake, "recovery_note"), "a slip is not taken for having it").toEqual([]);
    await user.keyboard("{Backspace}a{Enter}");
    await within(card).findByText(/Somebody wrote one down/);
    expect(askedOf(fake, "recovery_note")).toEqual([{}]);
    expect(document.body.textContent, "and it is nowhere any more").not.toContain("7K3M");
  });

  it("leaves a code that nobody wrote down out of use", async () => {
    const { user, fake, card } = await openKeys();
    await user.click(within(card).getByRole("button", { name: "Make a recovery code" }));
    await user.click(await screen.findByRole("button", { name: "Not now" }));
    expect(askedOf(fake, "recovery_note")).toEqual([]);
    expect(card.textContent).toContain("Nobody has one.");
  });

  it("changes the key and shows the code that goes with it", async () => {
    const { user, fake, card } = await openKeys();
    await user.click(within(card).getByRole("button", { name: "Change the key…" }));
    const asking = await screen.findByRole("alertdialog", { name: "Change the key?" });
    expect(await faults()).toEqual([]);
    await user.click(within(asking).getByRole("button", { name: "Change the key" }));
    await screen.findByRole("dialog", { name: "Write this recovery code down" });
    expect(askedOf(fake, "key_change")).toEqual([{}]);
  });

  it("says that the code before is dead once the key is another, until somebody has the next", async () => {
    const { user, card } = await openKeys();
    const make = async (name: string) => {
      await user.click(within(card).getByRole("button", { name }));
      await screen.findByRole("dialog", { name: "Write this recovery code down" });
      await user.keyboard("6YZA{Enter}");
      await within(card).findByText(/Somebody wrote one down/);
    };
    await make("Make a recovery code");
    await user.click(within(card).getByRole("button", { name: "Change the key…" }));
    await user.click(await screen.findByRole("button", { name: "Change the key" }));
    await user.click(await screen.findByRole("button", { name: "Not now" }));
    await within(card).findByText("The recovery code that was written down opens nothing any more.");
    expect(card.textContent).toContain("Make another, write it down");
    await make("Make a recovery code");
    expect(
      within(card).queryByText("The recovery code that was written down opens nothing any more."),
    ).toBeNull();
  });

  it("asks for the passphrase where there is one, and says when it is another", async () => {
    const { user, fake, card } = await openKeys({}, (each) => {
      each.answers.keys_read = async () => ({
        passphrase: true,
        recovery: true,
        recoveryEnded: false,
        folder: "exports",
        retention: { recents: null, writes: null, people: null },
      });
      each.answers.key_change = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "wrongKey" } });
      };
    });
    await user.click(within(card).getByRole("button", { name: "Change the key…" }));
    await user.type(await screen.findByLabelText("Your passphrase"), "seven quiet otters{Enter}");
    await screen.findByText("That key does not open this profile");
    expect(askedOf(fake, "key_change")).toEqual([{ passphrase: "seven quiet otters" }]);
  });

  it("exports under a passphrase that is typed twice, and says where the file is", async () => {
    const { user, fake, card } = await openKeys();
    await user.click(within(card).getByRole("button", { name: "Export for another computer…" }));
    await user.type(await screen.findByLabelText("A passphrase for the file"), "seven quiet otters");
    await user.type(screen.getByLabelText("The passphrase once more"), "seven quiet otter{Enter}");
    await screen.findByText("The two are not the same.");
    expect(askedOf(fake, "vault_export")).toEqual([]);
    expect(await faults()).toEqual([]);
    await user.type(screen.getByLabelText("The passphrase once more"), "s{Enter}");
    await screen.findByText(/The file is .*daybook-vault/);
    expect(askedOf(fake, "vault_export")).toEqual([{ passphrase: "seven quiet otters" }]);
  });

  it("says how long things are kept, and keeps the audit for ever", async () => {
    const { user, fake, card } = await openKeys();
    expect(card.textContent).toContain("Nor is the audit");
    await user.click(within(card).getByRole("button", { name: /Patients lately opened/ }));
    await user.click(await screen.findByRole("option", { name: "30 days" }));
    expect(askedOf(fake, "retention_set")).toEqual([{ retention: { recents: 30, writes: 90, people: 730 } }]);
    await within(card).findByRole("button", { name: /30 days/ });
  });

  it("asks whoever sits there for their PIN before a code, another key or an export", async () => {
    const ana = { id: "p1", name: "Ana Ruiz", role: "manager" } as const;
    const { user, fake, card } = await openKeys({ people: [ana], session: { seat: seatOf(ana) } });
    const say = async (act: string, yes: string, command: string, before = async () => {}) => {
      await user.click(within(card).getByRole("button", { name: act }));
      await before();
      await user.type(await screen.findByLabelText("Your PIN, once more"), "111112");
      await user.click(screen.getByRole("button", { name: yes }));
      await screen.findByText("That is not this person's PIN.");
      await user.type(screen.getByLabelText("Your PIN, once more"), FAKE_PIN);
      await user.click(screen.getByRole("button", { name: yes }));
      await waitFor(() => expect(screen.queryByLabelText("Your PIN, once more")).toBeNull());
      expect(askedOf(fake, command).map((each) => (each as { pin: string }).pin)).toEqual([
        "111112",
        FAKE_PIN,
      ]);
      await user.keyboard("{Escape}");
    };
    await say("Make a recovery code", "Make it", "recovery_make");
    await say("Change the key…", "Change the key", "key_change");
    await say("Export for another computer…", "Export", "vault_export", async () => {
      await user.type(screen.getByLabelText("A passphrase for the file"), "seven quiet otters");
      await user.type(screen.getByLabelText("The passphrase once more"), "seven quiet otters");
    });
  });

  it("is a manager's", async () => {
    const ana = { id: "p1", name: "Ana Ruiz", role: "frontDesk" } as const;
    open({
      people: [ana],
      session: { seat: { seat: "person", person: ana, permissions: ["useConsole"], idleMinutes: 10 } },
    });
    (await screen.findByRole("link", { name: "Settings" })).click();
    await screen.findByText(/A manager makes recovery codes/);
    expect(screen.queryByRole("button", { name: "Change the key…" })).toBeNull();
  });
});

describe("the way back", () => {
  it("takes the recovery code where the keychain lost the key", async () => {
    const { user, fake } = open(
      { session: { stage: { stage: "stuck", trouble: { kind: "keyGone" } } } },
      (each) => {
        const answers = [
          new Failed({ code: "invalid", field: "recoveryCode" }),
          new Failed({ code: "wrongRecoveryCode" }),
        ];
        each.answers.profile_recover = async () => {
          const failed = answers.shift();
          if (failed !== undefined) {
            throw failed;
          }
          each.session = { ...each.session, stage: { stage: "ready" } };
          return each.session;
        };
      },
    );
    await user.click(await screen.findByRole("button", { name: "Use the recovery code…" }));
    await user.type(screen.getByLabelText("The code, as it was written down"), `${FAKE_CODE}{Enter}`);
    await screen.findByText(/A letter of it is another, or missing/);
    expect(await faults()).toEqual([]);
    await user.keyboard("{Enter}");
    await screen.findByText("That recovery code is none of this profile's.");
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
    expect(askedOf(fake, "profile_recover")[0]).toEqual({ code: FAKE_CODE });
  });

  it("takes a new passphrase with the code where one is forgotten", async () => {
    const { user, fake } = open({ session: { stage: { stage: "needsPassphrase" } } });
    await user.click(await screen.findByRole("button", { name: "Use the recovery code…" }));
    await user.type(screen.getByLabelText("The code, as it was written down"), FAKE_CODE);
    await user.type(screen.getByLabelText("A new passphrase"), "nine loud herons{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
    expect(askedOf(fake, "profile_recover")).toEqual([{ code: FAKE_CODE, passphrase: "nine loud herons" }]);
  });

  it("offers none where no key is missing", async () => {
    open({ session: { stage: { stage: "stuck", trouble: { kind: "diskFull" } } } });
    await screen.findByRole("heading", { name: "The disk is full" });
    expect(screen.queryByRole("button", { name: "Use the recovery code…" })).toBeNull();
  });

  it("restores what another computer exported", async () => {
    const { user, fake } = open({
      session: { stage: { stage: "firstRun", keychain: "ready" } },
      connection: null,
    });
    await user.click(await screen.findByRole("button", { name: "Restore from another computer…" }));
    await screen.findByRole("button", { name: /Nov 20, 2026/ });
    await user.type(screen.getByLabelText("The passphrase of the file"), "seven quiet otters");
    expect(await faults()).toEqual([]);
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Open a practice" });
    expect(askedOf(fake, "vault_restore")).toEqual([
      { name: "vault-2026-11-20-083000.daybook-vault", passphrase: "seven quiet otters" },
    ]);
  });

  it("says where the file belongs until it is there", async () => {
    const rows = [{ name: "v.daybook-vault", exported: "2026-11-20T08:30:00Z" }];
    let there: typeof rows = [];
    const { user } = open(
      { session: { stage: { stage: "firstRun", keychain: "absent" } }, connection: null },
      (each) => {
        const kept = { folder: "data/daybook/exports", replaces: "nothing", ownPassphrase: true } as const;
        each.answers.vault_list = async () => ({ rows: there, ...kept });
      },
    );
    await user.click(await screen.findByRole("button", { name: "Restore from another computer…" }));
    await screen.findByText("Put the file into data/daybook/exports. It is listed here then.");
    there = rows;
    await user.click(screen.getByRole("button", { name: "Look again" }));
    await screen.findByLabelText("A passphrase for this computer");
  });
});

describe("an export, where Daybook was looked at already", () => {
  it("is restored from the first screen once the demo was removed", async () => {
    const { user, fake } = open({ session: { stage: { stage: "noPractice" } }, connection: null });
    await user.click(await screen.findByRole("button", { name: "Restore from another computer…" }));
    await screen.findByText(/The demo practice and what was set here make way for it/);
    await user.type(screen.getByLabelText("The passphrase of the file"), "seven quiet otters{Enter}");
    await waitFor(() => expect(askedOf(fake, "vault_restore")).toHaveLength(1));
  });

  it("is restored from the settings, and says what makes way", async () => {
    const { user, fake, card } = await openKeys();
    await user.click(within(card).getByRole("button", { name: "Restore from another computer…" }));
    await within(card).findByText(/nothing of them is erased/);
    within(card).getByRole("heading", { name: "Restore an export", level: 3 });
    const words = within(card).getByLabelText("The passphrase of the file");
    await waitFor(() => expect(document.activeElement).toBe(words));
    expect(await faults()).toEqual([]);
    fake.answers.vault_restore = async () => {
      throw new Failed({ code: "notRestored", why: "wrongPassphrase" });
    };
    await user.type(words, "eight quiet otters{Enter}");
    await within(card).findByText("That passphrase does not open the file.");
    delete fake.answers.vault_restore;
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Choose a practice" });
  });

  it("says why it is not restored over people or practices", async () => {
    const { user, fake, card } = await openKeys({ connection: { environment: { kind: "preview" } } });
    await user.click(within(card).getByRole("button", { name: "Restore from another computer…" }));
    await within(card).findByText(/An export takes the place of everything here/);
    expect(within(card).queryByLabelText("The passphrase of the file")).toBeNull();
    await user.click(within(card).getByRole("button", { name: "Back" }));
    await within(card).findByRole("button", { name: "Restore from another computer…" });
    expect(askedOf(fake, "vault_restore")).toEqual([]);
  });
});

describe("the first practice", () => {
  it("offers a code with one of athenahealth's, and keeps nobody from going on", async () => {
    const { user, fake } = open({ session: { stage: { stage: "noPractice" } }, connection: null });
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.type(screen.getByLabelText("Practice id"), "195900");
    await user.type(screen.getByLabelText("Client id"), "id");
    await user.type(screen.getByLabelText("Client secret"), "secret{Enter}");
    await user.click(await screen.findByRole("button", { name: "Show the recovery code" }));
    await screen.findByRole("group", { name: "Recovery code" });
    await user.type(screen.getByLabelText(/The last four characters/), "6yza{Enter}");
    await user.click(await screen.findByRole("button", { name: "Open the practice" }));
    await screen.findByRole("link", { name: "Schedule" });
    expect(askedOf(fake, "recovery_note")).toEqual([{}]);
  });

  it("says nothing of it with the demo practice", async () => {
    const { user, fake } = open({ session: { stage: { stage: "noPractice" } }, connection: null });
    await user.click(await screen.findByRole("button", { name: "Explore the demo practice" }));
    await screen.findByRole("button", { name: "Open the practice" });
    expect(askedOf(fake, "keys_read")).toEqual([]);
  });
});
