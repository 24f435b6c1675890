import { type FormEvent, useState } from "react";
import { clockTime } from "../format.ts";
import type { Column } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import { besideText } from "./beside-text.ts";
import { typedTime } from "./find.ts";
import type { Point } from "./use-carry.ts";
import styles from "./visit.module.css";

const t = besideText;

/** Asks where on the day a visit is put beside another, and why. */
export function BesideDialog({
  who,
  columns: shown,
  at,
  onYes,
  onClose,
}: {
  who: string;
  columns: readonly Column[];
  /** Where it is to go, as far as that was said. */
  at: Point;
  onYes: (column: Column, minute: number, reason: string) => void;
  onClose: () => void;
}) {
  const [{ hourClock }] = usePreferences();
  // A day that is read anew may have others in their places.
  const [columns] = useState(shown);
  const [column, setColumn] = useState(`${at.column}`);
  const [typed, setTyped] = useState(clockTime(at.minute, hourClock));
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const minute = typedTime(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = columns[Number(column)];
    if (minute === null || reason.trim() === "") {
      setShort(true);
    } else if (chosen !== undefined) {
      onYes(chosen, minute, reason.trim());
    }
  };
  return (
    <Modal title={t.title(who)} onClose={onClose}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <p>{t.body}</p>
        <Field
          label={t.reason}
          hint={t.reasonHint}
          value={reason}
          onChange={setReason}
          error={isShort && reason.trim() === "" ? t.reasonWrong : undefined}
          autoFocus
        />
        <Field
          label={t.time}
          value={typed}
          onChange={setTyped}
          error={minute === null ? t.timeWrong : undefined}
        />
        <Choose
          label={t.with}
          options={columns.map(({ name, departmentName }, index) => ({
            id: `${index}`,
            name: [name, departmentName].join(text.dot),
          }))}
          value={column}
          onChange={setColumn}
        />
        <div className={styles.acts}>
          <Button weight="first" type="submit">
            {t.yes}
          </Button>
          <Button onPress={onClose}>{t.no}</Button>
        </div>
      </form>
    </Modal>
  );
}
