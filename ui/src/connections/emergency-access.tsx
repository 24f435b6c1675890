import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldNextText } from "../failure-text.ts";
import { useWrite } from "../ipc/commands.ts";
import { sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.emergency;

/** How many characters a reason has. */
const LEAST = 10;
const MOST = 500;

/** What emergency access opens, for how long and that it is on record; a reason opens it. */
export function EmergencyAccess({ onBack }: { onBack: () => void }) {
  const open = useWrite("emergency_open");
  const toldApart = useQuery(sessionRead).data?.seat.seat !== "everybody";
  const [reason, setReason] = useState("");
  const [isWrong, setWrong] = useState(false);
  const failure = open.error?.failure;
  const refused = failure?.code === "invalid" && failure.field === "reason";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { length } = [...reason.trim()];
    const fits = length >= LEAST && length <= MOST;
    setWrong(!fits);
    if (fits && !open.isPending) {
      open.mutate({ reason });
    }
  };
  const type = (typed: string) => {
    setReason(typed);
    setWrong(false);
  };
  return (
    <Screen title={t.title} lead={t.lead}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <p>{t.opens}</p>
        <p className={styles.warn}>{toldApart ? t.recorded : t.recordedOfNobody}</p>
        {failure === undefined || refused ? null : <FailureNotice failure={failure} />}
        <Field
          label={t.reason}
          hint={t.hint}
          error={isWrong || refused ? fieldNextText.reason : undefined}
          autoFocus
          value={reason}
          onChange={type}
        />
        <div className={styles.acts}>
          <Button type="submit" weight="danger" isPending={open.isPending}>
            {t.open}
          </Button>
          <Button onPress={onBack}>{t.back}</Button>
        </div>
      </form>
    </Screen>
  );
}
