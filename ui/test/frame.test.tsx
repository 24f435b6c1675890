import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Connection, Permission } from "../src/ipc/bindings.ts";
import { fakeOverview, fakeSearch } from "../src/ipc/fake-practice.ts";
import { askedOf, open, openPatients, openSchedule } from "./open.tsx";

describe("the frame", () => {
  it("goes to every page by key, and marks where it is", async () => {
    const { user } = await openSchedule();
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "Sync" });
    expect(screen.getByRole("link", { name: "Sync" }).getAttribute("aria-current")).toBe("page");
    await user.keyboard("ge");
    await screen.findByRole("heading", { name: "Settings" });
    await user.keyboard("gs");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("gp");
    await screen.findByRole("combobox", { name: "Find a patient" });
  });

  it("opens nothing over the schedule where that is gone to from itself, by key and by the palette", async () => {
    const { user } = await openSchedule();
    await screen.findByRole("button", { name: "Find a visit" });
    await user.keyboard("gs");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Find or do anything" }), "go to schedule");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("combobox", { name: "Find or do anything" })).toBeNull());
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.keyboard("f");
    expect(await screen.findByRole("combobox", { name: "Name or time" }), "its own key does").toBeTruthy();
  });

  it("keeps its keys after a list of the top bar was opened by mouse and closed", async () => {
    const { user, fake } = await openSchedule({}, ({ answers }) => {
      answers.connection_list = async () => ({
        rows: ["Sunrise", "Riverside"].map((label, at) => ({
          id: `c${at}`,
          environment: { kind: "preview" },
          practice: String(at),
          label,
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
        })),
        cursor: null,
        current: "c0",
        workingHours: { from: 420, to: 1140 },
      });
    });
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    const held = document.activeElement;
    await user.click(await screen.findByRole("button", { name: /Practice$/ }));
    await screen.findByRole("option", { name: /Riverside/ });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(held));
    await user.keyboard("]");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
    act(() => screen.getByRole("button", { name: /Practice$/ }).focus());
    await user.keyboard("r{ArrowRight}");
    expect(askedOf(fake, "schedule_refresh"), "a letter is a key there as well").toHaveLength(1);
    expect(askedOf(fake, "connection_switch"), "and chooses nothing in a closed list").toEqual([]);
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "Sync" });
  });

  it("has every department in its list, however many pages they come in", async () => {
    const { user, fake } = await openSchedule({}, ({ answers, practice }) => {
      const whole = fakeOverview(practice);
      answers.practice_overview = async ({ cursor }) =>
        cursor === undefined
          ? { ...whole, rows: whole.rows.slice(0, 1), cursor: "1" }
          : { ...whole, rows: whole.rows.slice(1) };
    });
    await user.click(await screen.findByRole("button", { name: /^All 2/ }));
    await screen.findByRole("option", { name: /Main Street/ });
    screen.getByRole("option", { name: /River Road/ });
    expect(askedOf(fake, "practice_overview").slice(0, 2)).toEqual([{}, { cursor: "1" }]);
  });

  it("has the one department there is by its name", async () => {
    await openSchedule({}, ({ answers, practice }) => {
      const whole = fakeOverview(practice);
      answers.practice_overview = async () => ({ ...whole, rows: whole.rows.slice(0, 1), cursor: null });
    });
    await screen.findByRole("button", { name: /^Main Street.* Department$/ });
  });

  it("locks by whoever's name stands at its foot, where a PIN is asked for then", async () => {
    const person = { id: "p1", name: "Ana", role: "frontDesk" } as const;
    const permissions: Permission[] = ["useConsole", "viewSchedule", "viewPatients"];
    const seat = { seat: "person", person, idleMinutes: 10, permissions } as const;
    const { user, fake } = await openSchedule({ session: { seat } });
    const foot = within(screen.getByRole("contentinfo"));
    const name = foot.getByRole("button", { name: "Ana: lock, or switch person" });
    expect(name.textContent).toBe("AnaCtrl L");
    await user.click(name);
    await waitFor(() => expect(askedOf(fake, "console_lock")).toHaveLength(1));
  });

  it("offers no lock at its foot where nobody would be asked for anything", async () => {
    await openSchedule();
    expect(within(screen.getByRole("contentinfo")).queryByRole("button")).toBeNull();
  });

  it("shows at its foot the keys that work where the focus is", async () => {
    const { user } = await openPatients();
    const foot = screen.getByRole("contentinfo");
    expect(foot.textContent).toContain("move");
    expect(foot.textContent).toContain("Ctrl Kanything");
    expect(foot.textContent, "a letter is a letter in the box").not.toMatch(/find|all keys/);
    await user.keyboard("okafor{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    expect(foot.textContent, "the arrows turn the card to others").toContain("move");
    expect(foot.textContent, "who is opened is open already").not.toContain("Enteropen");
    expect(foot.textContent).toMatch(/find.*all keys/);
  });

  it("shows at its foot a dialog's keys while one is open, and none of the page's", async () => {
    const { user } = await openSchedule();
    const keys = () => document.querySelector("footer [aria-hidden]")?.textContent;
    await waitFor(() => expect(keys()).toMatch(/moveEnteropen.*today.*day/));
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "All keys" });
    await waitFor(() => expect(keys()).toBe("Escclose"));
    expect(document.querySelector("footer")?.textContent, "no other dialog opens over it").not.toMatch(
      /all keys/,
    );
    await user.keyboard("{Escape}{Control>}k{/Control}");
    await screen.findByRole("dialog", { name: "Find or do anything" });
    await waitFor(() => expect(keys()).toBe("moveEnterchooseEscclose"));
    await user.keyboard("{Escape}d");
    await screen.findByRole("listbox", { name: "Department" });
    await waitFor(() => expect(keys()).toBe("moveEnterchooseEscclose"));
  });

  it("shows Shift as a key of its own, and says it", async () => {
    const { user } = await openSchedule();
    await user.keyboard("?");
    const sheet = await screen.findByRole("dialog", { name: "All keys" });
    const theme = within(sheet).getByText("Light, dark or as the system").parentElement;
    const caps = [...(theme?.querySelectorAll("kbd") ?? [])];
    expect(caps.map((cap) => cap.textContent || cap.querySelector("path")?.getAttribute("d"))).toEqual([
      expect.stringMatching(/^M/),
      "T",
    ]);
    expect(theme?.textContent).toContain("Shift T");
    const today = within(sheet).getByText("Today").parentElement;
    expect([...(today?.querySelectorAll("kbd") ?? [])].map((cap) => cap.textContent)).toEqual(["t"]);
  });

  it("lists every key on the sheet, and gives the focus back", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    const held = document.activeElement;
    await user.keyboard("?");
    const sheet = await screen.findByRole("dialog", { name: "All keys" });
    expect(within(sheet).getByText("Go to a date")).toBeTruthy();
    const forms = within(sheet).getByRole("heading", { name: "Patient form" }).parentElement;
    expect(forms?.textContent).toMatch(/^Patient formSend the form.*Ctrl Enter/);
    const marks = within(sheet).getByRole("heading", { name: "Marks on the day sheet" }).parentElement;
    expect(marks?.textContent).toMatch(/late.*here.*done.*urgent/);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(held));
  });

  it("leaves the keyboard to a dialog while one is open", async () => {
    const { user } = await openSchedule();
    await user.keyboard("?");
    await screen.findByRole("dialog", { name: "All keys" });
    await user.keyboard("gy");
    expect(screen.queryByRole("heading", { name: "Sync" })).toBeNull();
    expect(screen.getByRole("dialog", { name: "All keys" })).toBeTruthy();
  });

  it("finds people and actions in the palette by keyboard alone", async () => {
    const { user } = await openSchedule();
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("dialog", { name: "Find or do anything" });
    await user.keyboard("okafor");
    await screen.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("{Enter}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    await within(card).findByRole("heading", { name: /^Okafor/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.keyboard("go to sync{Enter}");
    await screen.findByRole("heading", { name: "Sync" });
  });

  it("opens nobody whom the palette found for fewer letters than are typed", async () => {
    let tell = () => {};
    const late = new Promise<void>((told) => {
      tell = told;
    });
    const { user, fake } = await openSchedule({}, ({ answers, practice }) => {
      answers.patient_search = async ({ text, limit, cursor }) => {
        await (text === "s" ? undefined : late);
        return fakeSearch(practice, text === "s" ? "okafor" : text, limit, cursor);
      };
    });
    await user.keyboard("{Control>}k{/Control}s");
    await screen.findByRole("option", { name: /Okafor, Miriam/ });
    await user.keyboard("ync{Enter}");
    expect(screen.getByRole("dialog"), "the people for what is typed are not there yet").toBeTruthy();
    tell();
    await screen.findByRole("heading", { name: "Sync" });
    expect(askedOf(fake, "patient_open")).toEqual([]);
  });

  it("puts the exact word of an action before people found by a slip", async () => {
    const { user } = await openSchedule({}, ({ practice }) => {
      const [first] = practice.people;
      if (first !== undefined) {
        first.name = "Dare, Ada";
      }
    });
    await user.keyboard("{Control>}k{/Control}dark");
    await screen.findByRole("option", { name: /Dare, Ada/ });
    expect(screen.getAllByRole("option")[0]?.textContent).toMatch(/Light, dark/);
    await user.keyboard("{Control>}a{/Control}tomorrow{Enter}");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
  });

  it("offers to ask athenahealth for whom the palette does not find", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("{Control>}k{/Control}quartermn");
    await screen.findByRole("option", { name: /Ask athenahealth for “quartermn”/ });
    await user.keyboard("{Enter}");
    await screen.findByRole("option", { name: /^Quarterman, Ada/ });
    expect(askedOf(fake, "patient_ask")).toEqual([{ text: "quartermn" }]);
  });

  it("does not offer to ask athenahealth for what it cannot be asked for", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("{Control>}k{/Control}XEA1234567");
    await waitFor(() =>
      expect(askedOf(fake, "patient_search")).toContainEqual({ text: "XEA1234567", limit: 8 }),
    );
    await screen.findByText(/^Nothing here goes by that/);
    expect(screen.queryByRole("option", { name: /Ask athenahealth/ })).toBeNull();
  });

  it("goes round light, dark and system with one key", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("T");
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
    await user.keyboard("T");
    await waitFor(() => expect(fake.session.preferences.theme).toBe("system"));
  });

  it("says how fresh the copy is and how many calls are left", async () => {
    await openSchedule();
    const fresh = await screen.findByTitle("Schedule 18 s ago · 94 % of today's calls left");
    expect(fresh.textContent).toBe("Schedule 18 s ago · 94 % of today's calls left");
    expect(screen.getByText("practice 195900 · demo")).toBeTruthy();
    expect(screen.getByText("times are Main Street's: Central")).toBeTruthy();
  });

  it("writes times on the clock that is chosen", async () => {
    const { user } = await openSchedule();
    expect(screen.getByText("9 AM")).toBeTruthy();
    await user.keyboard("ge");
    await user.click(await screen.findByRole("radio", { name: "10:30" }));
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("link", { name: "Schedule" }));
    await screen.findByText("9:00");
  });

  it("carries nothing of one practice into another", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("okafor{Enter}");
    await screen.findByRole("complementary", { name: "Patient" });
    fake.answers.patient_search = async () => ({
      rows: [],
      cursor: null,
      held: 0,
      filled: true,
      askable: true,
    });
    await fake.call("connection_add", {
      environment: { kind: "preview" },
      practice: "1",
      clientId: "",
      clientSecret: "",
    });
    fake.tell({
      event: "changed",
      tags: ["session", "connections", "practice", "patients", "schedule", "recents", "sync"],
    });
    await screen.findByText("athenahealth's test environment. Nobody here is a real patient.");
    expect(
      screen.queryByText(/Okafor, Miriam/, { selector: "h2" }),
      "the card of the other practice is gone",
    ).toBeNull();
    await user.keyboard("/");
    expect(
      ((await screen.findByRole("combobox", { name: "Find a patient" })) as HTMLInputElement).value,
    ).toBe("");
  });

  it("goes one step back in the form of a new practice and keeps what is typed", async () => {
    const { user } = await openSchedule();
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: "Add a practice" }));
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    await user.type(screen.getByLabelText("Practice id"), "195900{Escape}");
    expect(await screen.findByRole("button", { name: /athenahealth preview/ })).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Add a practice" }));
    await user.click(await screen.findByRole("button", { name: /athenahealth preview/ }));
    expect((screen.getByLabelText("Practice id") as HTMLInputElement).value).toBe("195900");
  });

  it("says what the key of one more practice may do, before its pages", async () => {
    const { user } = await openSchedule();
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: "Add a practice" }));
    await user.click(await screen.findByRole("button", { name: "Explore the demo practice" }));
    await screen.findByRole("heading", { name: /is connected$/ });
    await user.click(screen.getByRole("button", { name: "Open the practice" }));
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
  });

  it("says how many drafts and unsent writes go with a practice, before it is removed", async () => {
    const { user, fake } = await openSchedule();
    const list = await fake.call("connection_list", {});
    const answer = (unsent: Connection["unsent"]) => async () => ({
      ...list,
      rows: list.rows.map((row) => ({ ...row, unsent })),
    });
    fake.answers.connection_list = answer({ drafts: 2, writes: 1 });
    await user.keyboard("ge");
    fake.tell({ event: "changed", tags: ["writes"] });
    await user.click(await screen.findByRole("button", { name: /^Remove/ }));
    const asked = await screen.findByRole("alertdialog", { name: "Remove Cedar Valley Family Medicine?" });
    await within(asked).findByText("2 drafts and 1 write that was not sent yet go with it.");
    fake.answers.connection_list = answer({ drafts: 1, writes: 0 });
    fake.tell({ event: "changed", tags: ["writes"] });
    await within(asked).findByText("1 draft goes with it.");
  });

  it("removes a practice only after it was confirmed", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Remove/ }));
    const asked = await screen.findByRole("alertdialog", { name: "Remove Cedar Valley Family Medicine?" });
    expect(asked.textContent, "two practices may have one name").toContain("practice 195900, demo");
    expect(asked.textContent).toContain("its copy on this computer");
    await user.keyboard("{Escape}");
    expect(askedOf(fake, "connection_remove")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: /^Remove/ }));
    await user.click(await screen.findByRole("button", { name: "Remove it" }));
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(askedOf(fake, "connection_remove")).toEqual([{ connection: "c1" }]);
  });
});

describe("what axe finds", () => {
  // Colours need a layout, which jsdom has not: contrast is looked at in the browser.
  const check = async () => {
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  };

  it("is nothing on the day sheet with its panel", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
    await user.keyboard("{Enter}");
    await screen.findByRole("complementary", { name: "Visit" });
    expect(await check()).toEqual([]);
  });

  it("is nothing on the patients with a card", async () => {
    const { user } = await openPatients();
    await user.keyboard("ro{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    expect(await check()).toEqual([]);
  });

  it.each(["gy", "ge"])("is nothing after %s", async (keys) => {
    const { user } = await openSchedule();
    await user.keyboard(keys);
    await screen.findByRole("heading", { level: 1, name: /Sync|Settings/ });
    expect(await check()).toEqual([]);
  });

  it("is nothing on the first screen", async () => {
    open({ session: { stage: { stage: "firstRun", keychain: "ready" } }, connection: null });
    await screen.findByRole("button", { name: "Explore the demo practice" });
    expect(await check()).toEqual([]);
  });
});
