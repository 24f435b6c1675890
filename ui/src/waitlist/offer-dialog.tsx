import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { failureWords } from "../failure.ts";
import { age, phone as phoneOf, usDate } from "../format.ts";
import type { Waiting, WaitingRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { visitWhyText, visitWriteText } from "../visit-write-text.ts";
import { writeOf } from "../write-stage.ts";
import { waitlistText } from "./text.ts";
import styles from "./waitlist.module.css";

const t = waitlistText;

/** Who waits for a time, whoever is to be asked first on top: Enter books it for whoever is chosen, and takes them off
 * the list once athenahealth confirmed it. */
export function OfferDialog({
  when,
  waiting,
  onClose,
}: {
  when: string;
  waiting: Waiting;
  onClose: () => void;
}) {
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<WaitingRow | null>(null);
  const [write, setWrite] = useState<string | null>(null);
  const fill = useWrite("waitlist_fill");
  const now = useNow(1_000);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => list.current?.focus(), []);
  const { rows } = waiting;
  const current = rows[Math.min(at, rows.length - 1)];
  const run = (row: WaitingRow) => {
    if (fill.isPending || write !== null) {
      return;
    }
    setChosen(row);
    const { entry, patient } = row;
    fill.mutate({ visit: waiting.visit, entry, patient }, { onSuccess: (made) => setWrite(made.write) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (event.key === "Enter" && current !== undefined) {
      event.preventDefault();
      run(current);
    } else if (step !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(rows.length - 1, at + step)));
    }
  };
  const words = fill.error === null ? null : failureWords(fill.error.failure, "once");
  return (
    <Modal title={t.title(when)} wide onClose={onClose}>
      <div className={styles.dialog}>
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        {chosen !== null && write !== null ? (
          <Filled write={write} row={chosen} />
        ) : (
          <>
            <div
              ref={list}
              role="listbox"
              tabIndex={0}
              aria-label={t.list}
              aria-activedescendant={current === undefined ? undefined : `waits-${current.entry}`}
              className={styles.list}
              onKeyDown={onKeyDown}
            >
              {rows.map((row) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
                <div
                  key={row.entry}
                  id={`waits-${row.entry}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={row === current}
                  className={`${styles.row} ${row === current ? styles.current : ""}`}
                  onClick={() => run(row)}
                >
                  <b>{row.name}</b>
                  <span>{detailsOf(row)}</span>
                  <small>{row.why.map((why) => t.why[why]).join(text.dot)}</small>
                  {row.note === null ? null : <small>{t.note(row.note)}</small>}
                </div>
              ))}
            </div>
            <p className={styles.muted}>
              {t.hint} {t.asOf(age(waiting.asOf, now))}
            </p>
          </>
        )}
        <div className={styles.acts}>
          <Button key={write} autoFocus={write !== null} onPress={onClose}>
            {write === null ? t.no : t.close}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function detailsOf({ dob, phone, priority, moves }: WaitingRow): string {
  return [
    dob === null ? "" : text.person.born(usDate(dob)),
    phone === null ? "" : t.call(phoneOf(phone)),
    t.priority[priority],
    moves ? t.moves : "",
  ]
    .filter((part) => part !== "")
    .join(text.dot);
}

// How far the booking is; whoever has the time waits no more.
function Filled({ write, row: { entry, patient, name } }: { write: string; row: WaitingRow }) {
  const row = useQuery(writeOf(write)).data?.rows.find(({ id }) => id === write);
  const { mutate, isSuccess } = useWrite("waitlist_remove");
  const isBooked = row?.stage === "saved";
  useEffect(() => {
    if (isBooked) {
      mutate({ entry, patient });
    }
  }, [isBooked, mutate, entry, patient]);
  const w = visitWriteText;
  const kind = row?.kind === "move" ? "move" : "book";
  if (row === undefined || row.stage === "waiting" || row.stage === "sent") {
    return <Notice tone="notice" title={`${name}: ${w.doing[kind]}`} next={w.unconfirmed} />;
  }
  if (isBooked) {
    return (
      <Notice
        tone="notice"
        title={`${name}: ${w.did[kind]}`}
        next={[w.confirmed, isSuccess ? t.off : ""].filter((part) => part !== "").join(" ")}
      />
    );
  }
  const why = row.why === null ? undefined : visitWhyText[row.why];
  const next = row.why === "conflict" ? t.taken : [why?.title, why?.next].filter(Boolean).join(" ");
  return <Notice tone="warn" title={`${name}: ${w.didNot[kind]}`} next={next} />;
}
