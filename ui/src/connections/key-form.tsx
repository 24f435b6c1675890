import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import type { Added, Environment, Failure, Field as FieldName } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { text } from "../text.ts";
import { FailureNotice, type KeyedEnvironment, useAdd } from "./adding.tsx";
import styles from "./screen.module.css";

/** Practice, client id and secret of an environment. What cannot be taken is said at its field. */
export function KeyForm({
  kind,
  prepare,
  onAdded,
  onBack,
}: {
  kind: KeyedEnvironment;
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
  onBack: () => void;
}) {
  const [address, setAddress] = useState("https://");
  const [practice, setPractice] = useState("");
  const [clientId, setClientId] = useState("");
  const [clientSecret, setClientSecret] = useState("");
  const { failure, busy, add } = useAdd(prepare, onAdded);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const environment: Environment = kind === "other" ? { kind, address: address.trim() } : { kind };
    void add({
      environment,
      practice: practice.trim(),
      clientId: clientId.trim(),
      clientSecret: clientSecret.trim(),
    });
  };
  const t = text.welcome;
  const errorOf = (field: FieldName) => fieldError(failure, field);
  return (
    <form className={styles.box} onSubmit={submit} aria-label={t[kind]}>
      <h2 className={styles.or}>{t[kind]}</h2>
      {kind === "other" ? (
        <Field
          label={t.address}
          hint={t.addressHint}
          value={address}
          onChange={setAddress}
          error={errorOf("address")}
          autoFocus
        />
      ) : null}
      <Field
        label={t.practiceId}
        hint={t.practiceIdHint}
        value={practice}
        onChange={setPractice}
        error={errorOf("practiceId")}
        numeric
        autoFocus={kind !== "other"}
      />
      <Field label={t.clientId} value={clientId} onChange={setClientId} error={errorOf("clientId")} />
      <Field
        label={t.clientSecret}
        hint={t.secretHint}
        value={clientSecret}
        onChange={setClientSecret}
        error={errorOf("clientSecret")}
        secret
      />
      {failure === null || atAField(failure) ? null : <FailureNotice failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={busy}>
          {busy ? t.connecting : t.connect}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {text.back}
        </Button>
      </div>
    </form>
  );
}

const HERE: readonly FieldName[] = ["address", "practiceId", "clientId", "clientSecret"];

function atAField(failure: Failure): boolean {
  return failure.code === "invalid" && HERE.includes(failure.field);
}

function fieldError(failure: Failure | null, field: FieldName): string | undefined {
  return failure?.code === "invalid" && failure.field === field ? failureWords(failure).next : undefined;
}
