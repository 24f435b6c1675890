import { type FormEvent, useState } from "react";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { keysText } from "./text.ts";

const t = keysText.recovery;

/** A recovery code that was just made: shown, and in use once somebody types the end of it from their paper. */
export function RecoveryCode({ code, onDone }: { code: string; onDone: () => void }) {
  const [group, setGroup] = useState("");
  const [tried, setTried] = useState(false);
  const note = useWrite("recovery_note");
  const announce = useAnnounce();
  const groups = code.split("-");
  const differs = group.trim().toUpperCase() !== groups.at(-1);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!differs) {
      note.mutate(
        {},
        {
          onSuccess: () => {
            announce(t.noted);
            onDone();
          },
        },
      );
    }
  };
  return (
    <form className={styles.dialog} onSubmit={submit} aria-label={t.title}>
      <p>{t.lead}</p>
      <fieldset className={styles.code} aria-label={t.code}>
        {groups.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one code keep their places
          <span key={at}>{each}</span>
        ))}
      </fieldset>
      <p className={styles.note}>{t.before}</p>
      <Field
        label={t.group}
        value={group}
        onChange={setGroup}
        error={tried && differs ? t.differs : undefined}
        secret
        autoFocus
      />
      <Failed failure={note.error?.failure} />
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={note.isPending}>
          {t.yes}
        </Button>
        <Button weight="quiet" onPress={onDone}>
          {t.no}
        </Button>
      </div>
    </form>
  );
}
