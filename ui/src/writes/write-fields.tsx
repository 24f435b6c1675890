import type { WriteField, WriteRow } from "../ipc/bindings.ts";
import { Unseen } from "../kit/announce.tsx";
import { Dot, type Tone } from "../kit/tag.tsx";
import { text } from "../text.ts";
import styles from "./detail.module.css";
import { writesText } from "./text.ts";
import { type FieldWords, useFieldWords } from "./words.ts";

const t = writesText;

/** The fields of a write: what stood there, what is there, what is to be there, and what became of it. */
export function WriteFields({ row }: { row: WriteRow }) {
  const words = useFieldWords();
  const { fields, stage, kind } = row;
  const hasMade = stage === "saved" || fields.some(({ made, refused }) => made !== null || refused);
  const hasTheirs = fields.some(({ theirs, made }) => theirs !== null && made === null);
  const hasFrom = kind === "edit";
  const c = t.fieldColumns;
  const isDraft = stage === "draft" || stage === "waiting";
  return (
    <table className={styles.fields} aria-label={t.fields}>
      <thead>
        <tr>
          <th scope="col">{c.field}</th>
          {hasFrom ? <th scope="col">{isDraft ? c.saw : c.before}</th> : null}
          {hasTheirs ? <th scope="col">{c.theirs}</th> : null}
          <th scope="col">{isDraft ? (hasFrom ? c.to : t.ours) : c.written}</th>
          {hasMade ? <th scope="col">{c.made}</th> : null}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.field}>
            <th scope="row">{t.field[field.field]}</th>
            {hasFrom ? (
              <Value field={field} value={field.from ?? ""} words={words} look={styles.from} />
            ) : null}
            {hasTheirs ? <Theirs field={field} words={words} /> : null}
            <Value field={field} value={field.to} words={words} look={styles.to} />
            {hasMade ? (
              <td>
                <Made field={field} words={words} isSaved={stage === "saved"} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({
  field: { field },
  value,
  words,
  look,
}: {
  field: WriteField;
  value: string;
  words: FieldWords;
  look: string | undefined;
}) {
  return (
    <td className={`${look} ${field === "email" ? styles.long : ""}`}>
      {value === "" ? t.empty : words(field, value)}
    </td>
  );
}

function Theirs({ field, words }: { field: WriteField; words: FieldWords }) {
  if (field.theirs === null) {
    return <td className={styles.from}>{text.none}</td>;
  }
  if (field.theirs === field.to) {
    return <td>{field.to === "" ? t.empty : words(field.field, field.to)}</td>;
  }
  return (
    <td className={styles.theirs}>
      {field.theirs === "" ? t.empty : words(field.field, field.theirs)}
      <Unseen> {t.differs}</Unseen>
    </td>
  );
}

function Made({ field, words, isSaved }: { field: WriteField; words: FieldWords; isSaved: boolean }) {
  const [tone, said] = madeOf(field, words, isSaved);
  return (
    <span className={styles.made}>
      <Dot tone={tone} />
      {said}
    </span>
  );
}

function madeOf(
  { field, made, theirs, refused }: WriteField,
  words: FieldWords,
  isSaved: boolean,
): [Tone | "hollow", string] {
  if (refused) {
    return ["stop", t.made.refused];
  }
  switch (made) {
    case "kept":
      return ["good", t.made.kept];
    case "changed": {
      const there = theirs === null || theirs === "" ? t.empty : words(field, theirs);
      return ["warn", `${t.made.changed} ${there}`];
    }
    case "ignored":
      return ["warn", t.made.ignored];
    default:
      return ["hollow", isSaved ? t.made.unread : text.none];
  }
}
