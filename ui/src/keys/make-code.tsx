import type { FormEvent } from "react";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { PinAgainField, usePinAgain } from "./pin-again.tsx";
import { keysText } from "./text.ts";

const t = keysText.recovery;

/** Asks whoever sits here for their PIN, and makes a recovery code. */
export function MakeCode({ onMade, onClose }: { onMade: (code: string) => void; onClose: () => void }) {
  const again = usePinAgain();
  const make = useWrite("recovery_make");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(again.sent, {
      onSuccess: ({ code }) => onMade(code),
      onError: () => again.change(""),
    });
  };
  return (
    <Modal title={t.make} onClose={onClose}>
      <form className={styles.dialog} onSubmit={submit}>
        <PinAgainField again={again} autoFocus />
        <Failed failure={make.error?.failure} />
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={make.isPending}>
            {t.makeYes}
          </Button>
          <Button weight="quiet" onPress={onClose}>
            {text.back}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
