import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import { clockTime } from "../format.ts";
import type { DaySheet } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Dot } from "../kit/tag.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { text } from "../text.ts";
import { stageOf, writeOf } from "../write-stage.ts";
import filter from "./filter.module.css";
import { type Missed, missedOf } from "./no-show-rows.ts";
import { noShowText } from "./no-show-text.ts";
import styles from "./visit.module.css";
import { visitText } from "./visit-text.ts";
import { visitName } from "./words.ts";

const t = noShowText;

/** Cancels the visits to which nobody came, each by a write of its own, for the reason that the practice has for it. */
export function NoShows({ sheet, onClose }: { sheet: DaySheet; onClose: () => void }) {
  // Whom this was opened for stays listed: each of them leaves the day as it is cancelled.
  const [missed] = useState(() => missedOf(sheet));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState<string | null>(null);
  const [writes, setWrites] = useState<Readonly<Record<string, string>>>({});
  const [isRunning, setRunning] = useState(false);
  const reasons = useWrite("visit_cancel_reasons");
  const cancel = useWrite("visit_cancel");
  const announce = useAnnounce();
  const openWrite = useOpenWrite();
  const { mutate } = reasons;
  useEffect(() => mutate({}), [mutate]);
  const noShow = (reasons.data?.rows ?? []).filter((each) => each.noShow);
  const why = reason ?? noShow[0]?.id ?? "";
  const meant = missed.filter(({ visit }) => !left.has(visit.id) && writes[visit.id] === undefined);
  const isBegun = isRunning || Object.keys(writes).length > 0;
  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (why === "" || meant.length === 0 || isRunning) {
      return;
    }
    setRunning(true);
    try {
      for (const { visit } of meant) {
        const { write } = await cancel.mutateAsync({ visit: visit.id, patient: visit.patient, reason: why });
        setWrites((before) => ({ ...before, [visit.id]: write }));
      }
      announce(t.sent(meant.length));
    } catch {
      // The form says what kept it; those that were sent off are shown so.
    } finally {
      setRunning(false);
    }
  };
  const failed = reasons.error ?? cancel.error;
  const words = failed === null ? null : failureWords(failed.failure, "once");
  return (
    <Modal title={t.title} wide onClose={onClose}>
      <form className={styles.dialog} noValidate onSubmit={(event) => void run(event)}>
        <p>{missed.length === 0 ? t.none : t.body}</p>
        {reasons.isPending ? <Late>{visitText.reasonsLate}</Late> : null}
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        {reasons.data !== undefined && noShow.length === 0 ? (
          <Notice tone="warn" title={t.noReason} next={t.noReasonNext} />
        ) : null}
        {missed.length === 0 || noShow.length === 0 ? null : (
          <Choose label={visitText.reason} options={noShow} value={why} onChange={setReason} />
        )}
        <fieldset className={filter.group} disabled={isRunning}>
          <legend>{t.who}</legend>
          <div className={filter.choices}>
            {missed.map((one) => (
              <Row
                key={one.visit.id}
                missed={one}
                isZoned={sheet.zones.length > 1}
                write={writes[one.visit.id]}
                isMeant={!left.has(one.visit.id)}
                onMean={(isMeant) => {
                  const next = new Set(left);
                  if (isMeant) {
                    next.delete(one.visit.id);
                  } else {
                    next.add(one.visit.id);
                  }
                  setLeft(next);
                }}
              />
            ))}
          </div>
        </fieldset>
        <div className={styles.acts}>
          {meant.length === 0 || why === "" ? null : (
            <Button weight="danger" type="submit" isPending={isRunning}>
              {t.yes(meant.length)}
            </Button>
          )}
          <Button onPress={onClose}>{isBegun ? t.done : t.no}</Button>
          {isBegun ? (
            <Button weight="quiet" onPress={() => openWrite(null)}>
              {visitText.toWrites}
            </Button>
          ) : null}
        </div>
      </form>
    </Modal>
  );
}

function Row({
  missed: { visit, column },
  isZoned,
  write,
  isMeant,
  onMean,
}: {
  missed: Missed;
  isZoned: boolean;
  write: string | undefined;
  isMeant: boolean;
  onMean: (isMeant: boolean) => void;
}) {
  const [{ hourClock }] = usePreferences();
  const time = clockTime(visit.minute, hourClock);
  const when = isZoned ? `${time} ${column.zone}` : time;
  const what = [when, visitName(visit), column.name].join(text.dot);
  return write === undefined ? (
    <label>
      <input type="checkbox" checked={isMeant} onChange={({ target }) => onMean(target.checked)} />
      <span>{what}</span>
    </label>
  ) : (
    <Sent write={write} what={what} />
  );
}

// How far it is: cancelled only once athenahealth confirmed it.
function Sent({ write, what }: { write: string; what: string }) {
  const row = useQuery(writeOf(write)).data?.rows.find(({ id }) => id === write);
  const { tone, word } =
    row === undefined ? { tone: "note" as const, word: text.write.onTheWay } : stageOf(row);
  return (
    <p>
      <Dot tone={tone} /> {what}
      {text.dot}
      {word}
    </p>
  );
}
