import type { RequiredField, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { gateText, gateWords } from "./gate-text.ts";
import { useGates } from "./use-gates.ts";
import styles from "./visit.module.css";
import { visitName } from "./words.ts";

const t = gateText;

/** Asks whether somebody is checked in although not all is clear. */
export function CheckInDialog({
  visit,
  required,
  onYes,
  onClose,
}: {
  visit: Visit;
  /** What athenahealth wants, where it answered already. */
  required: readonly RequiredField[] | undefined;
  onYes: () => void;
  onClose: () => void;
}) {
  const [{ hourClock }] = usePreferences();
  const gates = useGates(visit, true, required);
  const open = (gates.rows ?? []).filter(({ standing }) => standing.standing !== "clear");
  const wanted = gates.required === undefined ? t.unread : gates.required.map(({ name }) => name).join(", ");
  return (
    <Modal title={t.askTitle(visitName(visit))} onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t.askBody}</p>
        <ul className={styles.gates}>
          {gates.rows === undefined ? <li>{t.unreadAll}</li> : null}
          {open.map(({ kind, standing }) => {
            const { what, next } = gateWords(standing, hourClock);
            return (
              <li key={kind}>
                <span>
                  <b>{t.kind[kind]}</b> {what}
                  {next === "" ? null : <span className={styles.next}>{next}</span>}
                </span>
              </li>
            );
          })}
          {wanted === "" ? null : (
            <li>
              <span>
                <b>{t.kind.required}</b> {wanted}
              </span>
            </li>
          )}
        </ul>
        <div className={styles.acts}>
          <Button weight="first" autoFocus onPress={onYes}>
            {t.askYes}
          </Button>
          <Button onPress={onClose}>{t.askNo}</Button>
        </div>
      </div>
    </Modal>
  );
}
