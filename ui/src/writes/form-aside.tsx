import { type ReactNode, useEffect, useRef } from "react";
import type { PatientForm } from "../ipc/bindings.ts";
import { Late } from "../kit/notice.tsx";
import styles from "./form.module.css";
import { formText } from "./form-text.ts";
import { changesOf } from "./form-values.ts";
import { Identifiers } from "./identifiers.tsx";
import { knownOf } from "./known.ts";
import { writesText } from "./text.ts";
import type { FormState } from "./use-form.ts";
import { useFieldWords } from "./words.ts";

const t = formText;

/** What is to be written, and whether it is about the right person. */
export function FormAside({
  form,
  member,
  state,
}: {
  form: PatientForm;
  /** A member id, where the card has one. */
  member: string | null;
  state: FormState;
}) {
  return (
    <div className={styles.aside}>
      {state.isNew ? <Looked state={state} /> : <Changes state={state} />}
      {state.isNew && !state.isLooked ? null : <Who form={form} member={member} state={state} />}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Changes({ state }: { state: FormState }) {
  const words = useFieldWords();
  const changes = changesOf(state.boxes, state.values);
  const said = (value: string, shown: string) => (value === "" ? writesText.empty : shown);
  return (
    <Part title={t.changes}>
      {changes.length === 0 ? (
        <p className={styles.muted}>{t.noChanges}</p>
      ) : (
        <dl className={styles.changes}>
          {changes.map(({ field, saw, value }) => (
            <div key={field}>
              <dt>{writesText.field[field]}</dt>
              <dd>
                <span className={styles.from}>{said(saw, words(field, saw))}</span> {writesText.arrow}{" "}
                <b>{said(value, words(field, value))}</b>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {changes.some(({ field, value }) => field === "status" && value === "inactive") ? (
        <p className={styles.muted}>{t.inactiveNow}</p>
      ) : null}
    </Part>
  );
}

function Looked({ state }: { state: FormState }) {
  return (
    <Part title={t.alikeTitle}>
      {state.pending === "look" ? (
        <Late>{t.looking}</Late>
      ) : state.isLooked ? (
        <p>{state.ruledOut.length === 0 ? t.lookedNobody : t.lookedRuledOut(state.ruledOut.length)}</p>
      ) : (
        <p className={styles.muted}>{state.wasLooked ? t.lookAgain : t.lookNext}</p>
      )}
      {state.failure?.code === "offline" && !state.isLooked ? <p>{t.lookOffline}</p> : null}
    </Part>
  );
}

// Of a change by what is on file: what is typed may be what is wrong.
function Who({ form, member, state }: { form: PatientForm; member: string | null; state: FormState }) {
  const { isNew, values, boxes } = state;
  const part = useRef<HTMLDivElement>(null);
  const { takesFocus } = state;
  useEffect(() => {
    if (takesFocus()) {
      part.current?.querySelector("input")?.focus();
    }
  });
  const typed = [values.last, [values.first, values.middle].filter(Boolean).join(" ")];
  const known = isNew
    ? knownOf({
        name: typed.filter(Boolean).join(", "),
        dob: values.dob ?? null,
        patient: null,
        said: (field) => values[field] ?? "",
      })
    : knownOf({
        name: form.name,
        dob: form.dob,
        patient: form.patient,
        member,
        said: (field) => boxes.find(({ of }) => of.field === field)?.saw ?? "",
      });
  return (
    <Part title={t.who}>
      <div ref={part} data-identifiers>
        <Identifiers
          label={isNew ? t.whoNextNew : t.whoNext}
          known={known}
          ticked={state.ticked}
          onChange={state.tick}
        />
      </div>
    </Part>
  );
}
