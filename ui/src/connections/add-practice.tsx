import { useState } from "react";
import type { Added } from "../ipc/bindings.ts";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import type { KeyedEnvironment } from "./adding.tsx";
import { Choices } from "./choose.tsx";
import styles from "./connections.module.css";
import { KeyForm } from "./key-form.tsx";

/** The same choice as at first run, for one more practice. */
export function AddPractice({ onClose, onAdded }: { onClose: () => void; onAdded: (added: Added) => void }) {
  const [kind, setKind] = useState<KeyedEnvironment | null>(null);
  return (
    <Modal title={text.connections.add} onClose={onClose}>
      <div className={styles.dialog}>
        {kind === null ? (
          <Choices prepare={null} onAdded={onAdded} onKind={setKind} />
        ) : (
          <KeyForm kind={kind} prepare={null} onAdded={onAdded} onBack={() => setKind(null)} />
        )}
      </div>
    </Modal>
  );
}
