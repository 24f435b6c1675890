import type { AllergiesView, AllergyView } from "./bindings.ts";

const row = (allergen: string | null, more: Partial<AllergyView> = {}): AllergyView => ({
  allergen,
  reactions: [],
  onset: null,
  active: true,
  deactivated: null,
  note: null,
  ...more,
});

const LISTED: AllergyView[] = [
  row("penicillin G", {
    reactions: [
      { name: "anaphylaxis", severity: "severe" },
      { name: "hives", severity: null },
    ],
    onset: "2010-01-01",
  }),
  row(null, { note: "as told by the patient" }),
  row("latex", { active: false, deactivated: "2026-02-03" }),
];

/** What invented charts say: a list, a denial, nothing at all, in turn. */
export function fakeAllergies(at: number, asOf: string): AllergiesView {
  const standing = (["listed", "noneKnown", "notRecorded"] as const)[at % 3] ?? "notRecorded";
  return { standing, rows: standing === "listed" ? LISTED : [], note: null, asOf, trouble: null };
}
