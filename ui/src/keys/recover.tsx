import { type FormEvent, useState } from "react";
import { fieldNextText } from "../failure-text.ts";
import type { Field as FieldName } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { text } from "../text.ts";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { keysText } from "./text.ts";

const t = keysText.recover;

/** The way back to a profile whose key is gone, or whose passphrase is forgotten. Without a keychain it takes a
 * new passphrase. */
export function Recover({ keychain }: { keychain: boolean }) {
  const [asking, setAsking] = useState(false);
  return asking ? (
    <Asking keychain={keychain} onBack={() => setAsking(false)} />
  ) : (
    <div className={styles.acts}>
      <Button onPress={() => setAsking(true)}>{t.act}</Button>
    </div>
  );
}

function Asking({ keychain, onBack }: { keychain: boolean; onBack: () => void }) {
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const recover = useWrite("profile_recover");
  const failure = recover.error?.failure;
  const errorOf = (field: FieldName) =>
    failure?.code === "invalid" && failure.field === field ? fieldNextText[field] : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    recover.mutate({ code, ...(passphrase === "" ? {} : { passphrase }) });
  };
  return (
    <form className={styles.box} onSubmit={submit} aria-label={t.title}>
      <Field
        label={t.code}
        hint={t.hint}
        value={code}
        onChange={setCode}
        error={errorOf("recoveryCode")}
        showable
        autoFocus
      />
      <Field
        label={t.passphrase}
        hint={keychain ? `${t.passphraseHint} ${t.passphraseInstead}` : t.passphraseHint}
        value={passphrase}
        onChange={setPassphrase}
        error={errorOf("passphrase")}
        isOptional={keychain}
        secret
      />
      {failure?.code === "invalid" ? null : <Failed failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={recover.isPending}>
          {t.yes}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {text.back}
        </Button>
      </div>
    </form>
  );
}
