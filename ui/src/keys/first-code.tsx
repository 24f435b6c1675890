import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { RecoveryCode } from "./recovery-code.tsx";
import { keysText } from "./text.ts";

const t = keysText.first;

/** Offers a recovery code with the first practice, where nobody has one and somebody may make one. */
export function FirstCode() {
  const keys = useQuery(read("keys_read", {}));
  const make = useWrite("recovery_make");
  const [isDone, setIsDone] = useState(false);
  if (isDone || keys.data?.recovery !== false) {
    return null;
  }
  return (
    <section className={styles.box} aria-label={t.title}>
      <h2>{t.title}</h2>
      {make.data === undefined ? (
        <>
          <p className={styles.note}>{t.lead}</p>
          <Failed failure={make.error?.failure} />
          <div className={styles.acts}>
            <Button isPending={make.isPending} onPress={() => make.mutate({})}>
              {t.show}
            </Button>
            <span className={styles.note}>{t.later}</span>
          </div>
        </>
      ) : (
        <RecoveryCode
          code={make.data.code}
          onDone={() => {
            make.reset();
            setIsDone(true);
          }}
        />
      )}
    </section>
  );
}
