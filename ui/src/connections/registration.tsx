import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Connection } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./connections.module.css";
import { fieldError } from "./key-form.tsx";
import { connectionsText } from "./text.ts";
import { WayBackFields, wayBackOf } from "./way-back.tsx";

/** What a connection's app is registered for: its scopes, and where its people come back to. */
export function Registration({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const t = connectionsText.registration;
  const { signIn, wayBack } = connection;
  const [scopes, setScopes] = useState(connection.scopes);
  const [way, setWay] = useState({
    wayBack: wayBack.kind,
    port: wayBack.kind === "port" ? String(wayBack.port) : "",
  });
  const save = useWrite("connection_register");
  const failure = save.error?.failure ?? null;
  const errors = { scopes: fieldError(failure, "scopes"), port: fieldError(failure, "port") };
  const isElsewhere = failure !== null && errors.scopes === undefined && errors.port === undefined;
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal leads to its field
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failure]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { connection: connection.id, scopes: scopes.trim(), wayBack: wayBackOf(way) },
      { onSuccess: onClose },
    );
  };
  return (
    <Modal title={t.title(connection.label)} onClose={onClose}>
      <form ref={form} className={styles.dialog} onSubmit={submit}>
        <Field
          label={connectionsText.welcome.scopes}
          hint={connectionsText.welcome.scopesHint}
          value={scopes}
          onChange={setScopes}
          error={errors.scopes}
          autoFocus
          isOptional
        />
        {signIn === "person" ? <WayBackFields draft={way} onDraft={setWay} error={errors.port} /> : null}
        <p>{t.next[signIn]}</p>
        {isElsewhere ? <FailureNotice failure={failure} /> : null}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={save.isPending}>
            {t.save}
          </Button>
          <Button onPress={onClose}>{t.leave}</Button>
        </div>
      </form>
    </Modal>
  );
}
