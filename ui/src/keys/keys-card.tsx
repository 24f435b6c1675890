import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Keys } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { seatMay, sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { ChangeKey } from "./change-key.tsx";
import { ExportVault } from "./export-vault.tsx";
import { Failed } from "./failed.tsx";
import { Keeping } from "./keeping.tsx";
import styles from "./keys.module.css";
import { MakeCode } from "./make-code.tsx";
import { usePinAgain } from "./pin-again.tsx";
import { RecoveryCode } from "./recovery-code.tsx";
import { Restore } from "./restore.tsx";
import { keysText } from "./text.ts";

const t = keysText;

/** What opens the profile, the ways back to it, and how long things are kept in it. */
export function KeysCard() {
  const session = useQuery(sessionRead);
  const seat = session.data?.seat;
  if (seat === undefined || seat.seat === "locked") {
    return null;
  }
  return (
    <Card level={2} title={t.title}>
      {seatMay(seat, "manageProfile") ? <Managed /> : <p>{t.managed}</p>}
    </Card>
  );
}

function Managed() {
  const keys = useQuery(read("keys_read", {}));
  if (keys.data === undefined) {
    return keys.error === null ? <Late>{text.loading}</Late> : <Failed failure={keys.error.failure} />;
  }
  return <Parts keys={keys.data} />;
}

function Parts({ keys }: { keys: Keys }) {
  const make = useWrite("recovery_make");
  const { isAsked } = usePinAgain();
  const [isAsking, setIsAsking] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const done = () => {
    setCode(null);
    make.reset();
  };
  return (
    <>
      <p>{keys.passphrase ? t.passphrase : t.keychain}</p>
      <div className={styles.part}>
        <h3>{t.recovery.name}</h3>
        {keys.recoveryEnded ? (
          <Notice tone="warn" title={t.recovery.endedTitle} next={t.recovery.ended} />
        ) : null}
        <p>{keys.recovery ? t.recovery.has : t.recovery.none}</p>
        <Failed failure={make.error?.failure} />
        <div className={styles.acts}>
          <Button
            isPending={make.isPending}
            onPress={() =>
              isAsked ? setIsAsking(true) : make.mutate({}, { onSuccess: (made) => setCode(made.code) })
            }
          >
            {keys.recovery ? t.recovery.again : t.recovery.make}
          </Button>
        </div>
      </div>
      <ChangeKey passphrase={keys.passphrase} onChanged={setCode} />
      <ExportVault />
      <Restore heading="h3" />
      <Keeping retention={keys.retention} />
      {isAsking ? (
        <MakeCode
          onClose={() => setIsAsking(false)}
          onMade={(made) => {
            setIsAsking(false);
            setCode(made);
          }}
        />
      ) : null}
      {code === null ? null : (
        <Modal title={t.recovery.title} onClose={done}>
          <RecoveryCode code={code} onDone={done} />
        </Modal>
      )}
    </>
  );
}
