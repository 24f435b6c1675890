import { type FormEvent, useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { fieldNextText } from "../failure-text.ts";
import type { WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import styles from "./dialogs.module.css";
import { Said } from "./dialogs.tsx";
import { writesText } from "./text.ts";

const t = writesText.resolve;

// The dialog shows it.
const said = () => undefined;

type Word = "there" | "notThere" | "again";

/** Takes a person's word on what became of a write, each answer with what follows from it. */
export function ResolveDialog({ row, onDone }: { row: WriteRow; onDone: () => void }) {
  const [word, setWord] = useState<Word | null>(null);
  const [patient, setPatient] = useState("");
  const resolve = useWrite("write_resolve");
  const again = useWrite("write_again");
  const announce = useAnnounce();
  const needsPatient = row.kind === "create" && word === "there";
  const failure = resolve.error?.failure ?? again.error?.failure;
  const isPatient = failure?.code === "invalid" && failure.field === "patient";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const done = (words: string) => () => {
      announce(words);
      onDone();
    };
    if (word === "again") {
      again.mutateAsync({ write: row.id }).then(done(writesText.did.again), said);
    } else if (word !== null) {
      const found =
        word === "notThere"
          ? ({ kind: word } as const)
          : { kind: word, ...(needsPatient ? { patient: patient.trim() } : {}) };
      resolve.mutateAsync({ write: row.id, found }).then(done(writesText.did.resolved), said);
    }
  };
  const words: readonly [Word, string, string][] = [
    ...(row.can.includes("resolve")
      ? ([
          ["there", t.there, t.thereMeans],
          ["notThere", t.notThere, t.notThereMeans],
        ] as const)
      : []),
    ...(row.can.includes("again") ? ([["again", t.again, t.againMeans]] as const) : []),
  ].map(([id, name, means]) => [id, name, means]);
  return (
    <Modal title={t.title} wide onClose={onDone}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <RadioGroup
          className={styles.identifiers ?? ""}
          value={word}
          onChange={(chosen) => setWord(words.find(([id]) => id === chosen)?.[0] ?? null)}
        >
          <Label className={styles.label ?? ""}>{row.visit === null ? t.body : t.bodyVisit}</Label>
          {words.map(([id, name, means]) => (
            <Radio key={id} value={id} className={`${styles.tick} ${styles.round}`}>
              <i aria-hidden="true" className={styles.box} />
              <span>
                <b>{name}</b> <small>{means}</small>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        {needsPatient ? (
          <Field
            label={t.patient}
            hint={t.patientHint}
            value={patient}
            onChange={setPatient}
            error={isPatient ? fieldNextText.patient : undefined}
            numeric
          />
        ) : null}
        <Said failure={isPatient ? undefined : failure} />
        <div className={styles.acts}>
          <Button
            weight="first"
            type="submit"
            isDisabled={word === null}
            isPending={resolve.isPending || again.isPending}
          >
            {t.yes}
          </Button>
          <Button onPress={onDone}>{t.no}</Button>
        </div>
      </form>
    </Modal>
  );
}
