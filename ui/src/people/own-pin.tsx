import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { NewPinFields, useNewPin } from "./new-pin.tsx";
import styles from "./people.module.css";
import { peopleText } from "./text.ts";

const t = peopleText;

/** Another PIN for whoever sits here, by the one they have. */
export function OwnPin({ onDone }: { onDone: () => void }) {
  const [pin, setPin] = useState("");
  const newPin = useNewPin();
  const change = useWrite("pin_change");
  const announce = useAnnounce();
  const failure = change.error?.failure ?? null;
  const words = failure === null || failure.code === "invalid" ? null : failureWords(failure, "once");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (newPin.isTwice()) {
      const done = () => {
        announce(t.own.done);
        onDone();
      };
      change.mutate({ pin, newPin: newPin.pin }, { onSuccess: done, onError: () => setPin("") });
    }
  };
  return (
    <Modal title={t.own.act} onClose={onDone}>
      <form className={styles.dialog} onSubmit={submit}>
        <Field label={t.own.pin} value={pin} onChange={setPin} secret numeric autoFocus />
        <NewPinFields label={t.own.newPin} hint={t.pinHint} failure={failure} newPin={newPin} />
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={change.isPending}>
            {t.own.keep}
          </Button>
          <Button weight="quiet" onPress={onDone}>
            {text.back}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
