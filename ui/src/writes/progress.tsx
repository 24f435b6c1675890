import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { WriteRow } from "../ipc/bindings.ts";
import { useHost } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Late } from "../kit/notice.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { useOpenPatient } from "../place/open-patient.ts";
import { text } from "../text.ts";
import { writeOf, writesOf } from "../write-stage.ts";
import { useDeeds } from "./deeds.tsx";
import { Detail } from "./detail.tsx";
import { Said } from "./dialogs.tsx";
import styles from "./form.module.css";
import { formText } from "./form-text.ts";
import { writesText } from "./text.ts";
import { nameOf } from "./words.ts";

const t = formText;

/** How far a write is that was just sent off, until it ended and after. */
export function Progress({
  write,
  patient,
  onMade,
  isBooking,
  onClose,
}: {
  write: string;
  /** Whom it is about; nobody where it registers somebody. */
  patient: string | null;
  onMade: (write: string) => void;
  /** Whether a booking waits for whoever is registered. */
  isBooking: boolean;
  onClose: (registered: string | null) => void;
}) {
  const page = useQuery(patient === null ? writeOf(write) : writesOf(patient));
  const rows = page.data?.rows ?? [];
  const row = rows.find(({ id }) => id === write);
  const deeds = useDeeds(rows, onMade);
  useSeen(row);
  const openWrite = useOpenWrite();
  const openPatient = useOpenPatient();
  const who = row?.patient ?? null;
  const close = () => onClose(row?.kind === "create" && row.stage === "saved" ? who : null);
  const onCard = who === null ? undefined : () => openPatient(who);
  // Whoever closes it saw it.
  const offered = row === undefined ? [] : deeds.of(row).filter(({ deed }) => deed !== "see");
  useActions({
    ...Object.fromEntries(offered.map(({ deed, run }) => [`writes.${deed}`, run])),
    "writes.card": onCard,
    back: close,
  });
  return (
    <div className={styles.step}>
      <div className={styles.head}>
        <h1>{row === undefined ? text.pages.form : progressTitle(row)}</h1>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <section className={styles.progress} aria-label={t.progress} tabIndex={0}>
        <Said failure={page.error?.failure ?? deeds.failure} />
        {row === undefined ? <Late>{text.loading}</Late> : <Detail row={row} heading="h2" />}
      </section>
      <div className={styles.foot}>
        <div className={styles.acts}>
          {offered.map(({ deed, run, isPending }) => (
            <Button key={deed} action={`writes.${deed}`} isPending={isPending} onPress={run}>
              {writesText.deeds[deed]}
            </Button>
          ))}
          <Button weight="first" action="back" autoFocus onPress={close}>
            {isBooking ? t.toBooking : t.done}
          </Button>
          {onCard === undefined ? null : (
            <Button weight="quiet" action="writes.card" onPress={onCard}>
              {t.toCard}
            </Button>
          )}
          <Button weight="quiet" onPress={() => openWrite(write)}>
            {t.toWrites}
          </Button>
        </div>
      </div>
      {deeds.dialog}
    </div>
  );
}

function progressTitle(row: WriteRow): string {
  const { edit, create } = t.progressTitle;
  return (row.kind === "create" ? create : edit)(nameOf(row));
}

// An end that stood here while somebody was at it asks for nobody any more once they leave.
function useSeen(row: WriteRow | undefined): void {
  const host = useHost();
  const ended = useRef<string | null>(null);
  useEffect(() => {
    ended.current = row?.can.includes("see") === true ? row.id : null;
  });
  useEffect(
    () => () => {
      const write = ended.current;
      if (write !== null) {
        void host.call("write_see", { write }).catch(() => undefined);
      }
    },
    [host],
  );
}
