import { useState } from "react";
import type { Added } from "../ipc/bindings.ts";
import { Modal } from "../kit/modal.tsx";
import type { KeyedEnvironment } from "./adding.tsx";
import { Choices } from "./choose.tsx";
import styles from "./connections.module.css";
import { type Draft, KeyForm } from "./key-form.tsx";
import { connectionsText } from "./text.ts";

/** The same choice as at first run, for one more practice. */
export function AddPractice({
  draft,
  onDraft,
  onClose,
  onAdded,
  at = null,
}: {
  /** What is typed so far; it outlives the dialog, which a key or a press beside it closes. */
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onClose: () => void;
  onAdded: (added: Added) => void;
  /** Where the practice is, where that is known. */
  at?: KeyedEnvironment | null;
}) {
  const [kind, setKind] = useState(at);
  return (
    <Modal title={connectionsText.practices.add} onClose={onClose}>
      <div className={styles.dialog}>
        {kind === null ? (
          <Choices prepare={null} onAdded={onAdded} onKind={setKind} />
        ) : (
          <KeyForm
            kind={kind}
            draft={draft}
            onDraft={onDraft}
            prepare={null}
            onAdded={onAdded}
            onBack={() => setKind(null)}
          />
        )}
      </div>
    </Modal>
  );
}
