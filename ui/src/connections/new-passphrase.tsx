import { type FormEvent, type ReactNode, useState } from "react";
import type { Failure } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const SHORTEST = 12;

/** Asks for a passphrase, twice, where there is no keychain. */
export function NewPassphrase({
  busy,
  failure,
  onChosen,
  children,
}: {
  busy: boolean;
  failure: Failure | null;
  onChosen: (passphrase: string) => void;
  /** Another way to begin. */
  children?: ReactNode;
}) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [tried, setTried] = useState(false);
  const t = connectionsText.welcome;
  const short = [...first].length < SHORTEST;
  const differs = first !== second;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!short && !differs) {
      onChosen(first);
    }
  };
  return (
    <Screen title={t.passphraseTitle} lead={t.passphraseWhy}>
      <form className={styles.box} onSubmit={submit} aria-label={t.passphraseTitle}>
        <Field
          label={t.passphrase}
          hint={t.passphraseHint}
          value={first}
          onChange={setFirst}
          error={tried && short ? t.passphraseShort : undefined}
          secret
          autoFocus
        />
        <Field
          label={t.passphraseAgain}
          value={second}
          onChange={setSecond}
          error={tried && differs ? t.passphraseDiffers : undefined}
          secret
        />
        <p className={styles.warn}>{t.passphraseWarn}</p>
        {failure === null ? null : <FailureNotice failure={failure} />}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={busy}>
            {busy ? t.opening : t.passphraseUse}
          </Button>
        </div>
      </form>
      {children}
    </Screen>
  );
}
