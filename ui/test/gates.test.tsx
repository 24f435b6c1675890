import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Gate, GateStanding, RequiredField, VisitState } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { fakeGates } from "../src/ipc/fake-visits.ts";
import { Failed } from "../src/ipc/host.ts";
import { gateWords } from "../src/schedule/gate-text.ts";
import { askedOf, first, NOW, openSchedule } from "./open.tsx";

/** The first visit of the day, booked and opened, with gates that stand otherwise than clear where that is said. */
async function openVisit(
  standings: Partial<Record<Gate["kind"], GateStanding>> = {},
  required: RequiredField[] = [],
  prepare: (fake: Fake) => void = () => undefined,
) {
  const opened = await openSchedule({}, (fake) => {
    first(fake).state = { state: "booked" } as VisitState;
    const rows = fakeGates(NOW).map((gate) => ({ ...gate, standing: standings[gate.kind] ?? gate.standing }));
    fake.answers.visit_gates = async ({ patient }) => ({ patient, rows });
    fake.answers.visit_required = async ({ patient }) => ({
      patient,
      rows: required,
      asOf: new Date(NOW).toISOString(),
    });
    prepare(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await opened.user.keyboard("{Home}{Enter}");
  const panel = within(await screen.findByRole("complementary", { name: "Visit" }));
  const gates = within(await panel.findByRole("region", { name: "Before check-in" }));
  return { ...opened, panel, gates };
}

const checkedIn = (fake: Fake) => askedOf(fake, "visit_check_in");

describe("what is to be seen to before a check-in", () => {
  it("is one key where all is clear", async () => {
    const { user, fake, gates, panel } = await openVisit();
    await gates.findByText("All clear: one key checks in.");
    expect(gates.getAllByRole("listitem")).toHaveLength(8);
    await user.keyboard("i");
    await panel.findByText("Being checked in.");
    expect(checkedIn(fake)).toEqual([{ visit: first(fake).id, patient: first(fake).patient }]);
  });

  it("is told and asked about where insurance was last checked in another month", async () => {
    const standing: GateStanding = { standing: "otherMonth", plan: "PPO", checked: "2026-10-30" };
    const { user, fake, gates } = await openVisit({ insurance: standing });
    await gates.findByText("1 thing to see to");
    expect(gates.getByText(/PPO was last checked 10\/30\/2026/)).toBeTruthy();
    expect(gates.getByText("Check it in athenahealth, under Insurance.")).toBeTruthy();
    await user.keyboard("i");
    const dialog = within(await screen.findByRole("dialog", { name: /^Check in .*\?$/ }));
    expect(checkedIn(fake), "nothing is sent before it is meant").toEqual([]);
    expect(dialog.getByText(/PPO was last checked/)).toBeTruthy();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(checkedIn(fake)).toHaveLength(1));
  });

  it("sends nothing where whoever is asked goes back", async () => {
    const { user, fake, gates } = await openVisit({ copay: { standing: "due", cents: 3_000 } });
    await gates.findByText(/\$30\.00 to collect/);
    await user.keyboard("i");
    await screen.findByRole("dialog");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(checkedIn(fake)).toEqual([]);
  });

  it("is not clear while athenahealth has not said what it wants, or could not be asked", async () => {
    const { user, fake, gates } = await openVisit({}, [], (each) => {
      each.answers.visit_required = async () => {
        throw new Failed({ code: "offline" });
      };
    });
    await gates.findByText("athenahealth cannot be reached.");
    expect(gates.getByText(/athenahealth could not be asked/)).toBeTruthy();
    expect(gates.queryByText("All clear: one key checks in.")).toBeNull();
    await user.keyboard("i");
    await screen.findByRole("dialog");
    expect(checkedIn(fake)).toEqual([]);
  });

  it("is mended here where Daybook writes it, and says where for the rest", async () => {
    const wanted: RequiredField[] = [
      { name: "zip", field: "zip", said: null },
      { name: "ssn", field: null, said: "Is missing." },
    ];
    const { user, gates } = await openVisit({ identity: { standing: "missing", fields: ["sex"] } }, wanted);
    await gates.findByText(/zip, ssn \(“Is missing.”\)/);
    expect(gates.getByText("Enter it in athenahealth, on the patient's page.")).toBeTruthy();
    expect(gates.getByText(/sex missing/)).toBeTruthy();
    await user.click(gates.getByRole("button", { name: "Change details" }));
    await screen.findByRole("textbox", { name: /Last name/ });
  });

  it("asks for consent to text messages, which is entered here", async () => {
    const { user, gates } = await openVisit({ consents: { standing: "missing", fields: ["consentToText"] } });
    await gates.findByText(/consent to texts missing/);
    expect(gates.getByText("Ask, and enter it here.")).toBeTruthy();
    await user.click(gates.getByRole("button", { name: "Change details" }));
    const box = await screen.findByRole("combobox", { name: /Consent to texts/ });
    expect(
      within(box)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["not said", "agreed", "does not agree"]);
  });

  it("catches the same patient twice, and somebody else of the name", async () => {
    const { gates } = await openVisit({
      once: { standing: "twice", minute: 870, provider: "Dr. Lee" },
      identity: { standing: "namesake", minute: 600, provider: "Dr. Lee" },
    });
    await gates.findByText(/also comes at 2:30 PM to Dr. Lee/);
    expect(gates.getByText(/another of that name comes at 10:00 AM to Dr. Lee/)).toBeTruthy();
    expect(gates.getByText("2 things to see to")).toBeTruthy();
  });

  it("has words and what to do for each standing but a clear one", () => {
    const plan = { plan: "PPO" };
    const standings: GateStanding[] = [
      { standing: "unread" },
      { standing: "missing", fields: ["zip"] },
      { standing: "deceased" },
      { standing: "notActive", status: "inactive" },
      { standing: "namesake", minute: 600, provider: "Lee" },
      { standing: "longAgo", last: null },
      { standing: "longAgo", last: "2024-01-02" },
      { standing: "noPolicy" },
      { standing: "selfPay" },
      { standing: "neverChecked", ...plan },
      { standing: "otherMonth", ...plan, checked: "2026-10-30" },
      { standing: "notEligible", ...plan, status: "", checked: "2026-11-02" },
      { standing: "notBegun", ...plan, from: "2026-12-01" },
      { standing: "due", cents: 100 },
      { standing: "owes", cents: [100, 250] },
      { standing: "twice", minute: 600, provider: "Lee" },
    ];
    for (const standing of standings) {
      const { what, next } = gateWords(standing, "twelve");
      expect(what, standing.standing).not.toBe("");
      expect(next, standing.standing).toMatch(/\.$/);
    }
    expect(gateWords({ standing: "owes", cents: [100, 250] }, "twelve").what).toBe("owes $1.00 and $2.50");
  });

  it("has names for all that is pressed", async () => {
    const { gates } = await openVisit({ insurance: { standing: "neverChecked", plan: "PPO" } });
    await gates.findByText(/never checked/);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
