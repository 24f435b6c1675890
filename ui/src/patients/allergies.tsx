import { usDate } from "../format.ts";
import type { AllergiesView, AllergyView, ReactionView } from "../ipc/bindings.ts";
import { Card } from "../kit/card.tsx";
import { text } from "../text.ts";
import styles from "./card.module.css";
import { patientsText } from "./text.ts";

const t = patientsText.allergies;

/** What a patient does not bear. That nobody asked is never said as that there is none. */
export function Allergies({
  allergies,
  ageOf,
}: {
  allergies: AllergiesView;
  ageOf: (instant: string | null) => string;
}) {
  const { standing, rows, note, asOf, trouble } = allergies;
  if (standing === "withheld") {
    return (
      <Card title={t.title}>
        <p className={styles.none}>{t.withheld}</p>
      </Card>
    );
  }
  // What is refused is not on its way.
  const age = asOf === null && trouble !== null ? patientsText.card.neverRead : ageOf(asOf);
  const counting = rows.filter((row) => row.active);
  const over = rows.filter((row) => !row.active);
  return (
    <Card title={t.title} age={age}>
      {standing === "noneKnown" ? <p>{t.noneKnown}</p> : null}
      {standing === "notRecorded" ? <p className={styles.ask}>{t.notRecorded}</p> : null}
      {counting.length === 0 ? null : (
        <ul className={styles.lines}>
          {counting.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an allergen may come twice, and rows have no id
            <Allergy key={at} row={row} />
          ))}
        </ul>
      )}
      {over.length === 0 ? null : <p className={styles.none}>{t.over(over.map(ended).join(", "))}</p>}
      {note === null ? null : <p className={styles.none}>{note}</p>}
      {trouble === null ? null : <p className={styles.ask}>{t.trouble[trouble]}</p>}
    </Card>
  );
}

function Allergy({ row }: { row: AllergyView }) {
  const facts = [row.onset === null ? null : t.since(usDate(row.onset)), row.note];
  const about = facts.filter((fact) => fact !== null).join(text.dot);
  return (
    <li className={styles.allergy}>
      <b>{row.allergen ?? t.unknown}</b>
      {row.reactions.length === 0 ? (
        <small>{t.noReaction}</small>
      ) : (
        <ul className={styles.reactions}>
          {row.reactions.map((reaction, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Reaction key={at} reaction={reaction} />
          ))}
        </ul>
      )}
      {about === "" ? null : <small>{about}</small>}
    </li>
  );
}

function Reaction({ reaction: { name, severity } }: { reaction: ReactionView }) {
  const what = name === "" ? t.unnamed : name;
  const isSevere = severity !== null && /severe|threat|fatal/i.test(severity);
  return (
    <li className={isSevere ? styles.stop : undefined}>
      {severity === null ? what : t.severe(what, severity)}
    </li>
  );
}

function ended(row: AllergyView): string {
  const what = row.allergen ?? t.unknown;
  return row.deactivated === null ? what : t.until(what, usDate(row.deactivated));
}
