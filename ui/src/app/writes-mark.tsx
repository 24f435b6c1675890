import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { WriteCounts } from "../ipc/bindings.ts";
import { useMay } from "../ipc/session.ts";
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
