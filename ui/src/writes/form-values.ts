import type {
  FieldChange,
  FieldValue,
  FieldWhy,
  FormField,
  PatientField,
  PatientForm,
  WriteRow,
} from "../ipc/bindings.ts";
import { typedDate } from "../typed-date.ts";
import { formText } from "./form-text.ts";
import { fieldWords } from "./words.ts";
import { ALL_STATES, statesOfZip } from "./zip-states.ts";

/** A field of the form: what stands there, and what is begun with. */
export type Box = {
  of: FormField;
  /** What the person sees there as on file. */
  saw: string;
  /** The text that stands in the box at first. */
  begun: string;
  /** What athenahealth showed there when it held the draft. */
  theirs: string | null;
};

export type Values = Partial<Record<PatientField, string>>;

const PHONES: readonly PatientField[] = ["mobilePhone", "homePhone", "workPhone"];

/** The fields of a form, with a draft of them or what is known beforehand. */
export function boxesOf(form: PatientForm, row: WriteRow | null, before: Values): Box[] {
  return form.fields.map((of) => {
    const drafted = row?.fields.find(({ field }) => field === of.field);
    const theirs = drafted?.theirs ?? null;
    const begun = drafted?.to ?? before[of.field] ?? of.value;
    return { of, saw: theirs ?? of.value, begun: textOf(of, begun), theirs };
  });
}

/** Whether a value is chosen from a list, rather than typed. Two letters are typed sooner than found. */
export function isChosen({ field, choices }: FormField): boolean {
  return field === "language" || (choices.length > 0 && field !== "state");
}

/** A value as it stands in its box. */
function textOf(of: FormField, value: string): string {
  return isChosen(of) ? value : asTyped(of.field, value);
}

function asTyped(field: PatientField, value: string): string {
  return field === "dob" || PHONES.includes(field) ? fieldWords(field, value) : value;
}

/** What is meant by what stands in a box. What stands there as on file means what is on file. */
export function meant({ of, saw }: Box, typed: string, today: string): string {
  const words = typed.trim();
  if (words === textOf(of, saw).trim()) {
    return saw;
  }
  const { field } = of;
  if (PHONES.includes(field)) {
    const digits = words.replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
    return /^[\d\s().+-]*$/.test(words) && digits.length === 10 ? digits : words;
  }
  switch (field) {
    case "dob":
      return typedBirth(words, today) ?? words;
    case "state":
      return words.toUpperCase();
    case "zip":
      return words.replace(/^(\d{5})[ -]?(\d{4})$/, "$1-$2");
    default:
      return words;
  }
}

/** A birth date in any form with a year in it; a year of two digits is of a day that has been. */
export function typedBirth(words: string, today: string): string | null {
  const hasLongYear = /(^|\D)\d{4}($|\D)|^\d{8}$/.test(words);
  if (!hasLongYear && !/\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}$|^\d{6}$/.test(words)) {
    return null;
  }
  const read = typedDate(words, today);
  if (!("day" in read)) {
    return null;
  }
  const day =
    !hasLongYear && read.day > today ? `${Number(read.day.slice(0, 4)) - 100}${read.day.slice(4)}` : read.day;
  return day > today ? null : day;
}

/** What is wrong with a value, as far as it can be said here; the console has the last word. */
export function troubleOf(box: Box, value: string): FieldWhy | null {
  const { field, longest, need, choices } = box.of;
  if (value === box.saw && value !== "") {
    return null;
  }
  if (value === "") {
    return need === "required" ? "missing" : null;
  }
  if ([...value].length > longest) {
    return "tooLong";
  }
  if (!fits(field, value)) {
    return "malformed";
  }
  return choices.length === 0 || choices.some((choice) => choice.value === value) ? null : "unlisted";
}

function fits(field: PatientField, value: string): boolean {
  if (PHONES.includes(field)) {
    return /^\d{10}$/.test(value);
  }
  switch (field) {
    case "first":
    case "middle":
    case "last":
    case "preferred":
      return /\p{Alphabetic}/u.test(value);
    case "dob":
      return /^\d{4}-\d{2}-\d{2}$/.test(value);
    case "email":
      return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value);
    case "state":
      return ALL_STATES.has(value);
    case "zip":
      return /^\d{5}(-\d{4})?$/.test(value);
    default:
      return true;
  }
}

/** What is wrong with a field, in words. */
export function troubleWords({ of }: Box, values: Values, why: FieldWhy): string {
  const { [of.field]: value = "", zip = "" } = values;
  switch (why) {
    case "elsewhere":
      return formText.zipElsewhere(zip.slice(0, 5), statesOfZip(zip));
    case "unlisted":
      return formText.unlisted[of.field] ?? formText.malformedElse;
    case "missing":
      return of.need === "oneOf" ? formText.missingContact : formText.missing;
    case "tooLong":
      return formText.tooLong([...value].length - of.longest, of.longest);
    default:
      return formText.malformed[of.field] ?? formText.malformedElse;
  }
}

/** Where a ZIP code and a state are brought together that do not belong together: at the one that was changed.
 * What stood so already is left. */
export function elsewhereAt(boxes: readonly Box[], values: Values): "zip" | "state" | null {
  const { zip = "", state = "" } = values;
  const changed = (["zip", "state"] as const).find((field) => {
    const box = boxes.find(({ of }) => of.field === field);
    return box !== undefined && values[field] !== box.saw;
  });
  const areApart = fits("zip", zip) && fits("state", state) && !statesOfZip(zip).includes(state);
  return areApart ? (changed ?? null) : null;
}

/** What is to change of a patient. */
export function changesOf(boxes: readonly Box[], values: Values): FieldChange[] {
  return boxes.flatMap(({ of: { field }, saw }) => {
    const value = values[field] ?? saw;
    return value === saw ? [] : [{ field, saw, value }];
  });
}

/** All that is said of somebody to be registered. */
export function fieldsOf(values: Values): FieldValue[] {
  return Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([field, value]) => ({ field: field as PatientField, value }));
}

/** What is looked for who is registered already by. */
const LOOKED_FOR: readonly PatientField[] = ["first", "last", "dob", ...PHONES, "email", "zip"];

export function lookedForBy(values: Values): FieldValue[] {
  return fieldsOf(values).filter(({ field }) => LOOKED_FOR.includes(field));
}
