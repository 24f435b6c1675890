import { failureWords } from "../failure.ts";
import { count, span } from "../format.ts";
import type { Failure, PauseFor, SyncView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";

const t = syncText;

/** Asks for how long reading is to rest. */
export function Pausing({ onClose }: { onClose: () => void }) {
  const pause = useWrite("sync_pause");
  const rest = (lasts: PauseFor) => pause.mutate({ lasts }, { onSuccess: onClose });
  return (
    <Modal title={t.pausing.title} onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t.pausing.body}</p>
        <Failed failure={pause.error?.failure} />
        <div className={styles.dialogActs}>
          <Button weight="first" autoFocus isPending={pause.isPending} onPress={() => rest("hour")}>
            {t.pausing.hour}
          </Button>
          <Button isPending={pause.isPending} onPress={() => rest("untilResumed")}>
            {t.pausing.untilResumed}
          </Button>
          <Button weight="quiet" onPress={onClose}>
            {text.back}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Asks whether everything is to be read again, and says what that takes. */
export function Anew({ sync, onClose }: { sync: SyncView; onClose: () => void }) {
  const anew = useWrite("sync_anew");
  const { calls, seconds } = sync.whole;
  const { left } = sync.calls;
  return (
    <Modal title={t.anew.title} alert onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t.anew.body}</p>
        <p>
          {t.anew.cost(count(calls), span(seconds * 1_000))}
          {left === null ? null : ` ${t.anew.left(count(left))}`}
          {left !== null && calls > left ? ` ${t.anew.tooFew}` : null}
        </p>
        <Failed failure={anew.error?.failure} />
        <div className={styles.dialogActs}>
          <Button
            weight="first"
            isPending={anew.isPending}
            onPress={() => anew.mutate({}, { onSuccess: onClose })}
          >
            {t.anew.yes}
          </Button>
          <Button autoFocus onPress={onClose}>
            {text.back}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Failed({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) {
    return null;
  }
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
