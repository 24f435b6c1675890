import { act, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { WriteRow } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { fakeAlike, fakeWrite, written } from "../src/ipc/fake-writes.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, NOW, openPatients, openSchedule } from "./open.tsx";

const nothing = () => undefined;

async function openEdit(prepare: (fake: Fake) => void = nothing, who = "30917") {
  const opened = await openPatients({}, prepare);
  await opened.user.keyboard(`${who}{Enter}`);
  await screen.findByRole("region", { name: "Insurances" });
  await opened.user.keyboard("e");
  await screen.findByRole("heading", { name: /^Change / });
  return opened;
}

async function openRegister(prepare: (fake: Fake) => void = nothing) {
  const opened = await openSchedule({}, prepare);
  await opened.user.keyboard("n");
  await screen.findByRole("heading", { name: "Register a patient" });
  return opened;
}

const box = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const footWords = () => screen.getByRole("contentinfo").textContent;
const tick = (name: RegExp) => screen.getByRole("checkbox", { name });
const toBeWritten = () => screen.getByRole("region", { name: "What is to be written" }).textContent;

const nobodyAlike = () => within(screen.getByRole("main")).findByText("athenahealth knows nobody like them.");

type User = Awaited<ReturnType<typeof openEdit>>["user"];

async function write(user: User, label: string, words: string) {
  await user.clear(box(label));
  if (words !== "") {
    await user.type(box(label), words);
  }
}

describe("changing a patient", () => {
  it("begins in the first field, with all that is on file", async () => {
    await openEdit();
    expect(document.activeElement).toBe(box("Last name"));
    expect(footWords(), "the foot says what the button does").toMatch(/Ctrl Entersend/);
    expect(box("Last name").value).toBe("Walsh");
    expect(box("Mobile phone").value).toBe("(319) 555-0101");
    expect(screen.getByRole("combobox", { name: "Registered at" })).toHaveProperty("value", "1");
    expect(toBeWritten()).toContain("Nothing is changed yet.");
  });

  it("sends only what was changed, with what was seen, once two identifiers are ticked", async () => {
    const { user, fake } = await openEdit();
    await write(user, "Mobile phone", "319 555 0142");
    await write(user, "City", "Cedar Falls");
    expect(toBeWritten()).toContain("(319) 555-0101 → (319) 555-0142");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("Tick two that were confirmed.");
    expect(document.activeElement, "the focus is where something is left to do").toBe(tick(/^Name/));
    expect(askedOf(fake, "write_release")).toEqual([]);
    await user.click(tick(/^Name/));
    await user.click(tick(/^Address/));
    await user.click(screen.getByRole("button", { name: "Send it" }));
    await screen.findByRole("heading", { name: "Changing Walsh, Brigid" });
    const changes = [
      { field: "mobilePhone", saw: "3195550101", value: "3195550142" },
      { field: "city", saw: "Cedar Valley", value: "Cedar Falls" },
    ];
    expect(askedOf(fake, "write_edit").concat(askedOf(fake, "write_redraft"))).toHaveLength(1);
    expect(askedOf(fake, "write_edit")).toEqual([{ patient: "30917", changes }]);
    expect(askedOf(fake, "write_release")).toEqual([{ write: "d1", confirmed: ["name", "address"] }]);
  });

  it("confirms by what is on file and by a member id, not by what is typed", async () => {
    const { user } = await openEdit();
    await write(user, "Mobile phone", "3195550142");
    expect(tick(/^Phone/).closest("label")?.textContent).toContain("(319) 555-0101");
    expect(tick(/^Member id/).closest("label")?.textContent).toContain("XKJ4471902");
  });

  it("follows it until it ended: on its way, then field by field, and never saved before", async () => {
    const { user, fake } = await openEdit();
    await write(user, "City", "Cedar Falls");
    await user.click(tick(/^Name/));
    await user.click(tick(/^Born/));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("on its way");
    const main = screen.getByRole("main", { name: "Patient form" });
    expect(within(main).queryByText(/^saved/)).toBeNull();
    fake.writes.move("d1", "sent");
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await screen.findByText("on its way");
    expect(within(main).queryByText(/^saved/)).toBeNull();
    fake.writes.move("d1", "saved", {
      readBack: true,
      end: "answer",
      fields: [written("city", "Cedar Valley", "Cedar Falls", { made: "kept" })],
    });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await within(main).findByText("saved");
    expect(within(main).getByRole("row", { name: /^City/ }).textContent).toContain("kept");
    fake.writes.move("d1", "saved", {
      fields: [written("city", "Cedar Valley", "Cedar Falls", { made: "changed", theirs: "CEDAR FALLS" })],
    });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await within(main).findByText("saved, not all as written");
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Patient" });
    await waitFor(() =>
      expect(askedOf(fake, "write_see"), "whoever was there saw it").toEqual([{ write: "d1" }]),
    );
  });

  it("leads from an unknown end to the list of writes, and offers to undo a saved one", async () => {
    const { user, fake } = await openEdit();
    await write(user, "City", "Cedar Falls");
    await user.click(tick(/^Name/));
    await user.click(tick(/^Born/));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("on its way");
    fake.writes.move("d1", "unknown", { why: "noAnswer" });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await screen.findByText("It was sent, and no answer came in time.");
    fake.writes.move("d1", "saved", { end: "readBack" });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await screen.findByRole("dialog", { name: "Send it: Walsh, Brigid" });
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "All writes" }));
    await screen.findByRole("heading", { name: "Writes" });
    expect(screen.getByRole("complementary", { name: "Write" })).toBeTruthy();
  });

  it("says at the field what is wrong with it, and sends nothing until it is right", async () => {
    const { user, fake } = await openEdit();
    await write(user, "Mobile phone", "319555");
    await write(user, "Last name", "");
    await write(user, "Middle", "x".repeat(22));
    await user.tab();
    await screen.findByText("Ten digits.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("3 fields cannot be written as they are.");
    expect(screen.getByText("2 letters more than the 20 athenahealth keeps.")).toBeTruthy();
    expect(box("Last name").getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement, "the first that is wrong has the focus").toBe(box("Last name"));
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("shows what the console finds wrong that the window did not", async () => {
    const { user, fake } = await openEdit((each) => {
      each.answers.write_release = async () => {
        throw new Failed({ code: "badFields", troubles: [{ field: "email", why: "malformed" }] });
      };
    });
    await write(user, "Email", "brigid@example.org");
    await user.click(tick(/^Name/));
    await user.click(tick(/^Born/));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("It has an @ and a dot after it.");
    expect(document.activeElement).toBe(box("Email"));
    delete fake.answers.write_release;
    await write(user, "Email", "brigid@example.com");
    expect(screen.queryByText("It has an @ and a dot after it."), "it is another value now").toBeNull();
  });

  it("says of a ZIP code that another state has it, and sends the two once they belong together", async () => {
    const { user, fake } = await openEdit();
    await user.click(tick(/^Name/));
    await user.click(tick(/^Born/));
    await write(user, "ZIP", "60614");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("60614 is in IL. Check the two.");
    expect(document.activeElement).toBe(box("ZIP"));
    expect(askedOf(fake, "write_release")).toEqual([]);
    await write(user, "State", "il");
    expect(screen.queryByText("60614 is in IL. Check the two.")).toBeNull();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(askedOf(fake, "write_release")).toHaveLength(1));
  });

  it("says the same at the state where that alone was changed, once it is left", async () => {
    const { user } = await openEdit();
    await write(user, "State", "il");
    expect(screen.queryByText(/Check the two/), "not while it is typed").toBeNull();
    await user.tab();
    await screen.findByText("52401 is in IA. Check the two.");
    expect(box("State").getAttribute("aria-invalid")).toBe("true");
  });

  it("refuses a name without a letter at the field, and takes any that has one", async () => {
    const { user, fake } = await openEdit();
    await write(user, "Last name", "12345");
    await write(user, "First name", "--");
    await user.tab();
    expect(await screen.findAllByText("A name has letters.")).toHaveLength(2);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("2 fields cannot be written as they are.");
    await write(user, "Last name", "D’Ávila-Ñuñez כהן");
    await write(user, "First name", "X");
    expect(screen.queryByText("A name has letters.")).toBeNull();
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("says of a code in a draft that athenahealth does not know it, and which to choose from", async () => {
    const held = fakeWrite(NOW, { patient: "30917", fields: [written("sex", "F", "Q")] });
    const { user, fake } = await openEdit((each) => {
      each.writes.rows = [held];
    });
    await screen.findByText(/This draft was kept/);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("athenahealth does not know this. Choose one of the list.");
    expect(document.activeElement).toBe(box("Sex"));
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("says that it stands already where athenahealth has it", async () => {
    const held = fakeWrite(NOW, {
      patient: "30917",
      why: "standsAlready",
      fields: [written("mobilePhone", "3195550101", "3195550142", { theirs: "3195550142" })],
    });
    await openEdit((each) => {
      each.writes.rows = [held];
    });
    await screen.findByText("It stands already at athenahealth.");
    expect(toBeWritten()).toContain("Nothing is changed yet.");
  });

  it("keeps what was typed as a draft when it is left, asks nothing, and goes on with it", async () => {
    const { user, fake } = await openEdit();
    await write(user, "City", "Cedar Falls");
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Patient" });
    expect(askedOf(fake, "write_edit")).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
    await screen.findByRole("region", { name: "What is being written" });
    await user.keyboard("e");
    await screen.findByText("This draft was kept. Go on where you left it.");
    expect(box("City").value).toBe("Cedar Falls");
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Patient" });
    expect(askedOf(fake, "write_redraft"), "nothing was changed since").toEqual([]);
    await user.keyboard("e");
    await screen.findByText(/This draft was kept/);
    await write(user, "City", "Cedar Valley");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(askedOf(fake, "write_discard"), "nothing of it is left").toHaveLength(1));
  });

  it("keeps the draft a moment after the last letter: the console may lock at any time", async () => {
    const { user, fake } = await openEdit();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    await write(user, "City", "Solon");
    expect(askedOf(fake, "write_edit"), "not at each letter").toEqual([]);
    await act(() => vi.advanceTimersByTimeAsync(1_100));
    vi.useRealTimers();
    await waitFor(() => expect(askedOf(fake, "write_edit")).toHaveLength(1));
    await user.type(box("City"), "s");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(askedOf(fake, "write_redraft")).toHaveLength(1));
    expect(fake.writes.rows, "one draft, however often it is kept").toHaveLength(1);
  });

  it("keeps nothing of a form in which nothing was typed", async () => {
    const { user, fake } = await openEdit();
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Patient" });
    expect(askedOf(fake, "write_edit")).toEqual([]);
  });

  it("stays open and says so where the draft cannot be kept", async () => {
    const { user } = await openEdit((fake) => {
      fake.answers.write_edit = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
      };
    });
    await write(user, "City", "Solon");
    await screen.findByText("The disk is full");
    expect(box("City").value).toBe("Solon");
  });

  it("sets theirs in place of what was seen once somebody else changed it", async () => {
    const held = fakeWrite(NOW, {
      patient: "30917",
      why: "changedMeanwhile",
      fields: [written("mobilePhone", "3195550101", "3195550142", { theirs: "3195550199" })],
    });
    const { user, fake } = await openEdit((each) => {
      each.writes.rows = [held];
    });
    await screen.findByText("Somebody else changed the same field meanwhile.");
    await screen.findByText("now at athenahealth: (319) 555-0199");
    await user.click(tick(/^Name/));
    await user.click(tick(/^Born/));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(askedOf(fake, "write_release")).toHaveLength(1));
    const changes = [{ field: "mobilePhone", saw: "3195550199", value: "3195550142" }];
    expect(askedOf(fake, "write_redraft")).toEqual([{ write: "w1", draft: { kind: "edit", changes } }]);
  });

  it.each<[string, Partial<Fake["practice"]["people"][number]>, RegExp]>([
    ["who died", { flags: ["deceased"] }, /They have died/],
    ["who is inactive", { flags: ["inactive"] }, /made active again under Status/],
  ])("says what is possible with somebody %s", async (_, change, words) => {
    await openEdit((fake) => {
      fake.practice.people[1] = { ...(fake.practice.people[1] as Fake["practice"]["people"][0]), ...change };
    });
    await screen.findByText(words);
  });

  it("says that somebody was merged into another, and that another change is open", async () => {
    await openEdit((fake) => {
      fake.answers.patient_form = async (asked) => {
        delete fake.answers.patient_form;
        const form = await fake.call("patient_form", asked);
        return { ...form, patient: "41882", open: "w9" };
      };
    });
    await screen.findByText(/30917 was merged into this patient/);
    await screen.findByText("Another change of this patient is not done yet.");
  });

  it("says that they were merged into another meanwhile, and takes what was typed along", async () => {
    const { user, fake } = await openEdit();
    await write(user, "City", "Cedar Falls");
    fake.answers.patient_open = async ({ patient }) => {
      const answer = fake.answers.patient_open;
      delete fake.answers.patient_open;
      const card = await fake.call("patient_open", { patient: patient === "30917" ? "41882" : patient });
      fake.answers.patient_open = answer;
      return card;
    };
    act(() => fake.tell({ event: "changed", tags: ["patients"] }));
    await screen.findByText(/^30917 was merged into another record: .+, id 41882\.$/);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText(/This record is no more/);
    expect(askedOf(fake, "write_release"), "nothing is sent about the one who is no more").toEqual([]);
    await user.keyboard("{Control>}o{/Control}");
    await waitFor(() => expect(askedOf(fake, "patient_form")).toContainEqual({ patient: "41882" }));
    const kept = [...askedOf(fake, "write_edit"), ...askedOf(fake, "write_redraft")];
    expect(JSON.stringify(kept)).toContain("Cedar Falls");
  });

  it("says why it could not be opened", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_form = async () => {
        throw new Failed({ code: "notHeld" });
      };
    });
    await user.keyboard("30917{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await user.keyboard("e");
    await screen.findByText("The copy on this computer does not hold this patient.");
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Patient" });
  });

  it("leaves axe nothing to find, right and wrong", async () => {
    const { user, container } = await openEdit();
    const look = async () => {
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    };
    await look();
    await write(user, "ZIP", "1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await look();
  });
});

describe("registering a patient", () => {
  const fill = async (user: User) => {
    await write(user, "First name", "Ada");
    await write(user, "Last name", "Marsh");
    await write(user, "Born", "3/14/1979");
    await write(user, "Mobile phone", "3195550142");
    await user.selectOptions(box("Registered at"), "Main Street");
  };
  const goOn = (user: User) => user.keyboard("{Control>}{Enter}{/Control}");

  it("is begun from what was typed to find them", async () => {
    const { user } = await openPatients();
    await user.keyboard("zwicky, ada 3/14/1979");
    await screen.findByText(/Nobody in the copy matches/);
    await user.keyboard("{Alt>}{Enter}{/Alt}");
    await screen.findByRole("heading", { name: "Register a patient" });
    expect(box("First name").value).toBe("Ada");
    expect(box("Last name").value).toBe("Zwicky");
    expect(box("Born").value).toBe("03/14/1979");
  });

  it("looks for the same person first, and asks for what that needs", async () => {
    const { user, fake } = await openRegister();
    expect(footWords(), "the foot says what the button does").toMatch(/Ctrl Enterlook for the same person/);
    expect(screen.queryByRole("checkbox"), "nobody is confirmed before").toBeNull();
    await write(user, "First name", "Ada");
    await goOn(user);
    await screen.findByText("2 fields cannot be written as they are.");
    expect(askedOf(fake, "patient_alike")).toEqual([]);
    await fill(user);
    await goOn(user);
    await nobodyAlike();
    expect(askedOf(fake, "patient_alike")).toEqual([
      {
        fields: [
          { field: "last", value: "Marsh" },
          { field: "first", value: "Ada" },
          { field: "dob", value: "1979-03-14" },
          { field: "mobilePhone", value: "3195550142" },
        ],
      },
    ]);
    expect(document.activeElement, "the keyboard goes on where something is left").toBe(tick(/^Name/));
  });

  it("has one foot and one head for whoever goes from landmark to landmark, at each step", async () => {
    const { user } = await openRegister((each) => {
      each.writes.alike = [fakeAlike()];
    });
    const landmarks = () => ["banner", "contentinfo", "main"].map((role) => screen.getAllByRole(role).length);
    expect(landmarks(), "the form").toEqual([1, 1, 1]);
    await fill(user);
    await goOn(user);
    await screen.findByRole("heading", { name: "Registered already?" });
    expect(landmarks(), "those alike").toEqual([1, 1, 1]);
  });

  it("is sent once nobody is like them and two identifiers are ticked", async () => {
    const { user, fake } = await openRegister();
    await fill(user);
    await goOn(user);
    await nobodyAlike();
    await user.keyboard(" {Tab} ");
    await goOn(user);
    await screen.findByRole("heading", { name: "Registering Marsh, Ada" });
    const created = askedOf(fake, "write_create").concat(askedOf(fake, "write_redraft"));
    expect(created.length).toBeGreaterThan(0);
    expect(askedOf(fake, "write_release")).toEqual([{ write: "d1", confirmed: ["name", "dob"] }]);
    fake.writes.move("d1", "saved", { patient: "41882", end: "answer" });
    act(() => fake.tell({ event: "changed", tags: ["writes"] }));
    await user.click(await screen.findByRole("button", { name: "Card" }));
    await screen.findByRole("complementary", { name: "Patient" });
  });

  it("says from the start that one way to reach them is needed, and again once the group is left without", async () => {
    const { user } = await openRegister();
    const contact = screen.getByRole("region", { name: "Contact" });
    expect(contact.textContent).toContain("needed: a phone or an email");
    await user.click(box("Mobile phone"));
    await user.click(box("Email"));
    expect(
      screen.queryByText("A phone or an email is needed."),
      "another of them may be filled in",
    ).toBeNull();
    await user.click(box("Street"));
    await screen.findByText("A phone or an email is needed.");
    await write(user, "Email", "ada@example.org");
    expect(screen.queryByText("A phone or an email is needed.")).toBeNull();
    await write(user, "ZIP", "52401");
    await screen.findByText("52401 is in IA");
  });

  it("needs one way to reach them", async () => {
    const { user, fake } = await openRegister();
    await fill(user);
    await write(user, "Mobile phone", "");
    await goOn(user);
    await nobodyAlike();
    await user.keyboard(" {Tab} ");
    await goOn(user);
    await screen.findByText("A phone or an email is needed.");
    expect(document.activeElement).toBe(box("Mobile phone"));
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("shows who is like them side by side, and decides nothing", async () => {
    const { user, fake } = await openRegister((each) => {
      each.writes.alike = [fakeAlike({ likeness: "same", score: 27 })];
    });
    await fill(user);
    await goOn(user);
    await screen.findByRole("heading", { name: "Registered already?" });
    expect(screen.getByText("taken for the same")).toBeTruthy();
    expect(screen.getByText(/The same names and birth date alone come to 23/)).toBeTruthy();
    expect(askedOf(fake, "write_release")).toEqual([]);
    await user.keyboard("{Escape}");
    await screen.findByRole("heading", { name: "Register a patient" });
    expect(box("First name").value, "what was typed is there").toBe("Ada");
    await goOn(user);
    const title = await screen.findByRole("heading", { name: "Registered already?" });
    expect(document.activeElement).toBe(title);
    await goOn(user);
    expect(screen.getByRole("heading", { name: "Registered already?" }), "pressed twice").toBe(title);
    await user.keyboard("{Alt>}{Enter}{/Alt}");
    await screen.findByText("1 like them looked at: somebody else.");
    await user.keyboard(" {Tab} ");
    await goOn(user);
    await waitFor(() => expect(askedOf(fake, "write_release")).toHaveLength(1));
    const last = askedOf(fake, "write_create").concat(askedOf(fake, "write_redraft")).at(-1);
    expect(JSON.stringify(last), "whom they looked at is ruled out").toContain('"ruledOut":["30917"]');
  });

  it("says nothing of a status side by side but where somebody's is another than active", async () => {
    const status = (theirs: string) => ({ field: "status", ours: "", theirs, differs: false }) as const;
    const { user, fake } = await openRegister((each) => {
      const { fields } = fakeAlike();
      each.writes.alike = [
        fakeAlike({ fields: [...fields, status("active")] }),
        fakeAlike({ patient: "41882", fields: [...fields, status("")] }),
      ];
    });
    await fill(user);
    await goOn(user);
    const table = await screen.findByRole("table", { name: "Alike, side by side" });
    within(table).getByRole("rowheader", { name: "Mobile phone" });
    expect(within(table).queryByRole("rowheader", { name: "Status" })).toBeNull();
    await user.keyboard("{Escape}");
    fake.writes.alike = [fakeAlike({ fields: [status("inactive")] })];
    await write(user, "First name", "Adah");
    await goOn(user);
    const row = await screen.findByRole("row", { name: /^Status/ });
    expect(row.textContent).toContain("inactive");
  });

  it("opens the card of whoever is registered already, and takes the draft back", async () => {
    const { user, fake } = await openRegister((each) => {
      each.writes.alike = [fakeAlike()];
    });
    await fill(user);
    await goOn(user);
    await screen.findByRole("heading", { name: "Registered already?" });
    await user.click(screen.getByRole("button", { name: /^This is them/ }));
    await screen.findByRole("complementary", { name: "Patient" });
    expect(fake.writes.rows).toEqual([]);
    expect(askedOf(fake, "patient_open").at(-1)).toEqual({ patient: "30917" });
  });

  it("looks again once what tells people apart has changed", async () => {
    const { user, fake } = await openRegister();
    await fill(user);
    await goOn(user);
    await nobodyAlike();
    await write(user, "First name", "Adah");
    await screen.findByText("What was looked for has changed: look again.");
    await goOn(user);
    await waitFor(() => expect(askedOf(fake, "patient_alike")).toHaveLength(2));
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("keeps the draft while athenahealth cannot be asked, and says so", async () => {
    const { user, fake } = await openRegister((each) => {
      each.answers.patient_alike = async () => {
        throw new Failed({ code: "offline" });
      };
    });
    await fill(user);
    await goOn(user);
    await screen.findByText(/The draft stays under Writes/);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(fake.writes.rows).toHaveLength(1));
    expect(fake.writes.rows[0]).toMatchObject({ kind: "create", stage: "draft" });
  });

  it("goes on with a draft that was held for likely duplicates where they are compared", async () => {
    const held: WriteRow = fakeWrite(NOW, {
      kind: "create",
      why: "likelyDuplicate",
      fields: [
        written("first", null, "Ada"),
        written("last", null, "Marsh"),
        written("dob", null, "1979-03-14"),
        written("mobilePhone", null, "3195550142"),
        written("department", null, "1"),
      ],
      alike: [fakeAlike()],
    });
    const { user, fake } = await openSchedule({}, (each) => {
      each.writes.rows = [held];
    });
    await user.keyboard("gw");
    await screen.findByRole("listbox");
    await user.keyboard("e");
    await screen.findByRole("heading", { name: "Registered already?" });
    await user.keyboard("{Alt>}{Enter}{/Alt}");
    await screen.findByText("1 like them looked at: somebody else.");
    await user.keyboard(" {Tab} ");
    await goOn(user);
    await waitFor(() => expect(askedOf(fake, "write_release")).toHaveLength(1));
    expect(askedOf(fake, "write_redraft").at(-1)).toMatchObject({
      write: "w1",
      draft: { kind: "create", ruledOut: ["30917"] },
    });
    expect(askedOf(fake, "write_create"), "it stays the same draft").toEqual([]);
  });

  it("leaves axe nothing to find, the form and the comparison", async () => {
    const { user, container } = await openRegister((each) => {
      each.writes.alike = [fakeAlike(), fakeAlike({ patient: "41882", likeness: "distant", score: null })];
    });
    const look = async () => {
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    };
    await look();
    await fill(user);
    await goOn(user);
    await screen.findByRole("heading", { name: "Registered already?" });
    await look();
  });
});
