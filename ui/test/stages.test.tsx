import { cleanup, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { troubleText } from "../src/failure-text.ts";
import type { Keychain, Permission, Stage, Trouble } from "../src/ipc/bindings.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, open } from "./open.tsx";

function at(stage: Stage) {
  return { session: { stage }, connection: null } as const;
}

function firstRun(keychain: Keychain) {
  return at({ stage: "firstRun", keychain });
}

const OVER = {
  session: {
    stage: { stage: "leaseOver", connection: "c1", lease: { unreachedMs: 347_000_000, hours: 72 } },
  },
} as const;

describe("a copy that was not at the network for too long", () => {
  it("says when athenahealth was last reached, and how long a copy opens without it", async () => {
    open(OVER);
    await screen.findByText(
      /^athenahealth was last reached 96 hours ago, and your practice lets a copy be opened for 72 hours without it\. Connect/,
    );
    cleanup();
    const long = { ...OVER.session.stage, lease: { unreachedMs: 50 * 86_400_000, hours: 168 } };
    open({ session: { stage: long } });
    await screen.findByText(/last reached 50 days ago, .* for 168 hours without it/);
    cleanup();
    open({ session: { stage: { ...OVER.session.stage, lease: null } } });
    await screen.findByText(/^athenahealth was not reached for as long as your practice lets/);
  });

  it("says how to open it, and asks at once where a person wants to", async () => {
    const { user, fake } = open(OVER, (each) => {
      each.answers.lease_reach = async () => {
        throw new Failed({ code: "offline" });
      };
    });
    await screen.findByRole("heading", {
      name: "The copy of Cedar Valley Family Medicine is closed for now",
    });
    await user.keyboard("{Enter}");
    await screen.findByText("athenahealth cannot be reached.");
    delete fake.answers.lease_reach;
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
  });
});

describe("emergency access", () => {
  it("says what it opens and that it is on record, and takes a reason", async () => {
    const { user, fake, container } = open(OVER);
    await user.click(await screen.findByRole("button", { name: "Emergency access…" }));
    await screen.findByRole("heading", { name: "Emergency access" });
    await screen.findByText(/looked at and for one hour/);
    await screen.findByText(/This reason, the time and each look go on record for ever; nobody is told/);
    expect(screen.queryByText(/Your name/), "nobody is told apart, so no name is on record").toBeNull();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
    const box = screen.getByLabelText("Why you need it");
    await waitFor(() => expect(document.activeElement).toBe(box));
    await user.keyboard("  no line  {Enter}");
    await screen.findByText("Write 10 to 500 characters on one line.");
    expect(askedOf(fake, "emergency_open"), "nothing was asked").toEqual([]);
    await user.clear(box);
    await user.type(box, "The line is down and she is at the desk{Enter}");
    await screen.findByRole("region", { name: "Emergency access" });
    expect(askedOf(fake, "emergency_open")).toEqual([{ reason: "The line is down and she is at the desk" }]);
  });

  it("says that a name is on record where people are told apart", async () => {
    const person = { id: "p1", name: "Ana", role: "frontDesk" } as const;
    const permissions: Permission[] = ["useConsole", "viewPatients", "viewSchedule", "emergencyAccess"];
    const seat = { seat: "person", person, idleMinutes: 10, permissions } as const;
    const { user } = open({ session: { ...OVER.session, seat } });
    await user.click(await screen.findByRole("button", { name: "Emergency access…" }));
    await screen.findByText(/Your name, this reason and each look go on record/);
  });

  it("says beside the field what the console does not take", async () => {
    const { user } = open(OVER, (each) => {
      each.answers.emergency_open = async () => {
        throw new Failed({ code: "invalid", field: "reason" });
      };
    });
    await user.click(await screen.findByRole("button", { name: "Emergency access…" }));
    await user.type(screen.getByLabelText("Why you need it"), "The line \u202eis down{Enter}");
    await screen.findByText("Write 10 to 500 characters on one line.");
  });

  it("is not offered to whoever may not", async () => {
    const person = { id: "p1", name: "Bill Okafor", role: "biller" } as const;
    const seat = {
      seat: "person",
      person,
      permissions: ["useConsole", "viewPatients"],
      idleMinutes: 10,
    } as const;
    open({ session: { ...OVER.session, seat: { ...seat, permissions: [...seat.permissions] } } });
    await screen.findByRole("button", { name: "Ask athenahealth now" });
    expect(screen.queryByRole("button", { name: "Emergency access…" })).toBeNull();
  });

  it("says how old the schedule is, and not that what is open would open later", async () => {
    open({ session: { stage: { stage: "emergency", connection: "c1", leftMs: 3_540_000 } } }, (each) => {
      const fill = { phase: "reference", done: 0, left: 0, perMinute: null, secondsLeft: null } as const;
      each.sync = { ...each.sync, problem: { code: "leaseOver" }, fill: { ...fill, rest: null } };
    });
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    const bar = await screen.findByTitle(/^Schedule .* ago/);
    expect(bar.textContent, "nothing is being read").not.toContain("Reading");
    expect(screen.queryByText(/This copy opens once/)).toBeNull();
  });

  it("stands across the window while it lasts, shows what the desk needs alone, and ends by a press", async () => {
    const { user, fake, renewed } = open({
      session: { stage: { stage: "emergency", connection: "c1", leftMs: 3_540_000 } },
    });
    const banner = await screen.findByRole("region", { name: "Emergency access" });
    expect(banner.textContent).toContain("closes in 59 min");
    const heard = screen.getAllByRole("status").map((voice) => voice.textContent ?? "");
    expect(heard.join(" "), "whoever listens is told").toContain("Emergency access. Only to look");
    expect(within(banner).getByRole("button", { name: "End emergency access" })).toBeTruthy();
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    const pages = within(screen.getByRole("navigation", { name: "Pages" })).getAllByRole("link");
    expect(pages.map((link) => link.textContent?.trim())).toHaveLength(2);
    await user.keyboard("gu");
    await screen.findByText("Emergency access opens only what is needed at the desk.");
    expect(screen.getByRole("region", { name: "Emergency access" }), "on every page").toBeTruthy();
    await user.keyboard("/");
    await user.type(await screen.findByRole("combobox", { name: "Find a patient" }), "a{Enter}");
    await screen.findByText("By emergency access, insurance, balances and custom fields stay closed.");
    expect(screen.queryByRole("heading", { name: /Insurance/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /Change/ })).toBeNull();
    for (const name of [
      "patient_remember",
      "patient_refresh",
      "schedule_refresh",
      "write_list",
      "audit_read",
    ]) {
      expect(askedOf(fake, name), name).toEqual([]);
    }
    await user.click(within(screen.getByRole("region", { name: "Emergency access" })).getByRole("button"));
    await screen.findByRole("button", { name: "Ask athenahealth now" });
    await waitFor(() => expect(renewed(), "nothing that was drawn outlives it").toBe(1));
  });
});

describe("first run", () => {
  it("opens the demo practice with one key", async () => {
    const { user, fake } = open(firstRun("ready"));
    const demo = await screen.findByRole("button", { name: "Explore the demo practice" });
    await waitFor(() => expect(document.activeElement).toBe(demo));
    await user.keyboard("{Enter}");
    await screen.findByText("The key may read everything Daybook shows.");
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
    expect(
      fake.asked
        .map((each) => each.name)
        .filter((name) => name === "profile_open" || name === "connection_add"),
    ).toEqual(["profile_open", "connection_add"]);
    expect(screen.getByText("Demo practice"), "which practice this is cannot be missed").toBeTruthy();
  });

  it("asks for a passphrase twice where there is no keychain", async () => {
    const { user, fake } = open(firstRun("absent"));
    await screen.findByRole("heading", { name: "Choose a passphrase" });
    await user.keyboard("four plain words{Tab}four plain wrods{Enter}");
    await screen.findByText("The two are not the same.");
    expect(askedOf(fake, "profile_open")).toEqual([]);
    await user.clear(screen.getByLabelText("Passphrase once more"));
    await user.type(screen.getByLabelText("Passphrase once more"), "four plain words{Enter}");
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(askedOf(fake, "profile_open")).toEqual([{ passphrase: "four plain words" }]);
  });

  it("refuses a short passphrase before anything is made", async () => {
    const { user, fake } = open(firstRun("absent"));
    await screen.findByRole("heading", { name: "Choose a passphrase" });
    await user.keyboard("short{Tab}short{Enter}");
    await screen.findByText("Use twelve characters or more.");
    expect(askedOf(fake, "profile_open")).toEqual([]);
  });

  it("says what would be better than a passphrase that anybody would find", async () => {
    const { user, fake } = open(firstRun("absent"));
    fake.answers.profile_open = async () => {
      throw new Failed({ code: "invalid", field: "passphrase" });
    };
    await screen.findByRole("heading", { name: "Choose a passphrase" });
    await user.keyboard("password1234{Tab}password1234{Enter}");
    await screen.findByText(/four words that do not belong together, and no name, date, or row of keys/);
  });

  it("says how to go on where the keychain is locked", async () => {
    open(firstRun("locked"));
    await screen.findByRole("heading", { name: "Your keychain is locked" });
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("says that the keychain is silent before anything is made, and asks again", async () => {
    const { user, fake } = open(firstRun("silent"));
    await screen.findByRole("heading", { name: troubleText.keychainSilent.title });
    expect(screen.getByText(troubleText.keychainSilent.next)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Explore the demo practice" })).toBeNull();
    fake.session = { ...fake.session, stage: { stage: "firstRun", keychain: "ready" } };
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(askedOf(fake, "profile_open")).toEqual([]);
  });

  it("says at the field what cannot be taken, and elsewhere what athenahealth refuses", async () => {
    const answers = [
      new Failed({ code: "invalid", field: "practiceId" }),
      new Failed({ code: "signInRefused" }),
    ];
    const { user, fake } = open(at({ stage: "noPractice" }), (each) => {
      each.answers.connection_add = async () => {
        throw answers.shift() ?? new Failed({ code: "offline" });
      };
    });
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.type(screen.getByLabelText("Practice id"), "19x");
    await user.type(screen.getByLabelText("Client id"), "id");
    await user.type(screen.getByLabelText("Client secret"), "secret{Enter}");
    await screen.findByText("It is a number, such as 195900.");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await screen.findByText("athenahealth refuses the client id or the secret.");
    expect(askedOf(fake, "connection_add")[0]).toEqual({
      environment: { kind: "preview" },
      practice: "19x",
      clientId: "id",
      clientSecret: "secret",
      signIn: "app",
      scopes: "athena/service/Athenanet.MDP.*",
    });
  });

  it("comes back to the port that the app is registered with", async () => {
    const { user, fake } = open(at({ stage: "noPractice" }), (each) => {
      each.answers.connection_add = async () => {
        throw new Failed({ code: "invalid", field: "port" });
      };
    });
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.click(screen.getByRole("radio", { name: "Each person" }));
    await user.type(screen.getByLabelText("Practice id"), "195900");
    await user.type(screen.getByLabelText("Client id"), "id");
    await user.click(screen.getByRole("radio", { name: "A port of the list" }));
    await screen.findByText(/49217/);
    await user.click(screen.getByRole("radio", { name: "One port" }));
    await user.type(screen.getByLabelText("Port"), "80x{Enter}");
    await screen.findByText(/^It is a number from 1024 to 65535/);
    await user.clear(screen.getByLabelText("Port"));
    await user.type(screen.getByLabelText("Port"), "8400{Enter}");
    await waitFor(() => expect(askedOf(fake, "connection_add")).toHaveLength(2));
    const ways = askedOf(fake, "connection_add").map((each) => (each as { wayBack: unknown }).wayBack);
    expect(ways).toEqual([
      { kind: "port", port: 0 },
      { kind: "port", port: 8400 },
    ]);
  });

  it("signs a person in at the demo practice where that is chosen", async () => {
    const { user, fake } = open(at({ stage: "noPractice" }));
    await user.click(await screen.findByRole("radio", { name: "You, in your browser" }));
    await user.click(screen.getByRole("button", { name: "Explore the demo practice" }));
    await screen.findByText(/is connected$/);
    expect(askedOf(fake, "connection_add")[0]).toMatchObject({
      environment: { kind: "demo", size: "clinic" },
      signIn: "person",
    });
  });

  it("waits for a person in the browser, says so, and can be told to stop", async () => {
    const { user, fake } = open(at({ stage: "noPractice" }), (each) => {
      each.answers.connection_add = () =>
        new Promise((_, failed) => {
          each.answers.connection_sign_in_cancel = async () => {
            failed(new Failed({ code: "signInStopped", why: "cancelled" }));
            return {};
          };
        });
    });
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.click(screen.getByRole("radio", { name: "Each person" }));
    await user.type(screen.getByLabelText("Practice id"), "195900");
    await user.type(screen.getByLabelText("Client id"), "id{Enter}");
    await user.click(await screen.findByRole("button", { name: "Stop waiting" }));
    await screen.findByText("Signing in was ended here.");
    expect(askedOf(fake, "connection_add")[0]).toMatchObject({
      clientSecret: "",
      signIn: "person",
      scopes: "openid profile fhirUser offline_access athena/service/Athenanet.MDP.*",
    });
  });

  it("marks what is missing, leads to the first of it, and keeps what is typed over a step back", async () => {
    const { user, fake } = open(at({ stage: "noPractice" }));
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.keyboard("195900{Enter}");
    expect(await screen.findAllByText("Copy it from the developer portal, without spaces.")).toHaveLength(2);
    expect(document.activeElement).toBe(screen.getByLabelText("Client id"));
    expect(askedOf(fake, "connection_add")).toEqual([]);
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    expect((screen.getByLabelText("Practice id") as HTMLInputElement).value).toBe("195900");
  });

  it("says in words what the new key may not do, then goes on", async () => {
    const { user } = open(at({ stage: "noPractice" }), (fake) => {
      fake.answers.connection_add = async (request) => {
        delete fake.answers.connection_add;
        const added = await fake.call("connection_add", request);
        return {
          ...added,
          probes: [...added.probes.slice(0, 6), { capability: "customFields", trial: "refused" }],
        };
      };
    });
    await user.click(await screen.findByRole("button", { name: /athenahealth production/ }));
    await user.type(screen.getByLabelText("Practice id"), "195900");
    await user.type(screen.getByLabelText("Client id"), "id");
    await user.type(screen.getByLabelText("Client secret"), "secret{Enter}");
    await screen.findByText(/may not read: custom fields are left out of the card/);
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Patients" });
    expect(screen.queryByText("Demo practice"), "production carries no banner").toBeNull();
  });
});

describe("a profile whose practices are all closed", () => {
  const closed = { session: { stage: { stage: "noPractice" } } } as const;

  it("lists them and opens one with one key", async () => {
    const { user, fake } = open(closed);
    const first = await screen.findByRole("button", { name: "Open: Cedar Valley Family Medicine" });
    await waitFor(() => expect(document.activeElement).toBe(first));
    await user.keyboard("{Enter}");
    await screen.findByRole("link", { name: "Schedule" });
    expect(askedOf(fake, "connection_switch")).toEqual([{ connection: "c1" }]);
  });

  it("says why one does not open, and goes on listing them", async () => {
    const { user } = open(closed, (fake) => {
      fake.answers.connection_switch = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
      };
    });
    await user.click(await screen.findByRole("button", { name: /^Open: / }));
    await screen.findByText(troubleText.diskFull.title);
    expect(screen.getByRole("button", { name: /^Open: / })).toBeTruthy();
  });

  it("opens none that somebody changed, and offers to connect it anew as it was, or to remove it", async () => {
    const environment = { kind: "other", address: "https://practice.example" } as const;
    const connection = { environment, practice: "195900", clientId: "key", changed: true };
    const { user, fake } = open({ ...closed, connection });
    expect((await screen.findByRole("alert")).textContent).toContain("Somebody else changed");
    expect(screen.queryByRole("button", { name: /^Open: / })).toBeNull();
    expect(screen.getByRole("button", { name: /^Remove: / })).toBeTruthy();
    const anew = screen.getByRole("button", { name: /^Connect it anew: / });
    await waitFor(() => expect(document.activeElement).toBe(anew));
    await user.keyboard("{Enter}");
    const box = async (name: string) => (await screen.findByLabelText(name)) as HTMLInputElement;
    expect((await box("Address")).value).toBe("https://practice.example");
    expect((await box("Practice id")).value).toBe("195900");
    expect((await box("Client id")).value).toBe("key");
    expect((await box("Client secret")).value, "nobody but its owner types it").toBe("");
    await user.type(await box("Client secret"), "secret{Enter}");
    await screen.findByRole("heading", { name: /is connected/ });
    expect(askedOf(fake, "connection_add")).toMatchObject([
      { environment, practice: "195900", clientId: "key", clientSecret: "secret" },
    ]);
  });

  it("adds another, or removes the last and begins again", async () => {
    const { user, fake } = open(closed, (each) => {
      each.answers.connection_remove = async (request) => {
        delete each.answers.connection_remove;
        const done = await each.call("connection_remove", request);
        each.session = { ...each.session, stage: { stage: "noPractice" } };
        return done;
      };
    });
    await user.click(await screen.findByRole("button", { name: "Add a practice" }));
    await screen.findByRole("button", { name: "Explore the demo practice" });
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: /^Remove: / }));
    await user.click(await screen.findByRole("button", { name: "Remove it" }));
    await screen.findByRole("heading", { name: "Open a practice" });
    expect(askedOf(fake, "connection_remove")).toContainEqual({ connection: "c1" });
  });
});

describe("a profile that will not open any more", () => {
  const damaged = at({ stage: "stuck", trouble: { kind: "vaultDamaged" } });

  it("is set aside after it was said what is kept and what is typed in again, and another begins", async () => {
    const { user, fake } = open(damaged);
    await user.click(await screen.findByRole("button", { name: "Set it aside and begin anew…" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Set this profile aside?" });
    expect(dialog.textContent).toContain(`inside ${fake.session.folder}`);
    expect(dialog.textContent).toContain("client id and secret");
    const no = screen.getByRole("button", { name: "Leave it as it is" });
    await waitFor(() => expect(document.activeElement, "Enter alone sets nothing aside").toBe(no));
    await user.keyboard("{Enter}");
    expect(askedOf(fake, "profile_set_aside")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Set it aside and begin anew…" }));
    await user.click(await screen.findByRole("button", { name: "Set it aside" }));
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(askedOf(fake, "profile_set_aside")).toEqual([{}]);
    expect(screen.getByText("The profile is set aside. A new one begins.")).toBeTruthy();
  });

  it.each(["inUse", "diskFull", "readOnly", "keychainLocked", "newer"] as const)(
    "says why it cannot be set aside: %s",
    async (kind) => {
      const { user } = open(damaged, (fake) => {
        fake.answers.profile_set_aside = async () => {
          throw new Failed({ code: "profile", trouble: { kind } });
        };
      });
      await user.click(await screen.findByRole("button", { name: "Set it aside and begin anew…" }));
      await user.click(await screen.findByRole("button", { name: "Set it aside" }));
      await screen.findByText(troubleText[kind].title);
      expect(screen.getByText(troubleText[kind].next)).toBeTruthy();
    },
  );

  it.each([
    ["vaultDamaged", true],
    ["keyGone", true],
    ["wrongKey", true],
    ["keychainLocked", false],
    ["keychainAbsent", false],
    ["keychainSilent", false],
    ["inUse", false],
    ["readOnly", false],
    ["diskFull", false],
    ["newer", false],
    ["disk", false],
  ] as const)("%s is set aside: %s", async (kind, isOffered) => {
    open(at({ stage: "stuck", trouble: { kind } }));
    await screen.findByRole("button", { name: "Try again" });
    expect(screen.queryByRole("button", { name: "Set it aside and begin anew…" }) !== null).toBe(isOffered);
  });

  it("tells its folder, and copies it", async () => {
    const { user, fake } = open(damaged);
    const copy = await screen.findByRole("button", { name: "Copy the profile's folder" });
    const copied: (string | undefined)[] = [];
    let allowed = false;
    document.execCommand = () => {
      copied.push(document.getSelection()?.toString());
      return allowed;
    };
    await user.click(copy);
    await screen.findByText(/It is chosen/);
    expect(copied).toEqual([fake.session.folder]);
    allowed = true;
    await user.click(copy);
    await waitFor(() => expect(copy.textContent).toBe("Copied"));
  });

  it.each(["light", "dark"] as const)("is clean to axe in %s", async (theme) => {
    const { user } = open({ ...damaged, preferences: { theme } });
    await user.click(await screen.findByRole("button", { name: "Set it aside and begin anew…" }));
    await screen.findByRole("alertdialog");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

describe("a profile that does not open at once", () => {
  it("offers the code and another profile to whoever does not know the passphrase", async () => {
    const { user, fake } = open(at({ stage: "needsPassphrase" }));
    await screen.findByRole("button", { name: /recovery code/i });
    await user.click(screen.getByRole("button", { name: "Set it aside and begin anew…" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Set it aside" }));
    await waitFor(() => expect(askedOf(fake, "profile_set_aside")).toHaveLength(1));
  });

  it("asks for the passphrase and says when it is wrong", async () => {
    const { user } = open(at({ stage: "needsPassphrase" }), (fake) => {
      fake.answers.profile_open = async ({ passphrase }) => {
        if (passphrase !== "right words here") {
          throw new Failed({ code: "profile", trouble: { kind: "wrongKey" } });
        }
        delete fake.answers.profile_open;
        return fake.call("profile_open", {});
      };
    });
    await screen.findByRole("heading", { name: "Open Daybook" });
    await user.type(await screen.findByLabelText("Passphrase"), "wrong words here{Enter}");
    await screen.findByText("That key does not open this profile");
    await user.clear(screen.getByLabelText("Passphrase"));
    await user.type(screen.getByLabelText("Passphrase"), "right words here{Enter}");
    await screen.findByRole("button", { name: "Explore the demo practice" });
  });

  it("names the keychain that has the key and the one that the desktop offers", async () => {
    const trouble = { kind: "keychainChanged", kept: "KeePassXC", now: "GNOME Keyring" } as const;
    open(at({ stage: "stuck", trouble }));
    await screen.findByRole("heading", { name: "The key is in another keychain" });
    expect(screen.getByText(/was kept in KeePassXC\. This desktop now offers GNOME Keyring/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    expect(screen.getByRole("button", { name: /recovery code/i })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Set it aside and begin anew…" })).toBeTruthy();
  });

  const kinds = [
    "keychainLocked",
    "keychainAbsent",
    "keychainSilent",
    "keyGone",
    "wrongKey",
    "inUse",
    "readOnly",
    "diskFull",
    "newer",
    "vaultDamaged",
    "disk",
  ] as const;
  it.each(kinds satisfies readonly Trouble["kind"][])(
    "says of %s what is the matter and what to do",
    async (kind) => {
      open(at({ stage: "stuck", trouble: { kind } }));
      await screen.findByRole("heading", { name: troubleText[kind].title });
      expect(screen.getByText(troubleText[kind].next)).toBeTruthy();
      expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    },
  );
});
