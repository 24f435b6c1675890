import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { PersonView, WriteDeed, WriteRow } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { seatOf } from "../src/ipc/fake-people.ts";
import { fakeAlike, fakeWrite, someWrites, written } from "../src/ipc/fake-writes.ts";
import { Failed } from "../src/ipc/host.ts";
import { whyText } from "../src/writes/why-text.ts";
import { askedOf, NOW, openPatients, openSchedule } from "./open.tsx";

const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "clinician" };

async function openWrites(rows: WriteRow[], more: (fake: Fake) => void = () => undefined, start = {}) {
  const opened = await openSchedule(start, (fake) => {
    fake.writes.rows = rows;
    more(fake);
  });
  await opened.user.keyboard("gw");
  await screen.findByRole("heading", { name: "Writes" });
  return opened;
}

const rowsShown = () => screen.getAllByRole("option").map((row) => row.textContent ?? "");
const selected = () => screen.getByRole("option", { selected: true }).textContent ?? "";
const panel = () => screen.getByRole("complementary", { name: "Write" });

describe("the list of writes", () => {
  it("shows what asks for a person first, each with its stage, why and what to do", async () => {
    await openWrites(someWrites(NOW));
    await screen.findByRole("listbox", { name: "Writes to athenahealth" });
    const groups = screen.getAllByRole("group").map((group) => group.getAttribute("aria-label"));
    expect(groups).toEqual(["Asks for you", "On its way", "Drafts"]);
    const shown = rowsShown();
    expect(shown[0]).toMatch(/^unknownOkafor, Miriam A\..*born 01\/01\/1938 · 41882/);
    expect(shown[0]).toContain("Street: 14 Elm Street → 9 River Road, 1 more field");
    expect(shown[0]).toContain("It was sent, and no answer came in time.");
    expect(shown[0], "what is not known is never sent by itself").toContain("never sends it again by itself");
    expect(shown[1]).toMatch(/^held for you.*Somebody else changed the same field meanwhile/);
    expect(shown[5]).toMatch(/^waits.*It goes by itself once there is a connection/);
    expect(screen.getByText("5 for you · 1 on the way · 1 draft")).toBeTruthy();
    expect(document.querySelectorAll("main span").length, "few enough to paint").toBeLessThan(600);
  });

  it("says saved of nothing that athenahealth did not confirm", async () => {
    await openWrites(someWrites(NOW).filter(({ stage }) => stage !== "saved"));
    await screen.findByRole("listbox");
    for (const row of screen.getAllByRole("option")) {
      const [stage] = within(row).getAllByText(/./);
      expect(stage?.textContent).not.toMatch(/^saved/);
    }
  });

  it("is walked by arrows, and the open panel follows", async () => {
    const { user } = await openWrites(someWrites(NOW));
    await screen.findByRole("listbox");
    await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("listbox"));
    expect(screen.queryByRole("complementary"), "nothing is opened by itself").toBeNull();
    await user.keyboard("{ArrowDown}");
    expect(selected()).toContain("Walsh, Brigid");
    await user.keyboard("{Enter}");
    expect(within(panel()).getByRole("heading", { name: "Walsh, Brigid" })).toBeTruthy();
    await user.keyboard("{ArrowDown}");
    expect(within(panel()).getByRole("heading", { name: "Marsh, Ada" })).toBeTruthy();
    await user.keyboard("{End}{Home}");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    expect(document.activeElement?.getAttribute("role"), "the list has the focus again").toBe("listbox");
    await user.keyboard("{End}");
    expect(selected()).toMatch(/^draft/);
    await user.keyboard("{Home}");
    expect(selected()).toMatch(/^unknown/);
  });

  it("turns pages by key where there are more", async () => {
    const many = Array.from({ length: 60 }, (_, at) => fakeWrite(NOW, { id: `m${at}` }));
    const { user, fake } = await openWrites(many);
    await waitFor(() => expect(rowsShown()).toHaveLength(50));
    await user.keyboard("]");
    await waitFor(() => expect(rowsShown()).toHaveLength(10));
    expect(askedOf(fake, "write_list").at(-1)).toEqual({ limit: 50, cursor: "50" });
    await user.keyboard("[[");
    await waitFor(() => expect(rowsShown()).toHaveLength(50));
  });

  it("leads to what is on its way where more refusals than a page holds stand before it", async () => {
    const refused = Array.from({ length: 60 }, (_, at) =>
      fakeWrite(NOW, { id: `m${at}`, stage: "notSaved", why: "refused" }),
    );
    const { user } = await openWrites([...refused, fakeWrite(NOW, { id: "way", stage: "waiting" })]);
    await waitFor(() => expect(rowsShown()).toHaveLength(50));
    await screen.findByText("60 for you · 1 on the way");
    await user.click(screen.getByRole("button", { name: "Show the one on its way" }));
    await waitFor(() => expect(rowsShown()).toHaveLength(1));
    expect(rowsShown()[0]).toMatch(/^on its way/);
    expect(screen.queryByRole("button", { name: "Show the one on its way" })).toBeNull();
    await user.keyboard("[[");
    await waitFor(() => expect(rowsShown()).toHaveLength(50));
  });

  it("says when nothing is being written, when it is offline, and when it could not be read", async () => {
    const { user, fake } = await openWrites([], (each) => {
      each.sync = { ...each.sync, problem: { code: "offline" } };
    });
    await screen.findByText("Nothing is being written to athenahealth.");
    expect(screen.getByText(/What was sent off waits, and goes by itself/)).toBeTruthy();
    fake.answers.write_list = async () => {
      throw new Failed({ code: "unexpected", reference: "c3d4" });
    };
    await user.keyboard("r");
    await screen.findByText(/tell support the reference c3d4/);
  });

  it("is nothing for who may not write: no page, no count, and nothing is asked", async () => {
    const { user, fake } = await openSchedule({ people: [BEN], session: { seat: seatOf(BEN) } }, (each) => {
      each.writes.rows = someWrites(NOW);
    });
    expect(screen.queryByRole("link", { name: /Writes/ })).toBeNull();
    await user.keyboard("gw");
    await screen.findByText("You do not have the right to register or change patients.");
    await user.keyboard("n");
    await screen.findByText("You do not have the right to register or change patients.");
    expect(askedOf(fake, "write_list")).toEqual([]);
    expect(askedOf(fake, "patient_form")).toEqual([]);
  });

  it("leaves axe nothing to find, the panel open and closed", async () => {
    const { user, container } = await openWrites(someWrites(NOW));
    await screen.findByRole("listbox");
    for (const key of ["", "{Enter}", "{ArrowDown}", "{ArrowDown}"]) {
      await user.keyboard(key === "" ? "{Home}" : key);
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(screen.getAllByRole("banner"), "the head of a panel is none of the page").toHaveLength(1);
    }
  });
});

describe("the marks of the frame", () => {
  it("count what asks for a person, and say above every page what is unknown or held", async () => {
    const { fake } = await openSchedule({}, (each) => {
      each.writes.rows = someWrites(NOW);
    });
    const link = await screen.findByRole("link", { name: /Writes ?5 ask for you/ });
    expect(link).toBeTruthy();
    const mark = screen.getByTitle("Writes to athenahealth that ask for you: 1 unknown · 2 held");
    expect(mark.textContent).toContain("1 unknown · 2 held");
    fake.writes.rows = fake.writes.rows.filter(({ stage }) => stage === "waiting");
    fake.tell({ event: "changed", tags: ["writes"] });
    await waitFor(() => expect(screen.queryByTitle(/that ask for you/)).toBeNull());
    expect(screen.queryByText(/ask for you/)).toBeNull();
  });

  it("ask for nobody where a write stands there as it was written", async () => {
    const fields = [written("city", "Ames", "Solon", { made: "kept" })];
    await openWrites([fakeWrite(NOW, { stage: "saved", readBack: true, end: "answer", fields })]);
    await screen.findByRole("listbox");
    expect(screen.getByRole("group").getAttribute("aria-label")).toBe("Ended lately");
    expect(screen.queryByText(/asks? for you/), "nothing looks like trouble").toBeNull();
  });
});

describe("one write", () => {
  const shown = async (row: WriteRow, more?: (fake: Fake) => void) => {
    const opened = await openWrites([row], more);
    await screen.findByRole("listbox");
    await opened.user.keyboard("{Enter}");
    return opened;
  };
  const cells = (name: string) =>
    within(within(panel()).getByRole("row", { name: new RegExp(`^${name}`) }))
      .getAllByRole("cell")
      .map((cell) => cell.textContent);

  it("says field by field what athenahealth made of it", async () => {
    await shown(someWrites(NOW).find(({ stage }) => stage === "saved") as WriteRow);
    expect(within(panel()).getByText("saved, not all as written")).toBeTruthy();
    expect(cells("Street")).toEqual(["14 Elm Street", "9 River Road", "kept"]);
    expect(cells("ZIP")).toEqual(["52401", "52402", "has 52402-1180"]);
    expect(cells("Goes by")).toEqual(["(empty)", "Mimi", "left as it was"]);
  });

  it("marks what was refused, beside athenahealth's own words", async () => {
    await shown(someWrites(NOW).find(({ stage }) => stage === "notSaved") as WriteRow);
    expect(cells("Email")).toEqual(["someone@example.com", "miriam@example", "refused"]);
    expect(within(panel()).getByText("The email address is invalid.").tagName).toBe("BLOCKQUOTE");
  });

  it("shows three values side by side once somebody else changed one, and who is there now", async () => {
    await shown(someWrites(NOW)[1] as WriteRow);
    const heads = within(panel()).getAllByRole("columnheader");
    expect(heads.map((head) => head.textContent)).toEqual(["Field", "You saw", "There now", "You want"]);
    expect(cells("Mobile phone")).toEqual(["(319) 555-0101", "(319) 555-0199 differs", "(319) 555-0142"]);
    expect(within(panel()).getByRole("region", { name: "Who is there now" }).textContent).toContain("Brigid");
    const [first] = within(panel()).getAllByRole("button", { name: /Change|Send it/ });
    expect(first?.textContent, "what was held is changed before it is sent").toMatch(/^Change/);
  });

  it("shows those alike side by side, what differs marked for the eye and the ear", async () => {
    const { user, fake } = await shown(someWrites(NOW)[2] as WriteRow);
    const table = within(panel()).getByRole("table", { name: "Alike, side by side" });
    expect(within(table).getByText("may be the same")).toBeTruthy();
    const phone = within(table).getByRole("row", { name: /^Mobile phone/ });
    expect(within(phone).getAllByRole("cell")[1]?.textContent).toBe("≠ (319) 555-0177 differs");
    await user.click(within(table).getByRole("button", { name: "This is them: Marsh, Ada, id 50156" }));
    await waitFor(() => expect(askedOf(fake, "write_discard")).toEqual([{ write: "s3" }]));
    await waitFor(() => expect(askedOf(fake, "patient_open").at(-1)).toEqual({ patient: "50156" }));
  });

  it("offers exactly what the console says can be done", async () => {
    const deeds: WriteDeed[] = ["resolve", "release", "redraft", "again", "undo", "see", "discard"];
    for (const can of [deeds, [], ["see"]] as WriteDeed[][]) {
      const { unmount } = await shown(fakeWrite(NOW, { stage: "saved", can }));
      const acts = within(panel())
        .getAllByRole("button")
        .map((button) => button.textContent)
        .filter((words) => words !== "" && !/^Card/.test(words ?? ""));
      expect(acts).toHaveLength(can.length);
      unmount();
    }
  });

  it("is sent only once two identifiers are ticked", async () => {
    const { user, fake } = await shown(fakeWrite(NOW));
    await user.keyboard("s");
    const dialog = await screen.findByRole("dialog", { name: "Send it: Okafor, Miriam A." });
    expect(within(dialog).getAllByRole("checkbox")).toHaveLength(4);
    await user.click(within(dialog).getByRole("checkbox", { name: /Name/ }));
    await user.click(within(dialog).getByRole("button", { name: "Send it" }));
    await within(dialog).findByText("Tick two first.");
    expect(askedOf(fake, "write_release")).toEqual([]);
    await user.click(within(dialog).getByRole("checkbox", { name: /Born/ }));
    await user.click(within(dialog).getByRole("button", { name: "Send it" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "write_release")).toEqual([{ write: "w1", confirmed: ["name", "dob"] }]);
    await waitFor(() => expect(selected()).toMatch(/^on its way/));
  });

  it("names what is missing in a draft that is not whole, and goes on with it at the first of that", async () => {
    const draft = fakeWrite(NOW, {
      kind: "create",
      fields: [written("first", null, "Ada"), written("last", null, "Marsh"), written("sex", null, "Q")],
    });
    const { user, fake } = await shown(draft);
    await within(panel()).findByText(
      "Missing or wrong: Born, Sex, A phone or an email, Registered at. Change it, or take it back.",
    );
    const [lead] = within(panel()).getAllByRole("button", { name: /Change|Send it/ });
    expect(lead?.textContent, "what is not whole is changed before it is sent").toMatch(/^Change/);
    await user.keyboard("s");
    const dialog = await screen.findByRole("dialog", { name: "Not whole yet: Marsh, Ada" });
    const named = within(dialog)
      .getAllByRole("listitem")
      .map((item) => item.textContent);
    expect(named).toEqual([
      "Born Needed.",
      "Sex None of those that athenahealth knows.",
      "A phone or an email Needed.",
      "Registered at Needed.",
    ]);
    await user.click(within(dialog).getByRole("button", { name: "Go on with it" }));
    await screen.findByRole("heading", { name: "Register a patient" });
    expect(screen.getByLabelText("Last name")).toHaveProperty("value", "Marsh");
    expect(document.activeElement).toBe(screen.getByLabelText("Born"));
    await screen.findByText("A phone or an email is needed.");
    await user.keyboard("{Escape}");
    await screen.findByRole("complementary", { name: "Write" });
    expect(askedOf(fake, "write_release")).toEqual([]);
  });

  it("leads to the form where the console finds more than the list knew", async () => {
    const { user } = await shown(fakeWrite(NOW), (fake) => {
      fake.answers.write_release = async () => {
        throw new Failed({ code: "badFields", troubles: [{ field: "mobilePhone", why: "malformed" }] });
      };
    });
    await user.keyboard("s");
    const dialog = await screen.findByRole("dialog", { name: "Send it: Okafor, Miriam A." });
    await user.click(within(dialog).getByRole("checkbox", { name: /Name/ }));
    await user.click(within(dialog).getByRole("checkbox", { name: /Born/ }));
    await user.click(within(dialog).getByRole("button", { name: "Send it" }));
    await user.click(await screen.findByRole("button", { name: "Go on with it" }));
    await screen.findByRole("heading", { name: "Change Okafor, Miriam A." });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Mobile phone")));
  });

  it("says that it stands already, and does not call what is the same different", async () => {
    const fields = [written("mobilePhone", "3195550100", "3195550142", { theirs: "3195550142" })];
    await shown(fakeWrite(NOW, { why: "standsAlready", fields, can: ["redraft", "discard"] }));
    expect(within(panel()).getByText("It stands already at athenahealth.")).toBeTruthy();
    expect(cells("Mobile phone")).toEqual(["(319) 555-0100", "(319) 555-0142", "(319) 555-0142"]);
    expect(within(panel()).queryByRole("button", { name: /Send it/ })).toBeNull();
  });

  it("is taken back after a question, and the cursor stays in the list", async () => {
    const { user, fake } = await openWrites([
      fakeWrite(NOW),
      fakeWrite(NOW, { id: "w2", name: "Ruiz, Ada" }),
    ]);
    await screen.findByRole("listbox");
    await user.keyboard("x");
    const dialog = await screen.findByRole("alertdialog", { name: "Take it back?" });
    await user.click(within(dialog).getByRole("button", { name: "Take it back" }));
    await waitFor(() => expect(rowsShown()).toHaveLength(1));
    expect(askedOf(fake, "write_discard")).toEqual([{ write: "w1" }]);
    expect(selected()).toContain("Ruiz, Ada");
  });

  it("ends by a person's word, with what follows from each", async () => {
    const { user, fake } = await shown(fakeWrite(NOW, { stage: "unknown", why: "connectionBroke" }));
    expect(within(panel()).getByText(/Not read back yet/)).toBeTruthy();
    await user.keyboard("o");
    const dialog = await screen.findByRole("dialog", { name: "What became of it?" });
    const words = within(dialog).getAllByRole("radio");
    expect(words).toHaveLength(3);
    expect(dialog.textContent).toContain("If it is there after all, it is there twice.");
    const note = within(dialog).getByRole("button", { name: "Note it" });
    expect((note as HTMLButtonElement).disabled, "nothing is chosen for anybody").toBe(true);
    await user.click(within(dialog).getByRole("radio", { name: /^It is not there The write ends/ }));
    await user.click(note);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "write_resolve")).toEqual([{ write: "w1", found: { kind: "notThere" } }]);
  });

  it("asks who was registered where a registration is said to be there", async () => {
    const { user, fake } = await shown(fakeWrite(NOW, { kind: "create", stage: "unknown", why: "noAnswer" }));
    await user.keyboard("o");
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("radio", { name: /^It is there/ }));
    await user.click(within(dialog).getByRole("button", { name: "Note it" }));
    await within(dialog).findByText("It is the number under which athenahealth shows them.");
    await user.type(within(dialog).getByLabelText("Patient id that athenahealth gave"), "77001{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "write_resolve").at(-1)).toEqual({
      write: "w1",
      found: { kind: "there", patient: "77001" },
    });
  });

  it("is never written again by one key while nobody knows whether it is there", async () => {
    const { user, fake } = await shown(fakeWrite(NOW, { stage: "unknown", why: "noAnswer" }));
    await user.keyboard("a");
    const dialog = await screen.findByRole("dialog", { name: "What became of it?" });
    expect(askedOf(fake, "write_again")).toEqual([]);
    await user.click(within(dialog).getByRole("radio", { name: /write it again/ }));
    await user.click(within(dialog).getByRole("button", { name: "Note it" }));
    await waitFor(() => expect(askedOf(fake, "write_again")).toEqual([{ write: "w1" }]));
  });

  it("is undone by a draft that is sent as any other, and seen by a key", async () => {
    const { user, fake } = await shown(
      fakeWrite(NOW, {
        stage: "saved",
        end: "answer",
        fields: [written("city", "Ames", "Solon", { made: "changed", theirs: "SOLON" })],
      }),
    );
    await user.keyboard("k");
    await waitFor(() => expect(askedOf(fake, "write_see")).toEqual([{ write: "w1" }]));
    await user.keyboard("u");
    const dialog = await screen.findByRole("dialog", { name: /^Send it/ });
    const city = within(dialog).getByRole("row", { name: /^City/ });
    expect(
      within(city)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    ).toEqual(["Solon", "Ames"]);
    expect(askedOf(fake, "write_undo")).toEqual([{ write: "w1" }]);
    expect(askedOf(fake, "write_release"), "nothing is sent before it is confirmed").toEqual([]);
  });

  it("says what went wrong with what was done", async () => {
    const { user } = await shown(fakeWrite(NOW, { stage: "saved" }), (fake) => {
      fake.answers.write_undo = async () => {
        throw new Failed({ code: "outOfTurn" });
      };
    });
    await user.keyboard("u");
    await within(panel()).findByText("That has moved on meanwhile.");
  });

  it("has words for every reason there is, and no two that read the same", () => {
    const titles = Object.values(whyText).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("the card of a patient", () => {
  it("says what is being written of them, and leads there", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.writes.rows = [
        fakeWrite(NOW, { stage: "unknown", why: "noAnswer" }),
        fakeWrite(NOW, { id: "w2", alike: [fakeAlike()], patient: "30917" }),
      ];
    });
    await user.keyboard("41882{Enter}");
    const writes = await screen.findByRole("region", { name: "What is being written" });
    expect(within(writes).getAllByRole("button")).toHaveLength(1);
    expect(writes.textContent).toContain("Nobody knows whether it is saved.");
    await user.click(within(writes).getByRole("button"));
    await screen.findByRole("heading", { name: "Writes" });
    expect(within(panel()).getByText("It was sent, and no answer came in time.")).toBeTruthy();
  });

  it("offers no change to who may not write", async () => {
    const { user, fake } = await openPatients({ people: [BEN], session: { seat: seatOf(BEN) } });
    await user.keyboard("okafor{Enter}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    await within(card).findByRole("region", { name: "Insurances" });
    expect(within(card).queryByRole("button", { name: /^Change/ })).toBeNull();
    await user.keyboard("e");
    expect(askedOf(fake, "patient_form")).toEqual([]);
  });
});
