import { type FormEvent, useState } from "react";
import { fieldNextText } from "../failure-text.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { PinAgainField, usePinAgain } from "./pin-again.tsx";
import { keysText } from "./text.ts";

const t = keysText.exported;

/** What only this computer has, as a file for another. */
export function ExportVault() {
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.part}>
      <h3>{t.name}</h3>
      <p>{t.note}</p>
      <div className={styles.acts}>
        <Button onPress={() => setAsking(true)}>{t.act}</Button>
      </div>
      {asking ? <Asking onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function Asking({ onClose }: { onClose: () => void }) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [tried, setTried] = useState(false);
  const pinAgain = usePinAgain();
  const write = useWrite("vault_export");
  const differs = first !== second;
  const failure = write.error?.failure;
  const isShort = failure?.code === "invalid" && failure.field === "passphrase";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!differs) {
      write.mutate({ ...pinAgain.sent, passphrase: first }, { onError: () => pinAgain.change("") });
    }
  };
  if (write.data !== undefined) {
    return (
      <Modal title={t.doneTitle} onClose={onClose}>
        <div className={styles.dialog}>
          <p>{t.done(write.data.file)}</p>
          <p>{t.once}</p>
          <div className={styles.acts}>
            <Button weight="first" autoFocus onPress={onClose}>
              {t.close}
            </Button>
          </div>
        </div>
      </Modal>
    );
  }
  return (
    <Modal title={t.title} onClose={onClose}>
      <form className={styles.dialog} onSubmit={submit}>
        <p>{t.lead}</p>
        <Field
          label={t.passphrase}
          hint={t.passphraseHint}
          value={first}
          onChange={setFirst}
          error={isShort ? fieldNextText.passphrase : undefined}
          secret
          autoFocus
        />
        <Field
          label={t.again}
          value={second}
          onChange={setSecond}
          error={tried && differs ? t.differs : undefined}
          secret
        />
        <PinAgainField again={pinAgain} />
        {isShort ? null : <Failed failure={failure} />}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={write.isPending}>
            {t.yes}
          </Button>
          <Button weight="quiet" onPress={onClose}>
            {text.back}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
