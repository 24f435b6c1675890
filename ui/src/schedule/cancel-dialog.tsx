import { type FormEvent, useEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import styles from "./visit.module.css";
import { visitText } from "./visit-text.ts";

const t = visitText;

/** Asks why a visit is cancelled, by the practice's own reasons. Without any it can be cancelled all the same. */
export function CancelDialog({
  who,
  when,
  onCancel,
  onClose,
}: {
  who: string;
  when: string;
  onCancel: (why: { reason?: string; said?: string }) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const [said, setSaid] = useState("");
  const { mutate, data, error, isPending } = useWrite("visit_cancel_reasons");
  useEffect(() => mutate({}), [mutate]);
  const reasons = (data?.rows ?? []).map(({ id, name, noShow }) => ({
    id,
    name: noShow ? t.noShow(name) : name,
  }));
  const words = error === null ? null : failureWords(error.failure, "once");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCancel({
      ...(reason === "" ? {} : { reason }),
      ...(said.trim() === "" ? {} : { said: said.trim() }),
    });
  };
  return (
    <Modal title={t.cancelTitle(who)} onClose={onClose}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <p>{t.cancelBody(when)}</p>
        <div className={styles.said}>
          {isPending ? <Late>{t.reasonsLate}</Late> : null}
          {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        </div>
        <Choose
          label={t.reason}
          options={[{ id: "", name: t.noReason }, ...reasons]}
          value={reason}
          onChange={setReason}
        />
        <Field label={t.more} hint={t.moreHint} value={said} onChange={setSaid} />
        <div className={styles.acts}>
          <Button weight="danger" type="submit">
            {t.cancelYes}
          </Button>
          <Button onPress={onClose}>{t.cancelNo}</Button>
        </div>
      </form>
    </Modal>
  );
}
