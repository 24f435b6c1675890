import { fieldWord } from "../field-word.ts";
import { clockTime, money, usDate } from "../format.ts";
import type { GateKind, GateStanding, HourClock, PatientField } from "../ipc/bindings.ts";

/** What the visit's panel says of what is to be seen to before a check-in. */
export const gateText = {
  title: "Before check-in",
  clear: "All clear: one key checks in.",
  open: (n: number) => (n === 1 ? "1 thing to see to" : `${n} things to see to`),
  reading: "is being read",
  kind: {
    identity: "Who it is",
    demographics: "Address and phone",
    consents: "Consent to text messages",
    insurance: "Insurance",
    copay: "Copay",
    balance: "Balance",
    once: "Only visit today",
    required: "What athenahealth wants",
  } satisfies Record<GateKind | "required", string>,
  well: {
    identity: "known, and nobody else of the name today",
    demographics: "asked at a visit within a year",
    consents: "answered, or no mobile phone",
    insurance: "eligible, checked this month",
    copay: "none expected",
    balance: "nothing owed",
    once: "yes",
    required: "nothing is missing",
  } satisfies Record<GateKind | "required", string>,
  readAge: (age: string) => `read ${age} ago`,
  unasked: "athenahealth could not be asked",
  unread: "not read yet",
  unreadAll: "What is to be seen to is not read yet.",
  enterHere: "Ask, and enter it here.",
  enterThere: "Enter it in athenahealth, on the patient's page.",
  mend: "Change details",
  again: "Ask again",
  askTitle: (who: string) => `Check in ${who}?`,
  askBody: "Not all is clear. Whoever is checked in all the same is checked in as it stands.",
  askYes: "Check in all the same",
  askNo: "Not yet",
} as const;

/** How something stands, and what to do about it and where. */
export function gateWords(standing: GateStanding, clock: HourClock): { what: string; next: string } {
  switch (standing.standing) {
    case "clear":
      return { what: "", next: "" };
    case "unread":
      return { what: "not read yet", next: "It is asked for now." };
    case "missing":
      return { what: `${names(standing.fields)} missing`, next: "Ask, and enter it here." };
    case "deceased":
      return { what: "on file as deceased", next: "Nobody who died is checked in. See the card." };
    case "notActive":
      return { what: `on file as ${standing.status}`, next: "Ask, and set the status here." };
    case "namesake":
      return {
        what: `another of that name comes at ${clockTime(standing.minute, clock)} to ${standing.provider}`,
        next: "Ask for the date of birth.",
      };
    case "longAgo":
      return {
        what: standing.last === null ? "never seen here" : `last seen ${usDate(standing.last)}`,
        next: "Ask whether address and phone still hold, and change them here.",
      };
    case "noPolicy":
      return { what: "none that counts on that date", next: "Add it in athenahealth, under Insurance." };
    case "selfPay":
      return {
        what: "pays without insurance",
        next: "Ask for a card; add it in athenahealth, under Insurance.",
      };
    case "neverChecked":
      return { what: `${standing.plan} was never checked`, next: CHECK };
    case "otherMonth":
      return { what: `${standing.plan} was last checked ${usDate(standing.checked)}`, next: CHECK };
    case "notEligible":
      return {
        what: `${standing.plan}: ${standing.status === "" ? "no answer" : standing.status}, ${usDate(standing.checked)}`,
        next: CHECK,
      };
    case "notBegun":
      return {
        what: `${standing.plan} counts from ${usDate(standing.from)}`,
        next: "Ask for another card; change it in athenahealth, under Insurance.",
      };
    case "due":
      return { what: `${money(standing.cents)} to collect`, next: COLLECT };
    case "owes":
      return { what: `owes ${standing.cents.map(money).join(" and ")}`, next: COLLECT };
    case "twice":
      return {
        what: `also comes at ${clockTime(standing.minute, clock)} to ${standing.provider}`,
        next: "Ask which visit it is.",
      };
    default:
      return standing satisfies never;
  }
}

const CHECK = "Check it in athenahealth, under Insurance.";
const COLLECT = "Take it in athenahealth, under Collect Payment.";

function names(fields: readonly PatientField[]): string {
  return fields.map((field) => fieldWord[field].toLowerCase()).join(", ");
}
