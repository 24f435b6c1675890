import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { WriteCounts } from "../ipc/bindings.ts";
import { connectionsRead, useMay } from "../ipc/session.ts";
import { Dot } from "../kit/tag.tsx";
import { text } from "../text.ts";
import { countsRead } from "../write-stage.ts";
import styles from "./frame.module.css";
import { appText } from "./text.ts";

/** How many writes stand where; nothing for who may not write, or while nobody knows. */
export function useWriteCounts(): WriteCounts | undefined {
  const may = useMay("editPatients");
  const counts = useQuery({ ...countsRead, enabled: may, select: (page) => page.counts });
  return may ? counts.data : undefined;
}

/** How many writes ask for a person. */
export function asking({ held, unknown, unseen }: WriteCounts): number {
  return held + unknown + unseen;
}

/** Stands in the bar above every page while nobody knows what became of a write, or one is held. */
export function WritesMark() {
  const counts = useWriteCounts();
  if (counts === undefined || counts.unknown + counts.held === 0) {
    return null;
  }
  const { unknown, held } = counts;
  const t = appText.writes;
  const parts = [...(unknown > 0 ? [t.unknown(unknown)] : []), ...(held > 0 ? [t.held(held)] : [])];
  const words = parts.join(text.dot);
  return (
    <Link to="/writes" className={styles.writes} title={`${t.title}: ${words}`}>
      <Dot tone={unknown > 0 ? "stop" : "warn"} />
      <span className={styles.roomy}>{words}</span>
      <span className={styles.tight}>{unknown + held}</span>
    </Link>
  );
}

/** Stands beside it while writes of practices that are not in use wait: nothing of them is done before. */
export function WaitingElsewhere() {
  const others = useQuery({
    ...connectionsRead,
    select: ({ rows }) => rows.filter(({ waits }) => waits > 0),
  });
  const waiting = others.data ?? [];
  if (waiting.length === 0) {
    return null;
  }
  const t = appText.writes;
  const count = waiting.reduce((sum, { waits }) => sum + waits, 0);
  const where = waiting.map(({ label, waits }) => t.elsewhereAt(waits, label)).join(text.dot);
  return (
    <Link to="/settings" className={styles.writes} title={`${where}. ${t.elsewhereNext}`}>
      <Dot tone="warn" />
      <span className={styles.roomy}>{t.elsewhere(count)}</span>
      <span className={styles.tight}>{count}</span>
    </Link>
  );
}
