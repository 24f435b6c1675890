import { failureWords } from "../failure.ts";
import { fieldWord } from "../field-word.ts";
import { age } from "../format.ts";
import type { Gate, RequiredField } from "../ipc/bindings.ts";
import { useMay, usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { useNow } from "../kit/clock.tsx";
import { Notice } from "../kit/notice.tsx";
import { Dot, type Tone } from "../kit/tag.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { gateText, gateWords } from "./gate-text.ts";
import type { Gates } from "./use-gates.ts";
import styles from "./visit.module.css";

const t = gateText;

/** What is to be seen to before a check-in: each with how it stands, how old that is, and what to do about it. */
export function GateList({ gates, patient }: { gates: Gates; patient: string }) {
  const { rows, required, failure, isClear, left, askAgain } = gates;
  const words = failure === null ? null : failureWords(failure, "once");
  const mend = useMend(patient);
  if (rows === undefined && words === null) {
    return null;
  }
  return (
    <Card title={t.title}>
      <p className={styles.muted} role="status">
        {isClear ? t.clear : rows === undefined ? "" : t.open(left)}
      </p>
      {words === null ? null : (
        <Notice tone={words.severity} title={words.title} next={words.next}>
          <Button onPress={askAgain}>{t.again}</Button>
        </Notice>
      )}
      <ul className={styles.gates}>
        {(rows ?? []).map((gate) => (
          <GateRow key={gate.kind} gate={gate} />
        ))}
        {rows === undefined ? null : <RequiredRow required={required} isFailed={failure !== null} />}
      </ul>
      {mend !== undefined && isMendable(rows ?? [], required ?? []) ? (
        <div className={styles.acts}>
          <Button onPress={mend}>{t.mend}</Button>
        </div>
      ) : null}
    </Card>
  );
}

function GateRow({ gate: { kind, standing, asOf } }: { gate: Gate }) {
  const now = useNow(60_000);
  const [{ hourClock }] = usePreferences();
  const { what, next } = gateWords(standing, hourClock);
  const isClear = standing.standing === "clear";
  const tone: Tone | "hollow" = isClear ? "good" : standing.standing === "unread" ? "hollow" : "warn";
  return (
    <Row
      tone={tone}
      name={t.kind[kind]}
      what={isClear ? t.well[kind] : what}
      next={next}
      age={asOf === null ? null : t.readAge(age(asOf, now))}
    />
  );
}

function RequiredRow({
  required,
  isFailed,
}: {
  required: readonly RequiredField[] | undefined;
  isFailed: boolean;
}) {
  if (required === undefined) {
    return (
      <Row tone="hollow" name={t.kind.required} what={isFailed ? t.unasked : t.reading} next="" age={null} />
    );
  }
  const what = required
    .map(({ name, field, said }) => {
      const word = field === null ? name : fieldWord[field].toLowerCase();
      return said === null ? word : `${word} (“${said}”)`;
    })
    .join(", ");
  const isHere = required.every(({ field }) => field !== null);
  return required.length === 0 ? (
    <Row tone="good" name={t.kind.required} what={t.well.required} next="" age={null} />
  ) : (
    <Row
      tone="warn"
      name={t.kind.required}
      what={what}
      next={isHere ? t.enterHere : t.enterThere}
      age={null}
    />
  );
}

function Row({
  tone,
  name,
  what,
  next,
  age: old,
}: {
  tone: Tone | "hollow";
  name: string;
  what: string;
  next: string;
  age: string | null;
}) {
  return (
    <li>
      <Dot tone={tone} />
      <span>
        <b>{name}</b> {what}
        {next === "" ? null : <span className={styles.next}>{next}</span>}
      </span>
      {old === null ? null : <small className={styles.muted}>{old}</small>}
    </li>
  );
}

// What Daybook writes itself: who they are and how they are reached.
function isMendable(rows: readonly Gate[], required: readonly RequiredField[]): boolean {
  const ours = ["missing", "longAgo", "notActive"];
  return (
    rows.some(({ standing }) => ours.includes(standing.standing)) ||
    required.some(({ field }) => field !== null)
  );
}

function useMend(patient: string): (() => void) | undefined {
  const openForm = useOpenForm();
  return useMay("editPatients") ? () => openForm({ patient }) : undefined;
}
