import type { PatientField } from "./ipc/bindings.ts";

/** What a field of a patient is called, wherever it is told. */
export const fieldWord = {
  first: "First name",
  middle: "Middle",
  last: "Last name",
  suffix: "Suffix",
  preferred: "Goes by",
  dob: "Born",
  sex: "Sex",
  homePhone: "Home phone",
  mobilePhone: "Mobile phone",
  workPhone: "Work phone",
  email: "Email",
  line1: "Street",
  line2: "Apartment",
  city: "City",
  state: "State",
  zip: "ZIP",
  language: "Language",
  consentToText: "Consent to texts",
  status: "Status",
  department: "Registered at",
} satisfies Record<PatientField, string>;
