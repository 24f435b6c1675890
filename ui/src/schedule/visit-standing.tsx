import { failureWords } from "../failure.ts";
import type { WriteDeed, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { useOnce } from "../kit/once.ts";
import { Dot } from "../kit/tag.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { standingWord, type VisitKind, visitWhyText, visitWriteText } from "../visit-write-text.ts";
import { isOpen, stageOf } from "../write-stage.ts";
import { since, UNDO, useShows } from "./last-deed.tsx";
import styles from "./visit.module.css";
import { useVisitDeeds } from "./visit-deeds.tsx";
import { visitText } from "./visit-text.ts";

const t = visitText;

/** For how many seconds what was done is told after it ended. */
const TOLD = 60;

/** How far is what is being done with a visit, and what can be done about it; nothing where nothing is. */
export function VisitStandingNow({ rows }: { rows: readonly WriteRow[] }) {
  const now = useNow(1_000);
  const row = rows.find((each) => isOpen(each) || each.can.includes("see") || since(each, now) < TOLD);
  return row === undefined ? null : <Standing key={row.id} row={row} elapsed={since(row, now)} />;
}

function Standing({ row, elapsed }: { row: WriteRow; elapsed: number }) {
  const announce = useAnnounce();
  const openWrite = useOpenWrite();
  const last = useVisitDeeds();
  const discard = useWrite("write_discard");
  const release = useWrite("write_release");
  const again = useWrite("write_again");
  const see = useWrite("write_see");
  const left = UNDO - elapsed;
  const write = row.id;
  const pressed = useOnce(row);
  const isPending = pressed.isUnder(write) || last.isUndone(write);
  const once = (run: (request: { write: string }, how: { onError: () => void }) => void) => () =>
    pressed.run(write, (onError) => run({ write }, { onError }));
  const said = (sentence: string) => ({ onSuccess: () => announce(sentence) });
  const deeds: Partial<Record<WriteDeed, [string, () => void]>> = {
    ...(left > 0 ? { undo: [t.undo, () => last.undo(row)] } : {}),
    release: [t.release, once((request, how) => release.mutate({ ...request, confirmed: [] }, how))],
    discard: [t.takeBack, once((request, how) => discard.mutate(request, { ...how, ...said(t.tookBack) }))],
    see: [t.seen, once((request, how) => see.mutate(request, how))],
    ...(row.stage === "unknown"
      ? {}
      : { again: [t.again, once((request, how) => again.mutate(request, how))] }),
  };
  const offered = row.can.filter((deed) => deeds[deed] !== undefined);
  const hasKey = offered.includes("undo") && !last.isKeyTaken(write);
  useShows(last.show, write);
  useActions({ "visit.undo": hasKey ? deeds.undo?.[1] : undefined });
  const error = [discard, release, again, see].find((each) => each.error !== null)?.error;
  const failed = error?.failure ?? last.failureOf(write);
  const failure = failed === null ? null : failureWords(failed, "once");
  const { tone, word } = stageOf(row);
  const { title, next } = wordsOf(row, left);
  return (
    <section className={styles.standing} aria-label={t.standing}>
      <div role="status">
        <p className={styles.title}>
          <Dot tone={tone} />
          <b>{title}</b>
          <span className={styles.muted}>{word}</span>
        </p>
        {next.map((line) => (
          <p key={line} className={styles.muted}>
            {line}
          </p>
        ))}
      </div>
      {failure === null ? null : <Notice tone={failure.severity} title={failure.title} next={failure.next} />}
      <div className={styles.acts}>
        {offered.map((deed) => {
          const [label, run] = deeds[deed] ?? ["", () => undefined];
          return (
            <Button
              key={deed}
              {...(deed === "undo" && hasKey ? { action: "visit.undo" } : {})}
              isPending={isPending}
              onPress={run}
            >
              {label}
            </Button>
          );
        })}
        {offered.includes("undo") ? <span className={styles.muted}>{t.undoLeft(left)}</span> : null}
        {row.stage === "saved" ? null : (
          <Button weight="quiet" onPress={() => openWrite(write)}>
            {t.toWrites}
          </Button>
        )}
      </div>
    </section>
  );
}

// What is said of it: that it is so only once athenahealth confirmed it.
function wordsOf(row: WriteRow, left: number): { title: string; next: string[] } {
  const kind = row.kind as VisitKind;
  const w = visitWriteText;
  const why = row.why === null ? undefined : visitWhyText[row.why];
  const said = row.said === null ? [] : [t.said(row.said)];
  const shows = row.visit?.shows ?? null;
  const now = shows === null ? [] : [t.now(standingWord(shows))];
  switch (row.stage) {
    case "waiting":
    case "sent":
      return { title: w.doing[kind], next: [w.unconfirmed] };
    case "unknown":
      return { title: t.unknown, next: [t.unknownNext, ...now] };
    case "saved":
      if (row.readBack && row.visit !== null && !row.visit.isSo && shows !== null) {
        return { title: w.did[kind], next: [w.otherwise(standingWord(shows))] };
      }
      return { title: w.did[kind], next: [w.confirmed, ...(left > 0 ? [] : [t.cannotUndo[kind]])] };
    default:
      return {
        title: w.didNot[kind],
        next: [
          ...(why === undefined ? [] : [why.title]),
          ...said,
          ...now,
          ...(why === undefined ? [] : [why.next]),
        ],
      };
  }
}
