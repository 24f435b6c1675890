import { Kbd } from "../kit/kbd.tsx";
import { keySign, spokenKeys } from "../kit/keymap.tsx";
import { Modal } from "../kit/modal.tsx";
import { Legend } from "../schedule/legend.tsx";
import styles from "./key-sheet.module.css";
import { KEYS, type Scope } from "./keys.ts";
import { appText } from "./text.ts";

const GROUPS: readonly Scope[] = [
  "everywhere",
  "schedule",
  "sheet",
  "patients",
  "list",
  "page",
  "form",
  "writes",
  "audit",
  "sync",
];

/** Every key there is. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal title={appText.keys.sheet} wide="columns" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <section className={styles.sheet} aria-label={appText.keys.sheet} tabIndex={0}>
        <div className={styles.groups}>
          {GROUPS.map((scope) => (
            <section key={scope}>
              <h3>{appText.keys.groups[scope]}</h3>
              <dl>
                {KEYS.filter((key) => key.scope === scope).map((key) => (
                  <div key={key.id}>
                    <dt>{key.label}</dt>
                    <dd>
                      <Kbd sign={keySign(key.keys[0] ?? "")} />
                      <span className={styles.heard}>{spokenKeys(key.keys[0] ?? "")}</span>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <Legend />
        </div>
      </section>
    </Modal>
  );
}
