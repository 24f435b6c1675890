import type { PatientField, WriteRow } from "../ipc/bindings.ts";
import type { Known } from "./identifiers.tsx";
import { fieldWords } from "./words.ts";

type Said = (field: PatientField) => string;

/** By what somebody can be told from others, of what is known of them. */
export function knownOf({
  name,
  dob,
  patient,
  member = null,
  said,
}: {
  name: string | null;
  dob: string | null;
  patient: string | null;
  member?: string | null;
  said: Said;
}): Known[] {
  const phone = ["mobilePhone", "homePhone", "workPhone"] as const;
  const first = phone.map((field) => fieldWords(field, said(field))).find((value) => value !== "");
  const street = [said("line1"), said("line2"), said("city"), said("zip")].filter((part) => part !== "");
  const known: [Known["id"], string | null | undefined][] = [
    ["name", name],
    ["dob", dob === null ? null : fieldWords("dob", dob)],
    ["phone", first],
    ["address", said("line1") === "" ? null : street.join(", ")],
    ["patientId", patient],
    ["memberId", member],
  ];
  return known.flatMap(([id, value]) =>
    value === null || value === undefined || value === "" ? [] : [{ id, value }],
  );
}

/** The same of a write in the list: of a change what was on file, of a registration what is to be. */
export function knownOfRow(row: WriteRow): Known[] {
  const said: Said = (field) => {
    const written = row.fields.find((each) => each.field === field);
    const shown = row.shows.find((each) => each.field === field)?.value;
    return (row.kind === "create" ? written?.to : written?.from) ?? shown ?? "";
  };
  return knownOf({ name: row.name, dob: row.dob, patient: row.kind === "edit" ? row.patient : null, said });
}
