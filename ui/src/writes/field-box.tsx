import { useEffect, useRef } from "react";
import type { PatientField } from "../ipc/bindings.ts";
import { Choose } from "../kit/choose.tsx";
import { Field } from "../kit/field.tsx";
import { giveCaret } from "../place/caret.ts";
import styles from "./form.module.css";
import { formText } from "./form-text.ts";
import { type Box, isChosen } from "./form-values.ts";
import { writesText } from "./text.ts";
import type { FormState } from "./use-form.ts";
import { type FieldWords, fieldWords, useFieldWords } from "./words.ts";
import { statesOfZip } from "./zip-states.ts";

// Those that practices note most, by their terminology codes in ISO 639-2. Whatever else stands there stays.
const LANGUAGES =
  "eng spa zho vie ara fra kor rus tgl hat por pol ita deu jpn hin urd fas guj ben nep som amh ukr ell".split(
    " ",
  );

const GROUPS: readonly (readonly [keyof typeof formText.groups, readonly PatientField[]])[] = [
  ["identity", ["last", "first", "middle", "suffix", "preferred", "dob", "sex", "language"]],
  ["contact", ["mobilePhone", "homePhone", "workPhone", "email", "consentToText"]],
  ["address", ["line1", "line2", "city", "state", "zip"]],
  ["place", ["department", "status"]],
];

/** The fields, in the groups in which a front desk asks for them. */
export function Fields({ state }: { state: FormState }) {
  const words = useFieldWords();
  const groups = useRef<HTMLDivElement>(null);
  const { takeCaret } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when they are there
  useEffect(() => {
    const caret = takeCaret();
    if (caret === null || !giveCaret(caret)) {
      groups.current?.querySelector("input")?.focus();
    }
  }, []);
  return (
    <div ref={groups} className={styles.groups}>
      {GROUPS.map(([group, fields]) => (
        <section
          key={group}
          className={styles.group}
          aria-labelledby={`form-${group}`}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (group === "contact" && !currentTarget.contains(relatedTarget)) {
              state.leave(group);
            }
          }}
        >
          <div>
            <h2 id={`form-${group}`}>{formText.groups[group]}</h2>
            {group === "contact" && state.isNew ? <p className={styles.muted}>{formText.oneOf}</p> : null}
          </div>
          <div className={styles.fields}>
            {fields.map((field) => {
              const box = state.boxes.find(({ of }) => of.field === field);
              return box === undefined ? null : (
                <FieldBox key={field} box={box} state={state} words={words} />
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}

function FieldBox({ box, state, words }: { box: Box; state: FormState; words: FieldWords }) {
  const { field, need } = box.of;
  const value = state.textIn(box);
  const shared = {
    label: writesText.field[field],
    value,
    onChange: (text: string) => state.type(field, text),
    onLeave: () => state.leave(field),
    error: state.errorAt(box),
  };
  const hint = hintOf(box, state, words);
  return (
    <div className={styles[`of-${field}`]} data-field={field}>
      {isChosen(box.of) ? (
        <Choose {...shared} options={optionsOf(box, value)} hint={hint} />
      ) : (
        <Field
          {...shared}
          {...(hint === undefined ? {} : { hint })}
          numeric={field === "zip" || field.endsWith("Phone")}
          isOptional={need !== "required"}
        />
      )}
    </div>
  );
}

// What stands there and is none of the list stays.
function optionsOf({ of: { field, choices }, saw }: Box, value: string) {
  const given = choices.length > 0 ? choices : LANGUAGES.map((id) => ({ value: id, name: null }));
  const listed = given.map((choice) => ({
    id: choice.value,
    name: choice.name ?? fieldWords(field, choice.value),
  }));
  const also = [...new Set(["", saw, value])].filter((id) => !listed.some((each) => each.id === id));
  return [
    ...also.map((id) => ({ id, name: id === "" ? formText.notChosen : fieldWords(field, id) })),
    ...listed,
  ];
}

function hintOf(box: Box, { values, isNew }: FormState, words: FieldWords): string | undefined {
  const { field, need } = box.of;
  const value = values[field] ?? "";
  const said = (other: string) => (other === "" ? writesText.empty : words(field, other));
  if (box.theirs !== null) {
    return formText.theirs(said(box.theirs));
  }
  if (!isNew && value !== box.saw) {
    return formText.was(said(box.saw));
  }
  const { zip = "" } = values;
  if (value !== "" || (!isNew && field !== "state")) {
    return undefined;
  }
  const states = field === "state" && /^\d{5}/.test(zip) ? statesOfZip(zip) : [];
  if (states.length > 0) {
    return formText.stateOf(zip.slice(0, 5), states);
  }
  const example = formText.hints[field];
  return need === "required" ? [formText.required, example].filter(Boolean).join(", ") : undefined;
}
