import { useEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import { span } from "../format.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import styles from "./frame.module.css";
import { appText } from "./text.ts";

const t = appText.emergency;

/** Stands across every page for as long as a copy is open by emergency access. */
export function EmergencyBanner({ leftMs }: { leftMs: number }) {
  const now = useNow(1_000);
  const end = useWrite("emergency_end");
  // When the console said how long it lasts.
  const [told, setTold] = useState({ leftMs, at: now });
  if (told.leftMs !== leftMs) {
    setTold({ leftMs, at: now });
  }
  // It stands where nobody looks who listens: they hear it once, when it comes.
  const announce = useAnnounce();
  useEffect(() => announce(`${t.title}. ${t.note}`), [announce]);
  const left = Math.max(0, told.leftMs - (now - told.at));
  const failed = end.error === null ? null : failureWords(end.error.failure, "once").title;
  return (
    <section aria-label={t.label} className={`${styles.banner} ${styles.emergency}`}>
      <b>{t.title}</b>
      <span>{t.left(span(left))}</span>
      <span className={styles.note}>{t.note}</span>
      {failed === null ? null : <span role="alert">{failed}</span>}
      <Button isPending={end.isPending} onPress={() => end.mutate({})}>
        {t.end}
      </Button>
    </section>
  );
}
