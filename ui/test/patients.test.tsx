import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { PatientPage } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openPatients } from "./open.tsx";

function page(...names: string[]): PatientPage {
  const rows = names.map((name) => ({
    id: name,
    name,
    preferred: null,
    dob: "1980-01-02",
    age: { count: 46, unit: "years" } as const,
    sex: "F",
    phone: null,
    flags: [],
    nextVisit: null,
    bookedKnown: true,
    why: [{ field: "lastName", kind: "prefix" } as const],
  }));
  return { rows, cursor: null, held: 15_204, filled: true, askable: true };
}

/** From now on one patient's number answers with another's card, as after a merge. */
function merge(fake: Fake, old: string, left: string) {
  const plain = fake.answers;
  plain.patient_open = async ({ patient }) => {
    const answer = plain.patient_open;
    delete plain.patient_open;
    try {
      return await fake.call("patient_open", { patient: patient === old ? left : patient });
    } finally {
      plain.patient_open = answer;
    }
  };
  fake.tell({ event: "changed", tags: ["patients"] });
}

describe("a patient who is merged into another while their card is open", () => {
  it("says so, and into whom, and one key leads there", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("30917{Enter}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    await within(card).findByRole("region", { name: "Insurances" });
    expect(within(card).queryByText(/was merged/)).toBeNull();
    act(() => merge(fake, "30917", "41882"));
    await within(card).findByText(/^30917 was merged into another record: .+, id 41882\.$/);
    await within(card).findByText(/Check that it is whom you mean/);
    await user.keyboard("o");
    await waitFor(() => expect(within(card).queryByText(/was merged/)).toBeNull());
    await waitFor(() => expect(askedOf(fake, "patient_remember")).toContainEqual({ patient: "41882" }));
  });
});

describe("finding a patient", () => {
  it("shows rows with why each is there, and opens the card by keyboard alone", async () => {
    const { user, box, fake } = await openPatients();
    expect(document.activeElement, "`/` leads into the find box").toBe(box);
    await user.keyboard("okafor");
    const row = await screen.findByRole("option", { name: /^Okafor, Miriam/ });
    expect(row.textContent).toContain("last name");
    await user.keyboard("{Enter}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    expect(await within(card).findByRole("heading", { name: /^Okafor/ })).toBeTruthy();
    await waitFor(() => expect(askedOf(fake, "patient_remember")).toHaveLength(1));
  });

  it("asks at each keystroke and drops answers that come late", async () => {
    const waiting = new Map<string, (page: PatientPage) => void>();
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_search = ({ text }) => new Promise((answer) => waiting.set(text, answer));
    });
    await user.keyboard("ro");
    await waitFor(() => expect([...waiting.keys()], "each keystroke asks at once").toEqual(["r", "ro"]));
    waiting.get("ro")?.(page("Ross, Ada"));
    await screen.findByRole("option", { name: /^Ross, Ada/ });
    waiting.get("r")?.(page("Reyes, Ben"));
    await user.keyboard("{ArrowDown}");
    expect(
      screen.queryByRole("option", { name: /^Reyes/ }),
      "an older answer never replaces a newer",
    ).toBeNull();
  });

  it("keeps the rows there are until the new ones come", async () => {
    let answer: ((page: PatientPage) => void) | undefined;
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_search = ({ text }) =>
        text === "r" ? Promise.resolve(page("Ross, Ada")) : new Promise((resolve) => (answer = resolve));
    });
    await user.keyboard("r");
    await screen.findByRole("option", { name: /^Ross, Ada/ });
    await user.keyboard("e");
    expect(screen.getByRole("option", { name: /^Ross, Ada/ })).toBeTruthy();
    answer?.(page("Reyes, Ben"));
    await screen.findByRole("option", { name: /^Reyes, Ben/ });
    expect(screen.queryByRole("option", { name: /^Ross/ })).toBeNull();
  });

  it("is busy exactly while the rows belong to earlier words", async () => {
    const answers: ((page: PatientPage) => void)[] = [];
    const { user, fake } = await openPatients({}, (each) => {
      each.answers.patient_search = () => new Promise((answer) => answers.push(answer));
    });
    const busy = () => screen.getByRole("listbox").getAttribute("aria-busy");
    expect(busy(), "the lately opened are what was asked for").toBeNull();
    await user.keyboard("r");
    answers.shift()?.(page("Ross, Ada"));
    await screen.findByRole("option", { name: /^Ross, Ada/ });
    expect(busy()).toBeNull();
    await user.keyboard("e");
    expect(busy(), "Ross is not what “re” asks for").toBe("true");
    answers.shift()?.(page("Reyes, Ben"));
    await screen.findByRole("option", { name: /^Reyes, Ben/ });
    expect(busy()).toBeNull();
    fake.tell({ event: "changed", tags: ["patients"] });
    await waitFor(() => expect(answers, "the same words are asked again").toHaveLength(1));
    expect(busy(), "rows read anew for the same words are no others").toBeNull();
  });

  it("moves through the rows while the focus stays in the box, and the open card follows", async () => {
    const { user, box } = await openPatients({}, (fake) => {
      fake.answers.patient_search = async () => page("Ames, Ada", "Ames, Ben", "Ames, Cy");
      fake.answers.patient_open = async ({ patient }) => ({
        ...(await cardOf()),
        id: patient,
        name: patient,
      });
      const cardOf = () => {
        const { patient_open } = fake.answers;
        delete fake.answers.patient_open;
        return fake.call("patient_open", { patient: "41882" }).finally(() => {
          if (patient_open !== undefined) {
            fake.answers.patient_open = patient_open;
          }
        });
      };
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ada/ });
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(box);
    expect(selected()).toMatch(/^Ames, Ben/);
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(selected(), "the end holds").toMatch(/^Ames, Cy/);
    await user.keyboard("{PageUp}");
    expect(selected()).toMatch(/^Ames, Ada/);
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Ames, Ada" });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary"), "Esc closes the card").toBeNull();
    expect(document.activeElement, "and the focus is where it was").toBe(box);
  });

  it("shows the row at once and opens the card of whom the cursor rests on, of nobody on the way", async () => {
    const { user, box, fake } = await openPatients();
    await user.keyboard("ro{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    const card = screen.getByRole("complementary", { name: "Patient" });
    const shown = () => within(card).getByRole("heading", { level: 2 }).textContent;
    const selectedName = () => screen.getByRole("option", { selected: true }).querySelector("b")?.textContent;
    const opened = () => askedOf(fake, "patient_open").length;
    const before = opened();
    for (const where of [document.activeElement, box] as HTMLElement[]) {
      act(() => where.focus());
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      for (const _ of [1, 2, 3]) {
        fireEvent.keyDown(where, { key: "ArrowDown" });
        expect(shown(), "the panel shows whom the cursor is on").toBe(selectedName());
        expect(within(card).queryByRole("region", { name: "Insurances" })).toBeNull();
        await act(() => vi.advanceTimersByTimeAsync(200));
      }
      expect(opened(), "nobody is opened on the way").toBe(where === box ? before + 1 : before);
      await act(() => vi.advanceTimersByTimeAsync(60));
      vi.useRealTimers();
      expect(await within(card).findByRole("region", { name: "Insurances" })).toBeTruthy();
      expect(shown()).toBe(selectedName());
      expect(document.activeElement, "the focus stays where it was").toBe(where);
      expect(opened()).toBe(where === box ? before + 2 : before + 1);
    }
    const ids = askedOf(fake, "patient_open").map((each) => (each as { patient: string }).patient);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("remembers whom the cursor rested on, but turns through those lately opened as they stand", async () => {
    const { user, box, fake } = await openPatients();
    const remembered = () =>
      askedOf(fake, "patient_remember").map((each) => (each as { patient: string }).patient);
    const rested = () =>
      (askedOf(fake, "patient_open").at(-1) as { patient: string } | undefined)?.patient ?? "";
    const turn = async () => {
      const before = askedOf(fake, "patient_open").length;
      await user.keyboard("{ArrowDown}");
      await waitFor(() => expect(askedOf(fake, "patient_open").length).toBe(before + 1));
    };
    await screen.findByText("Lately opened");
    await user.keyboard("{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await waitFor(() => expect(remembered()).toHaveLength(1));
    await turn();
    expect(remembered(), "they do not change places under the cursor").toHaveLength(1);
    await user.click(box);
    await user.keyboard("ro{Enter}");
    await waitFor(() => expect(remembered()).toHaveLength(2));
    await turn();
    await waitFor(() => expect(remembered()).toHaveLength(3));
    expect(remembered().at(-1)).toBe(rested());
  });

  it("reads again whom the panel shows, also before their card is there", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("ro{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowDown" });
    fireEvent.click(screen.getByRole("button", { name: /^Read again/ }));
    vi.useRealTimers();
    const [, second] = screen.getAllByRole("option");
    const shown = second?.id.replace("patient-row-", "");
    await waitFor(() => expect(askedOf(fake, "patient_refresh")).toEqual([{ patient: shown }]));
  });

  it("opens nobody whom the cursor left by closing the card", async () => {
    const { user, box, fake } = await openPatients();
    await user.keyboard("ro{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    const before = askedOf(fake, "patient_open").length;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowDown" });
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    vi.useRealTimers();
    expect(screen.queryByRole("complementary")).toBeNull();
    expect(document.activeElement).toBe(box);
    expect(askedOf(fake, "patient_open")).toHaveLength(before);
  });

  it("writes a baby's age in months and says it in words", async () => {
    const { user } = await openPatients();
    await user.keyboard("anya{Enter}");
    const baby = await screen.findByRole("option", { name: /3 months old/ });
    expect(baby.querySelector("[aria-hidden]")?.textContent).toBe("3 mo");
  });

  it("keeps the cursor on its person when the rows change beneath it", async () => {
    let rows = page("Ames, Ada", "Ames, Ben");
    const { user, fake } = await openPatients({}, (each) => {
      each.answers.patient_search = async () => rows;
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ben/ });
    await user.keyboard("{ArrowDown}");
    rows = page("Ames, Aaron", "Ames, Ada", "Ames, Ben");
    fake.tell({ event: "changed", tags: ["patients"] });
    await screen.findByRole("option", { name: /^Ames, Aaron/ });
    expect(selected(), "the cursor belongs to a person, not to a place in the list").toMatch(/^Ames, Ben/);
  });

  it("opens the first of the newest rows when Enter outruns them", async () => {
    let answer: ((page: PatientPage) => void) | undefined;
    const { user, fake } = await openPatients({}, (each) => {
      each.answers.patient_search = ({ text }) =>
        text === "r" ? Promise.resolve(page("Reyes, Ben")) : new Promise((resolve) => (answer = resolve));
    });
    await user.keyboard("r");
    await screen.findByRole("option", { name: /^Reyes, Ben/ });
    await user.keyboard("o{Enter}");
    expect(askedOf(fake, "patient_open"), "a row of an older question is never opened").toEqual([]);
    answer?.(page("Ross, Ada"));
    await waitFor(() => expect(askedOf(fake, "patient_open")).toEqual([{ patient: "Ross, Ada" }]));
  });

  it("says whom the copy holds when nobody matches, and asks athenahealth by key", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("quartermn");
    await screen.findByText(/Nobody in the copy matches/);
    expect(screen.getByText(/The copy holds 15,204 people/)).toBeTruthy();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("option", { name: /^Quarterman, Ada/ });
    expect(askedOf(fake, "patient_ask")).toEqual([{ text: "quartermn" }]);
  });

  it("keeps the list as it stands when athenahealth is asked, and puts the new people below it", async () => {
    let copy = page("Ames, Ada", "Ames, Ben");
    let answer = () => {};
    const { user, fake } = await openPatients({}, (each) => {
      each.answers.patient_search = async () => copy;
      each.answers.patient_ask = () =>
        new Promise((tell) => {
          answer = () => tell({ rows: page("Ames, Aaron", "Ames, Ada").rows, new: 1, more: false });
        });
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ben/ });
    await user.keyboard("{ArrowDown}{Control>}{Enter}{/Control}");
    await screen.findByText("Asking athenahealth…");
    copy = page("Ames, Aaron", "Ames, Ada", "Ames, Ben");
    answer();
    await screen.findByText("athenahealth found 2 people, 1 new here.");
    const before = askedOf(fake, "patient_search").length;
    fake.tell({ event: "changed", tags: ["patients"] });
    await waitFor(() => expect(askedOf(fake, "patient_search").length).toBeGreaterThan(before));
    const names = screen.getAllByRole("option").map((row) => row.querySelector("b")?.textContent);
    expect(names).toEqual(["Ames, Ada", "Ames, Ben", "Ames, Aaron"]);
    expect(screen.getByText("From athenahealth")).toBeTruthy();
    expect(selected(), "the cursor stays where it was").toMatch(/^Ames, Ben/);
    await user.keyboard("{ArrowDown}");
    expect(selected()).toMatch(/^Ames, Aaron/);
  });

  it.each([
    [
      "nobody",
      async () => ({ rows: [], new: 0, more: false }),
      "athenahealth found nobody else by exactly that.",
    ],
    [
      "too many",
      async () => {
        throw new Failed({ code: "tooManyMatches" });
      },
      "More than a thousand people match.",
    ],
  ])("says of %s beside the rows of the copy", async (_what, ask, sentence) => {
    const { user } = await openPatients({}, (each) => {
      each.answers.patient_search = async () => page("Ames, Ada");
      each.answers.patient_ask = ask;
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ada/ });
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText(sentence);
    expect(screen.getByRole("option", { name: /^Ames, Ada/ })).toBeTruthy();
  });

  it("does not offer to ask for what athenahealth cannot be asked for, and says for what it can be", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("XEA1234567");
    await screen.findByText(/athenahealth cannot be asked for that either\. Type a name, a whole birth date/);
    expect(screen.queryByRole("button", { name: /Ask athenahealth/ })).toBeNull();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(askedOf(fake, "patient_ask")).toEqual([]);
  });

  it("says that there are more people than came, and how to find the others", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_search = async () => page("Ames, Ada");
      fake.answers.patient_ask = async () => ({
        rows: page("Ames, Ada", "Ames, Ben").rows,
        new: 1,
        more: true,
      });
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ada/ });
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("athenahealth found more than 2 people, 1 new here.");
    expect(
      screen.getByText("These are some of them. Add a first name or a birth date to find the others."),
    ).toBeTruthy();
  });

  it("says so when athenahealth cannot be asked", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_ask = async () => {
        throw new Failed({ code: "tooManyMatches" });
      };
    });
    await user.keyboard("zzzz{Control>}{Enter}{/Control}");
    await screen.findByText("More than a thousand people match.");
    expect(screen.getByText("Add a first name or a birth date.")).toBeTruthy();
  });

  it("copies who the cursor is on where no text is selected", async () => {
    const { user, box, fake } = await openPatients({}, (fake) => {
      fake.answers.patient_search = async () => page("Ames, Ada", "Ames, Ben");
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, Ben/ });
    await user.keyboard("{ArrowDown}");
    const setData = vi.fn<(kind: string, words: string) => void>();
    const getData = () => setData.mock.calls[0]?.[1] ?? "";
    fireEvent.copy(box, { clipboardData: { setData, getData } });
    expect(setData.mock.calls).toEqual([["text/plain", "Ames, Ben\tDOB 01/02/1980\tid Ames, Ben"]]);
    (box as HTMLInputElement).select();
    fireEvent.copy(box, { clipboardData: { setData, getData } });
    expect(setData, "what is selected is copied as ever").toHaveBeenCalledTimes(1);
    await waitFor(() => expect(askedOf(fake, "clipboard_note").length).toBe(2));
    expect(askedOf(fake, "clipboard_note"), "the console takes both off the clipboard again").toEqual([
      { text: "Ames, Ben\tDOB 01/02/1980\tid Ames, Ben" },
      { text: "ames" },
    ]);
  });

  it("leaves the empty box with Esc, so that every key works again", async () => {
    const { user, box } = await openPatients();
    await user.keyboard("ok{Escape}");
    expect((box as HTMLInputElement).value).toBe("");
    expect(document.activeElement, "the first one clears what is typed").toBe(box);
    await user.keyboard("{Escape}");
    expect(document.activeElement).toBe(document.body);
    await user.keyboard("gs");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
  });

  it("is come back to with the card still open and the box ready to be typed over", async () => {
    const { user } = await openPatients();
    await user.keyboard("okafor{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await user.keyboard("gs");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("gp");
    const box = (await screen.findByRole("combobox", { name: "Find a patient" })) as HTMLInputElement;
    expect(screen.getByRole("complementary", { name: "Patient" })).toBeTruthy();
    expect(document.activeElement).toBe(box);
    await user.keyboard("ross");
    expect(box.value).toBe("ross");
  });

  it("is gone to from its own card, and the box ready to be typed over", async () => {
    const { user, box } = await openPatients();
    await user.keyboard("okafor{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await waitFor(() => expect(document.activeElement, "the card was gone into").not.toBe(box));
    await user.keyboard("gp");
    expect(document.activeElement).toBe(box);
    expect(screen.getByRole("complementary", { name: "Patient" })).toBeTruthy();
    await user.keyboard("ross");
    expect((box as HTMLInputElement).value).toBe("ross");
  });

  it("shows the lately opened while nothing is typed", async () => {
    await openPatients();
    expect(await screen.findByRole("listbox", { name: "Lately opened" })).toBeTruthy();
    expect(screen.getAllByRole("option")).toHaveLength(2);
  });

  it("takes letters as letters in the box, whatever they mean elsewhere", async () => {
    const { user, box } = await openPatients();
    await user.keyboard("t r?d/[[");
    expect((box as HTMLInputElement).value).toBe("t r?d/[");
  });

  it("puts only the rows in sight into the page", async () => {
    const names = Array.from({ length: 100 }, (_, at) => `Ames, ${String(at).padStart(3, "0")}`);
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_search = async () => page(...names);
    });
    await user.keyboard("ames");
    await screen.findByRole("option", { name: /^Ames, 000/ });
    expect(screen.getAllByRole("option").length).toBeLessThan(50);
    expect(screen.getByRole("option", { name: /^Ames, 000/ }).getAttribute("aria-setsize")).toBe("100");
  });
});

describe("the card", () => {
  it("shows every part with its age and its own rows", async () => {
    const { user } = await openPatients();
    await user.keyboard("41882{Enter}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    const part = (name: string) => within(card).findByRole("region", { name });
    expect((await part("Identity and contact")).textContent).toContain("1 min ago");
    expect((await part("Insurances")).textContent).toContain("2 h ago");
    expect((await part("Next visits")).textContent).toContain("18 s ago");
    expect((await part("Custom fields")).textContent).toContain("being read");
    const bar = () => document.querySelector('header a[href="/sync"]')?.textContent;
    await waitFor(() =>
      expect(bar(), "the bar says what the card does").toContain("Custom fields being read"),
    );
  });

  it("says of what was never read that it is being read only where it can be", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.sync = { ...fake.sync, problem: { code: "offline" } };
    });
    await user.keyboard("41882{Enter}");
    const custom = await screen.findByRole("region", { name: "Custom fields" });
    await waitFor(() => expect(custom.textContent).toContain("not read yet"));
    expect(custom.textContent).not.toContain("being read");
  });

  it("shows balances as rows and never their sum", async () => {
    const { user } = await openPatients();
    await user.keyboard("41882{Enter}");
    const balances = await screen.findByRole("region", { name: "Balances" });
    expect(balances.textContent).toContain("$42.50");
    expect(balances.textContent).toContain("-$978.70 credit");
    expect(balances.textContent).not.toContain("936.20");
  });

  it("says what is known of eligibility, and where nothing is", async () => {
    const { user } = await openPatients();
    await user.keyboard("41882{Enter}");
    const insurances = await screen.findByRole("region", { name: "Insurances" });
    expect(insurances.textContent).toContain("Eligible");
    expect(insurances.textContent).toContain("checked 11/20/2026");
    expect(within(insurances).getByText("never checked")).toBeTruthy();
  });

  it("says so when the copy no longer holds the patient", async () => {
    const { user } = await openPatients({}, (fake) => {
      fake.answers.patient_open = async () => {
        throw new Failed({ code: "notHeld" });
      };
    });
    await user.keyboard("41882{Enter}");
    await screen.findByText("The copy on this computer does not hold this patient.");
  });

  it("is read again by key", async () => {
    const { user, fake } = await openPatients();
    await user.keyboard("41882{Enter}");
    await screen.findByRole("region", { name: "Insurances" });
    await user.keyboard("r");
    expect(askedOf(fake, "patient_refresh")).toEqual([{ patient: "41882" }]);
  });
});

function selected(): string {
  return screen.getByRole("option", { selected: true }).textContent ?? "";
}
