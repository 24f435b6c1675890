import { type FormEvent, type ReactNode, useState } from "react";
import { failureWords } from "../failure.ts";
import { fieldNextText } from "../failure-text.ts";
import type { PersonName } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { NewPinFields, useNewPin } from "./new-pin.tsx";
import styles from "./people.module.css";
import { peopleText } from "./text.ts";

const t = peopleText.forgotten;

/** What somebody does who forgot their PIN: a manager gives them another, and the recovery code gives one to a
 * manager. */
export function ForgottenPin({
  person,
  recovery,
  onBack,
  onUnlocked,
  children,
}: {
  person: PersonName;
  /** Whether somebody has a recovery code. */
  recovery: boolean;
  onBack: () => void;
  onUnlocked: (place: string | null) => void;
  /** The way on where nobody has one. */
  children: ReactNode;
}) {
  return recovery ? (
    <ByCode person={person} onBack={onBack} onUnlocked={onUnlocked} />
  ) : (
    <section className={styles.box} aria-label={t.title(person.name)}>
      <h2>{t.title(person.name)}</h2>
      <p>{t.ask}</p>
      <p>{t.noCode}</p>
      <div className={styles.acts}>
        <Button autoFocus onPress={onBack}>
          {text.back}
        </Button>
        {children}
      </div>
    </section>
  );
}

function ByCode({
  person,
  onBack,
  onUnlocked,
}: {
  person: PersonName;
  onBack: () => void;
  onUnlocked: (place: string | null) => void;
}) {
  const [code, setCode] = useState("");
  const newPin = useNewPin();
  const reset = useWrite("pin_reset", ({ place }) => onUnlocked(place));
  const failure = reset.error?.failure ?? null;
  const isMistyped = failure?.code === "invalid" && failure.field === "recoveryCode";
  const atAField = isMistyped || (failure?.code === "invalid" && failure.field === "pin");
  const words = failure === null || atAField ? null : failureWords(failure, "once");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (newPin.isTwice()) {
      reset.mutate({ person: person.id, code, newPin: newPin.pin });
    }
  };
  return (
    <form className={styles.box} onSubmit={submit} aria-label={t.title(person.name)}>
      <h2>{t.title(person.name)}</h2>
      <p>{t.ask}</p>
      <p>{t.byCode}</p>
      <Field
        label={t.code}
        hint={t.codeHint}
        value={code}
        onChange={setCode}
        error={isMistyped ? fieldNextText.recoveryCode : undefined}
        showable
        autoFocus
      />
      <NewPinFields
        label={peopleText.own.newPin}
        hint={peopleText.pinHint}
        failure={failure}
        newPin={newPin}
      />
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={reset.isPending}>
          {t.yes}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {text.back}
        </Button>
      </div>
    </form>
  );
}
