import { useState } from "react";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./connections.module.css";
import { connectionsText } from "./text.ts";

const t = connectionsText.stuck;

/** The way on from a profile that will not open any more, with what is kept and what is to be typed in again. */
export function SetAside({ folder }: { folder: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t.setAside}</Button>
      {asking ? <Asking folder={folder} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Asking({ folder, onClose }: { folder: string; onClose: () => void }) {
  const setAside = useWrite("profile_set_aside");
  const announce = useAnnounce();
  // The screen on which it was asked is gone by the time it is done.
  const yes = () =>
    setAside.mutateAsync({}).then(
      () => announce(t.isAside),
      () => undefined,
    );
  return (
    <Modal title={t.asideTitle} alert onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t.asideKept(folder)}</p>
        <p>{t.asideAgain}</p>
        <p>{t.asideUnsent}</p>
        {setAside.error === null ? null : <FailureNotice failure={setAside.error.failure} />}
        <div className={styles.acts}>
          <Button weight="danger" isPending={setAside.isPending} onPress={() => void yes()}>
            {t.asideYes}
          </Button>
          <Button autoFocus onPress={onClose}>
            {t.asideNo}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
