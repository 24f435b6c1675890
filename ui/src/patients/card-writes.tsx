import { useQuery } from "@tanstack/react-query";
import { age } from "../format.ts";
import type { WriteRow } from "../ipc/bindings.ts";
import { useNow } from "../kit/clock.tsx";
import { Dot } from "../kit/tag.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { isOpen, stageOf, writesOf } from "../write-stage.ts";
import styles from "./card.module.css";
import { patientsText } from "./text.ts";

const t = patientsText.card;

/** What is being written of a patient, or ended otherwise and was not seen yet; nothing where nothing is. */
export function CardWrites({ patient }: { patient: string | null }) {
  const page = useQuery({ ...writesOf(patient ?? ""), enabled: patient !== null });
  const openWrite = useOpenWrite();
  const now = useNow(1_000);
  const rows = (page.data?.rows ?? []).filter((row) => isOpen(row) || row.can.includes("see"));
  if (patient === null || rows.length === 0) {
    return null;
  }
  return (
    <section className={styles.writes} aria-label={t.writes}>
      {rows.map((row) => {
        const { tone, word } = stageOf(row);
        return (
          <button
            key={row.id}
            type="button"
            className={styles.write}
            aria-label={t.write(word)}
            onClick={() => openWrite(row.id)}
          >
            <Dot tone={tone} />
            <b>{word}</b>
            <span>{nextOf(row)}</span>
            <span className={styles.since}>
              {t.ageOf(age(row.ended ?? row.sent ?? row.released ?? row.drafted, now))}
            </span>
          </button>
        );
      })}
    </section>
  );
}

function nextOf(row: WriteRow): string {
  if (!isOpen(row)) {
    return t.writeNext.ended;
  }
  switch (row.stage) {
    case "draft":
      return row.why === null ? t.writeNext.draft : t.writeNext.held;
    case "unknown":
      return t.writeNext.unknown;
    default:
      return t.writeNext.way;
  }
}
