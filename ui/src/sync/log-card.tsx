import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { clockTime, count, shortDay } from "../format.ts";
import type { HourClock, PracticeTime, SyncHappened, SyncLogRow } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { useActions } from "../kit/keymap.tsx";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";
import { dayTimeWords, timeWords } from "./words.ts";

const t = syncText.log;

/** What happened to reading, the latest first, a page at a time. */
export function LogCard() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const page = useQuery({
    ...read("sync_log", cursor === undefined ? {} : { cursor }),
    placeholderData: keepPreviousData,
  });
  const next = page.isPlaceholderData ? null : (page.data?.cursor ?? null);
  const older = next === null ? undefined : () => setCursors([...cursors, next]);
  const newer = cursors.length === 0 ? undefined : () => setCursors(cursors.slice(0, -1));
  useActions({ "sync.older": older, "sync.newer": newer });
  const rows = page.data?.rows ?? [];
  return (
    <Card level={2} title={t.title}>
      {page.data !== undefined && rows.length === 0 ? <p className={styles.note}>{t.none}</p> : null}
      {byDay(rows).map(([date, lines]) => (
        <section key={date} aria-label={shortDay(date)}>
          <h3 className={styles.logDay}>{shortDay(date)}</h3>
          <ol className={styles.log}>
            {lines.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </ol>
        </section>
      ))}
      {older === undefined && newer === undefined ? null : (
        <div className={styles.turn}>
          <Button action="sync.newer" isSpent={newer === undefined} onPress={() => newer?.()}>
            {t.newer}
          </Button>
          <Button action="sync.older" isSpent={older === undefined} onPress={() => older?.()}>
            {t.older}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Line({ row }: { row: SyncLogRow }) {
  const [{ hourClock }] = usePreferences();
  return (
    <li>
      <time dateTime={row.at.at}>{clockTime(row.at.minute, hourClock)}</time>
      <span>{happenedWords(row.what, hourClock)}</span>
    </li>
  );
}

/** A line of the log as a person reads it. */
export function happenedWords(what: SyncHappened, clock: HourClock): string {
  const feed = (name: keyof typeof syncText.feed) => syncText.feed[name];
  const until = (time: PracticeTime | null) => (time === null ? null : timeWords(time, clock));
  switch (what.kind) {
    case "changes": {
      const all = what.counts.reduce((sum, each) => sum + each.count, 0);
      const words = what.counts.map((each) => t.counted(count(each.count), t.of[each.feed])).join(", ");
      return t.changes(all, count(all), words);
    }
    case "merged":
      return t.merged(what.count);
    case "another":
      return t.another(feed(what.feed));
    case "gap": {
      const words = (time: PracticeTime) => dayTimeWords(time, clock);
      const span = syncText.gapOf(words(what.since), `${words(what.until)} ${what.until.zone}`);
      return t.gap[what.why](feed(what.feed), span);
    }
    case "gapClosed":
      return t.closed(feed(what.feed));
    case "halted": {
      const returns = until(what.until);
      return returns === null ? t.halted[what.why] : `${t.halted[what.why]} ${t.returns(returns)}`;
    }
    case "goesOn":
      return t.goesOn;
    case "paused":
      return t.paused(until(what.until));
    case "resumed":
      return t.resumed;
    case "again":
      return t.again;
  }
}

/** The lines under their days, in their order. */
function byDay(rows: readonly SyncLogRow[]): readonly (readonly [string, SyncLogRow[]])[] {
  const days: [string, SyncLogRow[]][] = [];
  for (const row of rows) {
    const last = days.at(-1);
    if (last?.[0] === row.at.date) {
      last[1].push(row);
    } else {
      days.push([row.at.date, [row]]);
    }
  }
  return days;
}
