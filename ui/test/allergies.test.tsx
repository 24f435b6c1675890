import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { AllergiesView } from "../src/ipc/bindings.ts";
import { fakeCard } from "../src/ipc/fake-practice.ts";
import { openPatients } from "./open.tsx";

const NOTHING: AllergiesView = { standing: "unread", rows: [], note: null, asOf: null, trouble: null };

/** Opens a card whose part of allergies is so, and gives the part. */
async function openWith(more?: Partial<AllergiesView>) {
  const { user, fake } = await openPatients({}, (each) => {
    if (more !== undefined) {
      each.answers.patient_open = async ({ patient }) => {
        const card = fakeCard(each.practice, patient);
        if (card === null) {
          throw new Error("nobody of that number");
        }
        return { ...card, allergies: { ...NOTHING, ...more } };
      };
    }
  });
  await user.keyboard("41882{Enter}");
  return { user, fake, part: await screen.findByRole("region", { name: "Allergies" }) };
}

describe("allergies on the card", () => {
  it("stand right after identity and contact, each with its reactions and how severe they are", async () => {
    const { part } = await openWith();
    const card = await screen.findByRole("complementary", { name: "Patient" });
    const names = within(card)
      .getAllByRole("heading", { level: 3 })
      .map((heading) => heading.textContent);
    expect(names.indexOf("Allergies")).toBe(names.indexOf("Identity and contact") + 1);
    expect(part.textContent).toContain("1 h ago");
    expect(part.textContent).toContain("penicillin G");
    expect(within(part).getByText("anaphylaxis (severe)")).toBeTruthy();
    expect(within(part).getByText("hives")).toBeTruthy();
    expect(part.textContent).toContain("since 01/01/2010");
  });

  it("say what no longer counts apart from what does, and what is not known", async () => {
    const { part } = await openWith();
    const counting = [...part.querySelectorAll("b")].map((each) => each.textContent);
    expect(counting).toEqual(["penicillin G", "Unknown allergen: ask"]);
    expect(within(part).getByText("No longer counted: latex (until 02/03/2026)")).toBeTruthy();
    expect(within(part).getByText("reaction not recorded")).toBeTruthy();
  });

  it("never say of what nobody asked that there is none", async () => {
    const asOf = new Date().toISOString();
    const asked = await openWith({ standing: "noneKnown", asOf });
    expect(within(asked.part).getByText("No known drug allergies (asked).")).toBeTruthy();
    expect(asked.part.textContent).not.toContain("ask.");
  });

  it("say of what was not recorded that it is to be asked", async () => {
    const { part } = await openWith({ standing: "notRecorded", asOf: new Date().toISOString() });
    expect(within(part).getByText("Not recorded: ask.")).toBeTruthy();
    expect(part.textContent).not.toMatch(/no known|none/i);
  });

  it("are said to be on their way where they never were read", async () => {
    const { part } = await openWith({});
    expect(part.textContent).toBe("Allergiesbeing read");
  });

  it("say that the key may not read charts, and not that it is being done", async () => {
    const { part } = await openWith({ trouble: "noRight" });
    await waitFor(() => expect(part.textContent).toContain("not read yet"));
    expect(part.textContent).toContain("does not let this connection read charts");
    expect(part.textContent).not.toContain("being read");
  });

  it("keep what was read with its age where athenahealth does not give it anew", async () => {
    const asOf = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const { part } = await openWith({ standing: "noneKnown", asOf, trouble: "notGiven" });
    expect(part.textContent).toContain("No known drug allergies (asked).");
    expect(part.textContent).toContain("athenahealth did not give this list");
  });

  it("are not seen by a role that has no business with charts", async () => {
    const { part } = await openWith({ standing: "withheld" });
    expect(part.textContent).toBe("AllergiesYour role does not see this.");
  });

  it("leave axe nothing to find", async () => {
    await openWith();
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
