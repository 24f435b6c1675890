import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { PinAgainField, usePinAgain } from "./pin-again.tsx";
import { RecoveryCode } from "./recovery-code.tsx";
import { keysText } from "./text.ts";

const t = keysText.first;

/** Offers a recovery code with the first practice, where nobody has one and somebody may make one. */
export function FirstCode() {
  const keys = useQuery(read("keys_read", {}));
  const again = usePinAgain();
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
          <form
            onSubmit={(event) => {
              event.preventDefault();
              make.mutate(again.sent, { onError: () => again.change("") });
            }}
          >
            <PinAgainField again={again} />
            <Failed failure={make.error?.failure} />
            <div className={styles.acts}>
              <Button type="submit" isPending={make.isPending}>
                {t.show}
              </Button>
              <span className={styles.note}>{t.later}</span>
            </div>
          </form>
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
