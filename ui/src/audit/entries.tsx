import { clockTime, shortDay, usDate } from "../format.ts";
import type { AuditLine } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { text } from "../text.ts";
import { personName } from "../who.ts";
import styles from "./audit.module.css";
import { auditText } from "./text.ts";

const t = auditText;

/** The entries of one page. */
export function Entries({ lines }: { lines: readonly AuditLine[] }) {
  return (
    <table className={styles.table} aria-label={t.table}>
      <thead>
        <tr>
          <th scope="col">{t.columns.time}</th>
          <th scope="col">{t.columns.person}</th>
          <th scope="col">{t.columns.did}</th>
          <th scope="col">{t.columns.patient}</th>
          <th scope="col">{t.columns.practice}</th>
          <th scope="col">{t.columns.about}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Entry key={line.sequence} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Entry({ line }: { line: AuditLine }) {
  const [{ hourClock }] = usePreferences();
  const { patient, practice, kind, outcome } = line;
  const asked = kind === "failedUnlock" || outcome !== "done";
  const grave = kind === "refusal" || kind === "failedUnlock" || kind === "finding";
  const did = asked && t.outcomes[outcome] !== "" ? `${line.words}: ${t.outcomes[outcome]}` : line.words;
  const who = patient === null ? text.none : (patient.name ?? text.person.id(patient.id));
  return (
    <tr className={grave ? styles.grave : undefined}>
      <td className={styles.time}>
        {shortDay(line.day)} {clockTime(line.minute, hourClock)}
      </td>
      <td>{personName(line.person)}</td>
      <td title={t.kinds[kind]}>{did}</td>
      <td title={patient === null ? undefined : text.person.id(patient.id)}>{who}</td>
      <td title={practice?.number}>
        {practice === null ? text.none : (practice.label ?? t.notHere(practice.number))}
      </td>
      <td>{about(line)}</td>
    </tr>
  );
}

function about({ search, about: said }: AuditLine): string {
  if (search !== null) {
    return t.searched(search);
  }
  if (said === null) {
    return text.none;
  }
  const [, day, department] = /^(\d{4}-\d{2}-\d{2})?(?: ?department (\S+))?$/.exec(said) ?? [];
  const parts = [
    ...(day === undefined ? [] : [usDate(day)]),
    ...(department === undefined ? [] : [t.department(department)]),
  ];
  return parts.length === 0 ? said : parts.join(", ");
}
