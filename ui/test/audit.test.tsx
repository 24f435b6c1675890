import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { AuditLine, AuditSince } from "../src/ipc/bindings.ts";
import { FINGERPRINT, fakeAudit, fakeStanding } from "../src/ipc/fake-audit.ts";
import { makePractice } from "../src/ipc/fake-practice.ts";
import { fakeWrite } from "../src/ipc/fake-writes.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, NOW, open, openSchedule } from "./open.tsx";

const invented = makePractice(NOW, 5, 34);

const DEMO = {
  environment: { kind: "demo", size: "clinic" },
  practice: "195900",
  clientId: "",
  fill: "anyTime",
  signIn: "app",
  scopes: "",
  wayBack: { kind: "any" },
  person: null,
  another: false,
  waits: 0,
  unsent: { drafts: 0, writes: 0 },
  changed: false,
} as const;

const WRITE = "22aa0c62b1f04c07a1e0d5c0ffee1234";

type Opened = Parameters<typeof openSchedule>;

async function openAudit(...start: Opened) {
  const opened = await openSchedule(...start);
  await opened.user.keyboard("gu");
  await screen.findByRole("heading", { name: "Audit" });
  return opened;
}

const entries = () => within(screen.getByRole("table")).getAllByRole("row").slice(1);

describe("the audit", () => {
  it("lists who did what, the latest first, and goes to older pages by key", async () => {
    const { user, fake } = await openAudit();
    await screen.findByRole("table");
    expect(entries()).toHaveLength(50);
    expect(entries()[0]?.textContent).toMatch(/whoever sat here/);
    await user.keyboard("]");
    await waitFor(() => expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, cursor: "81" }));
    await waitFor(() => expect(entries()[0]?.textContent).toContain("9:20 AM"));
    await user.keyboard("]");
    await waitFor(() => expect(entries()).toHaveLength(30));
    const older = screen.getByRole("button", { name: /Older/ });
    expect(older.getAttribute("aria-disabled"), "there are no more").toBe("true");
    await user.keyboard("[[");
    await waitFor(() => expect(entries()).toHaveLength(50));
    expect(document.querySelectorAll("td").length, "few enough to paint").toBeLessThanOrEqual(300);
  });

  it("goes from end to end by key from wherever on the page the focus is, but for what is typed", async () => {
    const { user } = await openAudit();
    await screen.findByRole("table");
    const page = screen.getByRole("region", { name: "Audit" });
    Object.defineProperties(page, { scrollHeight: { value: 4_000 }, clientHeight: { value: 800 } });
    const went = async (keys: string) => {
      await user.keyboard(keys);
      return page.scrollTop;
    };
    expect(document.activeElement, "whoever comes here by key is nowhere on it").toBe(document.body);
    expect(await went("{End}")).toBe(4_000);
    expect(await went("{Home}")).toBe(0);
    expect(await went("{PageDown}")).toBe(700);
    expect(await went("{PageUp}")).toBe(0);
    await user.click(screen.getByLabelText("Patient id"));
    expect(await went("{End}"), "it goes to the end of what is typed").toBe(0);
    act(() => screen.getByRole("link", { name: "Audit" }).focus());
    expect(await went("{End}"), "whoever clicked their way here").toBe(4_000);
  });

  it("marks what was done by emergency access, and says why it began", async () => {
    await openAudit({}, ({ answers, practice }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, request);
        const [first, second, third, fourth] = page.rows;
        if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
          return page;
        }
        const plain = { patient: null, search: null, about: null } as const;
        const rows = [
          { ...first, ...plain, kind: "emergency", words: "ended the emergency access", emergency: 7 },
          { ...second, kind: "view", outcome: "done", words: "opened a patient", emergency: 7 },
          {
            ...third,
            ...plain,
            kind: "emergency",
            outcome: "done",
            words: "began emergency access",
            sequence: 7,
            reason: "The line is down",
          },
          { ...fourth, kind: "view", outcome: "done", words: "opened a patient" },
        ] as const;
        return { ...page, rows: [...rows] };
      };
    });
    await screen.findByRole("table");
    const [ended, looked, began, ordinary] = entries().map((row) => row.textContent ?? "");
    expect(began).toContain("Emergency began emergency access");
    expect(began).toContain("Entry 7, reason: “The line is down”");
    expect(looked).toContain("Emergency opened a patient");
    expect(looked).toContain("by emergency access, entry 7");
    expect(ended).toContain("by emergency access, entry 7");
    expect(ordinary).not.toContain("Emergency");
  });

  it("calls whoever and whatever an entry is about by name, as long as they are here", async () => {
    const ben = { id: WRITE, name: "Ben Ode" };
    const gone = WRITE.replace("22aa", "33bb");
    await openAudit({}, ({ answers, practice }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, request);
        const abouts = [WRITE, gone, "2026-11-23"];
        const rows = page.rows.slice(0, 3).map((row, at) => ({
          ...row,
          ...{ patient: null, search: null, write: null, kind: "setting" as const, outcome: "done" as const },
          words: `changed something ${at}`,
          about: abouts[at] ?? null,
        }));
        return { ...page, rows, people: [ben] };
      };
    });
    await screen.findByRole("table");
    const [named, left, day] = entries().map((row) => row.textContent ?? "");
    expect(named).toContain("Ben Ode");
    expect(named).not.toContain(WRITE.slice(0, 8));
    expect(left).toContain("33bb0c62, no longer here");
    expect(day).toContain("11/23/2026");
  });

  it("says that a reason is not the one that was given", async () => {
    const { user } = await openAudit({}, ({ answers }) => {
      answers.audit_verify = async () => ({
        ...fakeStanding(),
        troubles: [{ kind: "reason", sequence: 7 }],
      });
    });
    await user.click(await screen.findByRole("button", { name: "Check every entry" }));
    await screen.findByText("The reason for the emergency access of entry 7 is not as it was given.");
  });

  it("shows searches one after another as one row, which opens to each by key", async () => {
    const { user } = await openAudit({}, ({ answers, practice }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, { ...request, kind: "search" });
        const rows = page.rows.slice(0, 8).map((row, at) => {
          const ada = at === 4 ? { person: { id: "p1", name: "Ada Okafor" } } : {};
          const failed = at === 7 ? { outcome: "failed" as const } : {};
          return { ...row, ...ada, ...failed };
        });
        return { ...page, rows };
      };
    });
    await screen.findByRole("table");
    const words = () => entries().map((row) => row.textContent ?? "");
    expect(words(), "four of one, one of another, two, and one that failed").toHaveLength(4);
    expect(words()[0]).toMatch(/9:46 AM – 10:07 AM.*searched for patients, 4 times/);
    expect(words()[1]).toMatch(/Ada Okafor.*search 9f86d081/);
    expect(words()[3]).toContain("it failed");
    const fold = screen.getByRole("button", { name: "searched for patients, 4 times" });
    expect(fold.getAttribute("aria-expanded")).toBe("false");
    fold.focus();
    await user.keyboard("{Enter}");
    expect(fold.getAttribute("aria-expanded")).toBe("true");
    expect(words()).toHaveLength(8);
    expect(
      words()
        .slice(1, 5)
        .every((row) => row.includes("search 9f86d081")),
    ).toBe(true);
    await user.keyboard(" ");
    expect(words()).toHaveLength(4);
  });

  it("shows whomever one answer showed as one row, and on which computer it was where that was another", async () => {
    const { user } = await openAudit({}, ({ answers, practice }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, { ...request, kind: "view", patient: "41882" });
        const [one] = page.rows as [AuditLine];
        const words = "was shown a likely duplicate";
        const shown = ["7", "8", "9"].map((id, at) => ({
          ...one,
          sequence: 90 - at,
          words,
          patient: { id, name: null },
        }));
        const nobody = { ...one, sequence: 80, person: { id: "nobody", name: null } };
        const other = { ...one, sequence: 79, device: { id: "77ab03ffee00", here: false } };
        return { ...page, rows: [...shown, nobody, other] };
      };
    });
    await screen.findByRole("table");
    const words = () => entries().map((row) => row.textContent ?? "");
    expect(words()).toHaveLength(3);
    expect(words()[0]).toContain("was shown a likely duplicate, 3 patients");
    expect(words()[0]).toContain("this one");
    expect(words()[1]).toContain("nobody signed in");
    expect(words()[2]).toContain("another, 77ab03ff");
    expect(screen.getByRole("columnheader", { name: "Computer" })).not.toBeNull();
    await user.click(screen.getByRole("button", { name: "was shown a likely duplicate, 3 patients" }));
    expect(words()).toHaveLength(6);
  });

  it("names no computer where all was done on this one, and says of what was begun that no end is known", async () => {
    await openAudit({}, ({ answers, practice }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, request);
        const [one] = page.rows as [AuditLine];
        const export_ = { kind: "export", words: "exported the vault", outcome: "begun" } as const;
        return { ...page, rows: [{ ...one, ...export_ }] };
      };
    });
    await screen.findByRole("table");
    expect(entries()[0]?.textContent).toContain("exported the vault: begun, and nothing says how it ended");
    expect(screen.queryByRole("columnheader", { name: "Computer" })).toBeNull();
  });

  it("leads from a write to where it stands, as long as it does", async () => {
    const { user, fake } = await openAudit({}, ({ answers, practice }) => {
      const counts = { drafts: 0, held: 0, onTheWay: 0, unknown: 0, unseen: 0 };
      const row = fakeWrite(NOW, { id: WRITE, stage: "saved" });
      // It ended too long ago to be among those that are listed.
      answers.write_list = async ({ write }) => ({
        rows: write === WRITE ? [row] : [],
        cursor: null,
        way: null,
        counts,
      });
      answers.audit_read = async (request) => {
        const page = fakeAudit(practice, request);
        const about = { kind: "write", words: "had a draft written", search: null } as const;
        const [one, other] = page.rows as [AuditLine, AuditLine];
        return {
          ...page,
          rows: [
            { ...one, ...about, about: "name dob", write: { id: WRITE, here: true } },
            { ...other, ...about, about: null, write: { id: WRITE.replace("22", "33"), here: false } },
          ],
        };
      };
    });
    const said = await screen.findAllByText(/^had a draft written/);
    expect(said).toHaveLength(2);
    expect(entries()[0]?.textContent).toMatch(/write 22aa0c62: by name and birth date$/);
    expect(entries()[1]?.textContent).toMatch(/write 33aa0c62$/);
    expect(screen.getAllByRole("button", { name: /^write / })).toHaveLength(1);
    await user.click(await screen.findByRole("button", { name: "write 22aa0c62" }));
    await screen.findByRole("complementary", { name: "Write" });
    expect(askedOf(fake, "write_list")).toContainEqual({ limit: 1, write: WRITE });
  });

  it("asks for one kind, one day and one patient, and says when nobody is like that", async () => {
    const { user, fake } = await openAudit();
    await screen.findByRole("table");
    await user.click(screen.getByRole("button", { name: /Kind$/ }));
    await user.click(await screen.findByRole("option", { name: "Searched" }));
    await waitFor(() => expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, kind: "search" }));
    await waitFor(() => expect(entries()[0]?.textContent).toContain("searched for patients, 19 times"));
    const before = askedOf(fake, "audit_read").length;
    const id = screen.getByLabelText("Patient id");
    await user.type(id, "Okafor{Enter}");
    await screen.findByText(/^A patient id has digits alone/);
    await user.clear(id);
    await user.type(id, "12345");
    expect(
      askedOf(fake, "audit_read"),
      "what is half typed is not asked for, and not on record",
    ).toHaveLength(before);
    await user.keyboard("{Enter}");
    await screen.findByText("No entry is like that.");
    expect(askedOf(fake, "audit_read")).toHaveLength(before + 1);
    await user.click(screen.getByRole("button", { name: "Show all" }));
    await waitFor(() => expect(entries()).toHaveLength(50));
    const box = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
    expect(box("Patient id").value).toBe("");
    await user.type(box("Day"), "11/32{Enter}");
    await screen.findByText("Write the day as 11/23/2026.");
    await user.clear(box("Day"));
    await user.type(box("Day"), "11/23");
    expect(screen.getByText("Monday, November 23, 2026"), "what is meant stands below").toBeTruthy();
    await user.tab();
    await waitFor(() => expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, day: "2026-11-23" }));
  });

  it("has no column for the practice where it is the one in use all the same", async () => {
    await openAudit();
    await screen.findByRole("table");
    const columns = screen.getAllByRole("columnheader").map((head) => head.textContent);
    expect(columns).toEqual(["When", "Who", "What", "Patient", "About"]);
    expect(screen.getByRole("table").textContent).not.toContain("Cedar Valley");
  });

  it("says of every entry where it was that was not at a real practice", async () => {
    await openAudit({}, ({ answers }) => {
      answers.audit_read = async (request) => {
        const page = fakeAudit(invented, request);
        const practice = {
          number: "195900",
          label: "Cedar Valley Family Medicine",
          environment: "demo",
        } as const;
        return { ...page, rows: page.rows.map((row) => ({ ...row, practice })) };
      };
    });
    await screen.findByRole("columnheader", { name: "Practice" });
    expect(entries()[0]?.textContent).toContain("Cedar Valley Family Medicine, demo");
  });

  it("turns one page for two presses while the next one comes, and keeps the focus at the end", async () => {
    const { user, fake } = await openAudit();
    await screen.findByRole("table");
    const older = screen.getByRole("button", { name: /Older/ });
    let come: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      come = resolve;
    });
    fake.answers.audit_read = async (request) => {
      await held;
      return fakeAudit(fake.practice, request);
    };
    await user.click(older);
    await user.keyboard("]]");
    come();
    await waitFor(() => expect(entries()[0]?.textContent).toContain("9:20 AM"));
    expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, cursor: "81" });
    await user.keyboard("]");
    await waitFor(() => expect(entries()).toHaveLength(30));
    expect(document.activeElement, "whoever pressed it is still there").toBe(older);
    await user.keyboard("{Enter}");
    expect(entries()).toHaveLength(30);
  });

  it("tells practices apart, and asks for one patient in one practice alone", async () => {
    const { user, fake } = await openAudit({}, ({ answers }) => {
      answers.connection_list = async () => ({
        rows: [
          { ...DEMO, id: "c1", label: "Cedar Valley Family Medicine" },
          { ...DEMO, id: "c2", practice: "7", label: "Harbor Clinic" },
        ],
        cursor: null,
        current: "c1",
        workingHours: { from: 420, to: 1140 },
      });
      answers.audit_read = async (request) => {
        const page = fakeAudit(invented, request);
        const [first] = page.rows;
        return first === undefined
          ? page
          : {
              ...page,
              rows: [
                { ...first, practice: { number: "7", label: null, environment: "preview" } },
                ...page.rows.slice(1),
              ],
            };
      };
    });
    await screen.findByRole("table");
    await screen.findByRole("columnheader", { name: "Practice" });
    expect(entries()[0]?.textContent).toContain("7, no longer connected, preview");
    expect(entries()[1]?.textContent).toContain("Cedar Valley Family Medicine, production");
    const filters = within(screen.getByRole("group", { name: "Which entries" }));
    const practice = filters.getByRole("button", { name: /Practice$/ });
    expect(practice.textContent).toContain("All");
    screen.getByText(
      /A search, a list of patients, a day sheet on the screen, a downtime packet and the audit itself are one entry each/,
    );
    await user.type(screen.getByLabelText("Patient id"), "41882{Enter}");
    await waitFor(() => expect(practice.textContent).toContain("Cedar Valley Family Medicine"));
    expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, patient: "41882" });
    await user.click(practice);
    expect(screen.queryByRole("option", { name: "All" }), "nobody is the same number elsewhere").toBeNull();
    await user.click(await screen.findByRole("option", { name: /Harbor Clinic/ }));
    await waitFor(() =>
      expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, patient: "41882", connection: "c2" }),
    );
  });

  it("tells from a patient's card who looked at them", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("/");
    await user.keyboard("okafor{Enter}");
    await user.click(await screen.findByRole("button", { name: "Who looked" }));
    await screen.findByRole("heading", { name: "Audit" });
    const [opened] = askedOf(fake, "patient_open") as { patient: string }[];
    expect(askedOf(fake, "audit_read").at(-1)).toEqual({ limit: 50, patient: opened?.patient });
  });

  it("says whether it is as it was written, and what is wrong where it is not", async () => {
    const { user, fake } = await openAudit();
    const verify = screen.getByRole("button", { name: "Check every entry" });
    await user.click(verify);
    await screen.findByText("All 130 entries are as they were written.");
    fake.answers.audit_verify = async () => ({
      ...fakeStanding(),
      troubles: [
        { kind: "changed", sequence: 7 },
        { kind: "missing", first: 9, last: 11 },
        { kind: "cutOff", anchored: 140, found: 130 },
      ],
    });
    await user.click(verify);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Entry 7 was changed");
    expect(alert.textContent).toContain("Entries 9 to 11 are missing.");
    expect(alert.textContent).toContain("It had 140 entries and has 130");
  });

  it("exports, and checks a file from this computer or another", async () => {
    const { user } = await openAudit();
    await user.click(screen.getByRole("button", { name: "Export" }));
    await screen.findByText("profile/exports/audit.jsonl");
    await screen.findByText(`Signed by ${FINGERPRINT}`);
    const input = screen.getByLabelText("Check a file…", { selector: "input" });
    const chooses = new Promise((resolve) => input.addEventListener("click", resolve, { once: true }));
    await user.click(screen.getByRole("button", { name: "Check a file…" }));
    await chooses;
    await user.upload(input, new File(["{}\n"], "audit.jsonl"));
    await screen.findByText("The file is whole: 130 entries, exported 11/23/2026.");
    screen.getByText(/It was done by Ana Lee, Ben Ross\./);
    await user.upload(input, new File(["?"], "audit.jsonl"));
    await screen.findByText("This is no export of an audit, or not the whole of one.");
  });

  it("says on every page that an older vault stands here, until somebody has seen it", async () => {
    const { fake, user } = await openSchedule({}, ({ answers }) => {
      answers.audit_found = async () => ({ wrong: ["older", "unanchored"], until: 12, times: 2 });
    });
    await screen.findByText(/An older vault stands in the place of this profile's/);
    screen.getByText("The keychain no longer knows how far the audit had come.");
    screen.getByText(/Each write that waits is looked at at athenahealth before it is sent/);
    fake.answers.audit_found = async () => ({ wrong: [], until: null, times: 0 });
    await user.click(screen.getByRole("button", { name: "I have seen this, on record" }));
    await waitFor(() => expect(screen.queryByText(/An older vault stands/)).toBeNull());
    expect(askedOf(fake, "audit_acknowledge")).toEqual([{ until: 12 }]);
  });

  it.each<[AuditSince, RegExp]>([
    [{ since: "lost", exported: 130, held: 90 }, /lost entries since that export: 130 were .* holds 90/],
    [{ since: "another", exported: 130 }, /another one at that export: entry 130/],
    [{ since: "altered" }, /this audit is not as it was written/],
  ])("says where the audit no longer holds what was exported: %j", async (ours, said) => {
    const { fake, user } = await openAudit();
    fake.answers.audit_check = async () => ({
      verdict: "whole",
      entries: 130,
      exported: "2026-11-23T16:47:18Z",
      fingerprint: FINGERPRINT,
      people: [],
      ours,
      resaved: false,
    });
    await user.upload(screen.getByLabelText("Check a file…"), new File(["{}\n"], "audit.jsonl"));
    await screen.findByText(said);
    screen.getByText(/Keep the file and the profile's folder as they are/);
  });

  it("says what went wrong where it cannot be read, and where nothing is on record yet", async () => {
    const { fake, user } = await openAudit({}, ({ answers }) => {
      answers.audit_read = async () => {
        throw new Failed({ code: "forbidden", permission: "viewAudit" });
      };
    });
    await screen.findByText("You do not have the right to read the audit.");
    fake.answers.audit_read = async () => ({ rows: [], cursor: null, people: [], today: "2026-11-23" });
    await user.keyboard("r");
    await screen.findByText("Nothing is on record yet.");
  });

  it.each(["light", "dark"] as const)("is clean to axe in %s", async (theme) => {
    const { container } = await openAudit({ preferences: { theme } });
    await screen.findByRole("table");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

describe("what cannot be put on record", () => {
  it("is not shown, and it is said why", async () => {
    open({}, ({ answers }) => {
      answers.schedule_day = async () => {
        throw new Failed({ code: "unrecorded" });
      };
    });
    await screen.findByText("It is not shown, because it could not be written down that you looked.");
  });
});
