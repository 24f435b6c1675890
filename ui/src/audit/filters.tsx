import { type FormEvent, type ReactNode, useState } from "react";
import { longDay } from "../format.ts";
import type { AuditKind, AuditPerson, Connection } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Pick } from "../kit/pick.tsx";
import { typedDate } from "../typed-date.ts";
import { personName } from "../who.ts";
import styles from "./audit.module.css";
import { auditText } from "./text.ts";

const t = auditText;

/** Which entries are wanted. */
export type Filter = {
  kind: AuditKind | null;
  person: string | null;
  connection: string | null;
  /** The patient's id; empty for everybody's. */
  patient: string;
  day: string | null;
};

export const ALL: Omit<Filter, "patient"> = { kind: null, person: null, connection: null, day: null };

const ANY = "any";
const KINDS = Object.keys(t.kinds) as AuditKind[];

/** What is typed is asked for once it is meant: each question is itself on record. */
export function Filters({
  filter,
  people,
  connections,
  current,
  today,
  onChange,
}: {
  filter: Filter;
  people: readonly AuditPerson[];
  connections: readonly Connection[];
  /** The connection in use, whose patients are meant where none is chosen. */
  current: string | null;
  today: string;
  onChange: (filter: Filter) => void;
}) {
  const { kind, person, connection, patient, day } = filter;
  // How often all of it was let go of: what is typed goes with it.
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    setCleared(cleared + 1);
    onChange({ ...ALL, patient: "" });
  };
  const practice = connection ?? (patient === "" ? ANY : (current ?? ANY));
  return (
    <fieldset className={styles.filters}>
      <legend>{t.filters}</legend>
      <div className={styles.picks}>
        <Pick
          label={t.kind}
          options={[{ id: ANY, name: t.anyKind }, ...KINDS.map((id) => ({ id, name: t.kinds[id] }))]}
          value={kind ?? ANY}
          onChange={(id) => onChange({ ...filter, kind: KINDS.find((each) => each === id) ?? null })}
        />
        {people.length < 2 ? null : (
          <Pick
            label={t.person}
            options={[
              { id: ANY, name: t.anyPerson },
              ...people.map((each) => ({ id: each.id, name: personName(each) })),
            ]}
            value={person ?? ANY}
            onChange={(id) => onChange({ ...filter, person: id === ANY ? null : id })}
          />
        )}
        {connections.length < 2 ? null : (
          <Pick
            label={t.practice}
            options={[
              // One number is one patient in one practice alone.
              ...(patient === "" ? [{ id: ANY, name: t.anyPractice }] : []),
              ...connections.map(({ id, label, practice: number }) => ({ id, name: label, note: number })),
            ]}
            value={practice}
            onChange={(id) => onChange({ ...filter, connection: id === ANY ? null : id })}
          />
        )}
      </div>
      <TypedPatient
        key={`patient ${cleared}`}
        patient={patient}
        onMeant={(meant) => onChange({ ...filter, patient: meant })}
      />
      <TypedDay
        key={`day ${cleared}`}
        day={day}
        today={today}
        onMeant={(meant) => onChange({ ...filter, day: meant })}
      />
      <div className={styles.picks}>
        <Button weight="quiet" onPress={clear}>
          {t.clear}
        </Button>
      </div>
    </fieldset>
  );
}

/** An id as athenahealth gives it, or none. */
const ID = /^\d{0,20}$/;

function TypedPatient({ patient, onMeant }: { patient: string; onMeant: (patient: string) => void }) {
  const [typed, setTyped] = useState(patient);
  const [entered, setEntered] = useState(false);
  const words = typed.trim();
  const isId = ID.test(words);
  const type = (text: string) => {
    setTyped(text);
    setEntered(false);
  };
  const done = () => {
    setEntered(true);
    if (isId && words !== patient) {
      onMeant(words);
    }
  };
  return (
    <Meant onMeant={done}>
      <Field
        label={t.patient}
        hint={t.patientHint}
        error={entered && !isId ? t.patientWrong : undefined}
        numeric
        isOptional
        value={typed}
        onChange={type}
        onLeave={done}
      />
    </Meant>
  );
}

function TypedDay({
  day,
  today,
  onMeant,
}: {
  day: string | null;
  today: string;
  onMeant: (day: string | null) => void;
}) {
  const [typed, setTyped] = useState("");
  const [entered, setEntered] = useState(false);
  const words = typed.trim();
  const read = words === "" ? null : typedDate(words, today);
  const meant = read !== null && "day" in read ? read.day : null;
  const change = (value: string) => {
    setTyped(value);
    setEntered(false);
  };
  const done = () => {
    setEntered(words !== "");
    if (meant !== day && (meant !== null || words === "")) {
      onMeant(meant);
    }
  };
  return (
    <Meant onMeant={done}>
      <Field
        label={t.day}
        hint={meant !== null ? longDay(meant) : t.dayHint}
        isOptional
        error={entered && words !== "" && meant === null ? t.dayWrong : undefined}
        value={typed}
        onChange={change}
        onLeave={done}
      />
    </Meant>
  );
}

// Enter says that what was typed is meant.
function Meant({ onMeant, children }: { onMeant: () => void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMeant();
  };
  return (
    <form noValidate onSubmit={submit}>
      {children}
    </form>
  );
}
