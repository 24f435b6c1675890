import { type FormEvent, type ReactNode, useState } from "react";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

/** Opens a profile that was made with a passphrase, and says what else does. */
export function Passphrase({ children }: { children?: ReactNode }) {
  const [passphrase, setPassphrase] = useState("");
  const open = useWrite("profile_open");
  const t = connectionsText.welcome;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate({ passphrase });
  };
  return (
    <Screen title={t.unlockTitle} lead={t.unlockLead}>
      <form className={styles.box} onSubmit={submit} aria-label={t.unlockTitle}>
        <Field label={t.passphrase} value={passphrase} onChange={setPassphrase} secret autoFocus />
        {open.error === null ? null : <FailureNotice failure={open.error.failure} />}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={open.isPending}>
            {open.isPending ? t.unlocking : t.unlock}
          </Button>
        </div>
      </form>
      {children}
    </Screen>
  );
}
