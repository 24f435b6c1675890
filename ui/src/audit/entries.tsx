import { useState } from "react";
import { clockTime, shortDay, usDate } from "../format.ts";
import type { AuditLine } from "../ipc/bindings.ts";
import { useMay, usePreferences } from "../ipc/session.ts";
import { Tag } from "../kit/tag.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { text } from "../text.ts";
import { personName } from "../who.ts";
import styles from "./audit.module.css";
import { type Fold, folded, isShown } from "./fold.ts";
import { auditText } from "./text.ts";

const t = auditText;

/** What people and connections that are still here are called, by id. */
export type Names = ReadonlyMap<string, string>;

const ID = /^[0-9a-f]{32}$/;

/** What is not the same in every row of a page, and so has a column: which computer it was, and which practice. */
type Apart = { devices: boolean; practices: boolean };

/** The entries of one page, those that go together as one row that opens to each. Which computer it was is
 * told where it was not this one alone, and so which practice. */
export function Entries({
  lines,
  names,
  practice,
}: {
  lines: readonly AuditLine[];
  names: Names;
  /** The number of the practice in use. */
  practice: string | undefined;
}) {
  const apart = {
    devices: lines.some(({ device }) => !device.here),
    practices: lines.some(
      ({ practice: of }) => of !== null && (of.number !== (practice ?? of.number) || !isReal(of)),
    ),
  };
  return (
    <table className={styles.table} aria-label={t.table}>
      <thead>
        <tr>
          <th scope="col">{t.columns.time}</th>
          <th scope="col">{t.columns.person}</th>
          {apart.devices ? <th scope="col">{t.columns.device}</th> : null}
          <th scope="col">{t.columns.did}</th>
          <th scope="col">{t.columns.patient}</th>
          {apart.practices ? <th scope="col">{t.columns.practice}</th> : null}
          <th scope="col">{t.columns.about}</th>
        </tr>
      </thead>
      <tbody>
        {folded(lines).map((fold) => {
          const first = fold.at(-1)?.sequence;
          return fold.length === 1 ? (
            <Entry key={first} line={fold[0]} apart={apart} names={names} />
          ) : (
            <Together key={first} fold={fold} apart={apart} names={names} />
          );
        })}
      </tbody>
    </table>
  );
}

function Together({ fold, apart, names }: { fold: Fold; apart: Apart; names: Names }) {
  const [{ hourClock }] = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const [last] = fold;
  const first = fold.at(-1) ?? last;
  const from = `${shortDay(first.day)} ${clockTime(first.minute, hourClock)}`;
  const until = clockTime(last.minute, hourClock);
  const isBrief = first.day === last.day && first.minute === last.minute;
  const when = first.day === last.day ? until : `${shortDay(last.day)} ${until}`;
  return (
    <>
      <tr className={last.emergency === null ? undefined : styles.grave}>
        <td className={styles.time}>{isBrief ? from : t.span(from, when)}</td>
        <td>{personName(last.person)}</td>
        <Device line={last} apart={apart} />
        <td title={t.kinds[last.kind]}>
          {last.emergency === null ? null : <Tag tone="stop">{t.emergencyMark}</Tag>}{" "}
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {(isShown(last) ? t.seen : t.times)(last.words, fold.length)}
          </button>
        </td>
        <td>{text.none}</td>
        <Where line={last} apart={apart} />
        <td>{last.emergency === null ? text.none : t.emergency(last.emergency)}</td>
      </tr>
      {isOpen
        ? fold.map((line) => <Entry key={line.sequence} line={line} apart={apart} names={names} within />)
        : null}
    </>
  );
}

function Device({ line: { device }, apart }: { line: AuditLine; apart: Apart }) {
  return apart.devices ? <td title={device.id}>{device.here ? t.here : t.device(device.id)}</td> : null;
}

function Where({ line: { practice }, apart }: { line: AuditLine; apart: Apart }) {
  if (!apart.practices) {
    return null;
  }
  if (practice === null) {
    return <td>{text.none}</td>;
  }
  const name = practice.label ?? t.notHere(practice.number);
  const where = practice.environment === null ? null : text.environment[practice.environment];
  return <td title={practice.number}>{where === null ? name : t.practiceIn(name, where)}</td>;
}

/** Where a practice is that a row does not have to name: no other passes for it. */
function isReal({ environment }: NonNullable<AuditLine["practice"]>): boolean {
  return environment === null || environment === "production";
}

function Entry({
  line,
  apart,
  names,
  within = false,
}: {
  line: AuditLine;
  apart: Apart;
  names: Names;
  within?: boolean;
}) {
  const [{ hourClock }] = usePreferences();
  const { patient, kind, outcome } = line;
  const asked = kind === "failedUnlock" || outcome !== "done";
  const byEmergency = kind === "emergency" || line.emergency !== null;
  const grave = kind === "refusal" || kind === "failedUnlock" || kind === "finding" || byEmergency;
  const did = asked && t.outcomes[outcome] !== "" ? `${line.words}: ${t.outcomes[outcome]}` : line.words;
  const who = patient === null ? text.none : (patient.name ?? text.person.id(patient.id));
  return (
    <tr className={grave ? styles.grave : within ? styles.within : undefined}>
      <td className={styles.time}>
        {shortDay(line.day)} {clockTime(line.minute, hourClock)}
      </td>
      <td>{personName(line.person)}</td>
      <Device line={line} apart={apart} />
      <td title={t.kinds[kind]}>
        {byEmergency ? <Tag tone="stop">{t.emergencyMark}</Tag> : null} {did}
      </td>
      <td title={patient === null ? undefined : text.person.id(patient.id)}>{who}</td>
      <Where line={line} apart={apart} />
      <td>
        <Write line={line} />
        {about(line, names)}
      </td>
    </tr>
  );
}

/** The write that an entry is about, which leads to where it stands, if it still does. */
function Write({ line: { write } }: { line: AuditLine }) {
  const may = useMay("editPatients");
  const open = useOpenWrite();
  if (write === null) {
    return null;
  }
  const words = t.write(write.id);
  return write.here && may ? (
    <button type="button" className={styles.fold} onClick={() => open(write.id)}>
      {words}
    </button>
  ) : (
    words
  );
}

function about(line: AuditLine, names: Names): string {
  const { kind, emergency, outcome, reason, sequence } = line;
  if (kind === "emergency" && emergency === null && outcome === "done") {
    return reason === null ? t.reasonGone(sequence) : t.reason(reason, sequence);
  }
  const rest = subject(line, names);
  const by = emergency === null ? [] : [t.emergency(emergency)];
  return by.length === 0 ? rest : [...(rest === text.none || rest === "" ? [] : [rest]), ...by].join(", ");
}

function subject({ search, write, about: said }: AuditLine, names: Names): string {
  if (search !== null) {
    return t.searched(search);
  }
  if (write !== null) {
    return said === null ? "" : `: ${t.said(said)}`;
  }
  if (said === null) {
    return text.none;
  }
  if (ID.test(said)) {
    return names.get(said) ?? t.goneSince(said);
  }
  const [, day, department] = /^(\d{4}-\d{2}-\d{2})?(?: ?department (\S+))?$/.exec(said) ?? [];
  const parts = [
    ...(day === undefined ? [] : [usDate(day)]),
    ...(department === undefined ? [] : [t.department(department)]),
  ];
  return parts.length === 0 ? said : parts.join(", ");
}
