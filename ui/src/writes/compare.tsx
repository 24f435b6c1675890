import type { AlikeView, PatientField } from "../ipc/bindings.ts";
import { Unseen } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Tag, type Tone } from "../kit/tag.tsx";
import { text } from "../text.ts";
import styles from "./detail.module.css";
import { writesText } from "./text.ts";
import { useFieldWords } from "./words.ts";

const t = writesText;

const TONE: Record<AlikeView["likeness"], Tone> = { same: "stop", likely: "warn", distant: "quiet" };

const ACTIVE = "active";

/** Somebody to be registered beside those who are like them, field by field. */
export function Compare({
  alike,
  onThem,
}: {
  alike: readonly AlikeView[];
  /** Somebody of them is the person. */
  onThem: ((patient: AlikeView) => void) | undefined;
}) {
  const words = useFieldWords();
  const fields = fieldsOf(alike);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className={styles.compare} aria-label={t.compared} tabIndex={0}>
      <table className={styles.fields} aria-label={t.alike}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t.ours}</th>
            {alike.map((each) => (
              <th key={each.patient} scope="col">
                <b>{each.name}</b>
                <span>{text.person.id(each.patient)}</span>
                <span>
                  <Tag tone={TONE[each.likeness]}>{t.likeness[each.likeness]}</Tag>
                  {each.score === null ? null : ` ${t.score(each.score)}`}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(([field, ours]) => (
            <tr key={field}>
              <th scope="row">{t.field[field]}</th>
              <td>{ours === "" ? text.none : words(field, ours)}</td>
              {alike.map((each) => (
                <Theirs key={each.patient} one={each} field={field} words={words} />
              ))}
            </tr>
          ))}
        </tbody>
        {onThem === undefined ? null : (
          <tfoot>
            <tr>
              <td colSpan={2} />
              {alike.map((each) => (
                <td key={each.patient}>
                  <Button label={t.themLabel(each.name, each.patient)} onPress={() => onThem(each)}>
                    {t.them}
                  </Button>
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Theirs({
  one,
  field,
  words,
}: {
  one: AlikeView;
  field: PatientField;
  words: (field: PatientField, value: string) => string;
}) {
  const known = one.fields.find((each) => each.field === field);
  const value = known?.theirs ?? "";
  if (known?.differs !== true) {
    return <td>{value === "" ? text.none : words(field, value)}</td>;
  }
  return (
    <td className={styles.differs}>
      <span aria-hidden="true">{t.unlike} </span>
      {words(field, value)}
      <Unseen> {t.differs}</Unseen>
    </td>
  );
}

function fieldsOf(alike: readonly AlikeView[]): [PatientField, string][] {
  const fields = new Map<PatientField, string>();
  const all = alike.flatMap((one) => one.fields);
  for (const each of all) {
    if (!fields.has(each.field)) {
      fields.set(each.field, each.ours);
    }
  }
  // That a record is active goes without saying: only where one is not does it tell anything.
  if (!all.some(({ field, theirs }) => field === "status" && theirs !== "" && theirs !== ACTIVE)) {
    fields.delete("status");
  }
  return [...fields];
}
