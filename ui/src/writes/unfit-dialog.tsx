import type { FieldTrouble, WriteRow } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { useOpenForm } from "../place/open-form.ts";
import styles from "./dialogs.module.css";
import { writesText } from "./text.ts";
import { nameOf, troubledField } from "./words.ts";

const t = writesText;

/** Says what keeps a draft from being sent, field by field, and leads to the first of them. */
export function UnfitDialog({
  row,
  troubles,
  onDone,
}: {
  row: WriteRow;
  troubles: readonly FieldTrouble[];
  onDone: () => void;
}) {
  const openForm = useOpenForm();
  const [first] = troubles;
  const goOn = () => {
    onDone();
    openForm({
      write: row.id,
      patient: row.kind === "edit" ? row.patient : null,
      caret: first === undefined ? null : { field: first.field, at: null },
      isMarked: true,
    });
  };
  return (
    <Modal title={t.unfit.title(nameOf(row))} onClose={onDone}>
      <div className={styles.dialog}>
        <p>{first === undefined ? t.unfit.noChange : t.unfit.body}</p>
        <ul className={styles.troubles}>
          {troubles.map((trouble) => (
            <li key={trouble.field}>
              <b>{troubledField(trouble)}</b> {t.trouble[trouble.why]}
            </li>
          ))}
        </ul>
        <div className={styles.acts}>
          <Button weight="first" autoFocus onPress={goOn}>
            {t.unfit.goOn}
          </Button>
          <Button onPress={onDone}>{t.unfit.no}</Button>
        </div>
      </div>
    </Modal>
  );
}
