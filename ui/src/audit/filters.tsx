import type { AuditKind, AuditPerson } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Pick } from "../kit/pick.tsx";
import styles from "./audit.module.css";
import { typedDay } from "./day.ts";
import { auditText } from "./text.ts";
import { personName } from "./words.ts";

const t = auditText;

/** Which entries are wanted. */
export type Filter = {
  kind: AuditKind | null;
  person: string | null;
  /** The patient's id as it is typed. */
  patient: string;
  /** The day as it is typed. */
  day: string;
};

export const ALL: Omit<Filter, "patient"> = { kind: null, person: null, day: "" };

const ANY = "any";
const KINDS = Object.keys(t.kinds) as AuditKind[];

export function Filters({
  filter,
  people,
  onChange,
}: {
  filter: Filter;
  people: readonly AuditPerson[];
  onChange: (filter: Filter) => void;
}) {
  const wrongDay = filter.day.trim() !== "" && typedDay(filter.day) === null;
  return (
    <fieldset className={styles.filters}>
      <legend>{t.filters}</legend>
      <Pick
        label={t.kind}
        options={[{ id: ANY, name: t.anyKind }, ...KINDS.map((id) => ({ id, name: t.kinds[id] }))]}
        value={filter.kind ?? ANY}
        onChange={(id) => onChange({ ...filter, kind: KINDS.find((kind) => kind === id) ?? null })}
      />
      {people.length < 2 ? null : (
        <Pick
          label={t.person}
          options={[
            { id: ANY, name: t.anyPerson },
            ...people.map((each) => ({ id: each.id, name: personName(each) })),
          ]}
          value={filter.person ?? ANY}
          onChange={(id) => onChange({ ...filter, person: id === ANY ? null : id })}
        />
      )}
      <Field
        label={t.patient}
        hint={t.patientHint}
        numeric
        isOptional
        value={filter.patient}
        onChange={(patient) => onChange({ ...filter, patient })}
      />
      <Field
        label={t.day}
        hint={t.dayHint}
        isOptional
        error={wrongDay ? t.dayWrong : undefined}
        value={filter.day}
        onChange={(day) => onChange({ ...filter, day })}
      />
      <Button weight="quiet" onPress={() => onChange({ ...ALL, patient: "" })}>
        {t.clear}
      </Button>
    </fieldset>
  );
}
