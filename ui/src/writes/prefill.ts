import { typedBirth, type Values } from "./form-values.ts";

/** What is known of somebody to be registered from what was typed to find them: names, a birth date, a phone. */
export function prefilled(typed: string, today: string): Values {
  const known: Values = {};
  const words = typed
    .replace(/\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}/, (phone) => {
      known.mobilePhone = phone.replace(/\D/g, "");
      return " ";
    })
    .replace(/\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\b\d{8}\b/, (date) => {
      const day = typedBirth(date, today);
      if (day !== null) {
        known.dob = day;
      }
      return " ";
    })
    .replace(/\S*\d\S*/g, " ");
  const [before = "", after = ""] = words.split(",").map((part) => part.trim());
  const names = before.split(/\s+/).filter((part) => part !== "");
  if (after !== "") {
    return { ...known, last: named(before), first: named(after.split(/\s+/)[0] ?? "") };
  }
  const [first = "", ...last] = names;
  return last.length === 0
    ? { ...known, ...(first === "" ? {} : { last: named(first) }) }
    : { ...known, first: named(first), last: named(last.join(" ")) };
}

// Typed in small letters to be found, and not to be registered so.
function named(words: string): string {
  return words === words.toLowerCase()
    ? words.replace(/(^|[\s'-])\p{L}/gu, (letter) => letter.toUpperCase())
    : words;
}
