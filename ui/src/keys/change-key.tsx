import { type FormEvent, useState } from "react";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { PinAgainField, usePinAgain } from "./pin-again.tsx";
import { keysText } from "./text.ts";

const t = keysText.change;

/** Puts another key in the place of the profile's. Whoever does it is shown the recovery code that goes with it. */
export function ChangeKey({
  passphrase,
  onChanged,
}: {
  passphrase: boolean;
  onChanged: (code: string) => void;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.part}>
      <h3>{t.name}</h3>
      <p>{t.note}</p>
      <div className={styles.acts}>
        <Button onPress={() => setAsking(true)}>{t.act}</Button>
      </div>
      {asking ? (
        <Asking
          passphrase={passphrase}
          onClose={() => setAsking(false)}
          onChanged={(code) => {
            setAsking(false);
            onChanged(code);
          }}
        />
      ) : null}
    </div>
  );
}

function Asking({
  passphrase,
  onClose,
  onChanged,
}: {
  passphrase: boolean;
  onClose: () => void;
  onChanged: (code: string) => void;
}) {
  const [words, setWords] = useState("");
  const again = usePinAgain();
  const change = useWrite("key_change");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const request = { ...again.sent, ...(passphrase ? { passphrase: words } : {}) };
    change.mutate(request, {
      onSuccess: ({ code }) => onChanged(code),
      onError: () => again.change(""),
    });
  };
  return (
    <Modal title={t.title} alert onClose={onClose}>
      <form className={styles.dialog} onSubmit={submit}>
        <p>{t.body}</p>
        {passphrase ? (
          <Field label={t.passphrase} value={words} onChange={setWords} secret autoFocus />
        ) : null}
        <PinAgainField again={again} autoFocus={!passphrase} />
        <Failed failure={change.error?.failure} />
        <div className={styles.acts}>
          <Button weight="danger" type="submit" isPending={change.isPending}>
            {change.isPending ? t.busy : t.yes}
          </Button>
          <Button autoFocus={!passphrase && !again.isAsked} onPress={onClose}>
            {t.no}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
