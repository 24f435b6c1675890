import { failureWords } from "../failure.ts";
import { age, count, span } from "../format.ts";
import type { FeedGap, FeedView, HourClock, SyncView } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Card } from "../kit/card.tsx";
import { Dot, Tag } from "../kit/tag.tsx";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";
import { dayTimeWords, zonedWords } from "./words.ts";

const t = syncText;

/** Each feed: how fresh it is, what is still to be read for it, and what may have been missed. */
export function FeedsCard({ sync, now }: { sync: SyncView; now: number }) {
  const { feed, read, next, backlog, divergence } = t.columns;
  return (
    <Card level={2} title={t.feeds}>
      <table className={styles.feeds}>
        <thead>
          <tr>
            <th scope="col">{feed}</th>
            <th scope="col">{read}</th>
            <th scope="col">{next}</th>
            <th scope="col">{backlog}</th>
            <th scope="col" title={t.differedNote}>
              {divergence}
            </th>
          </tr>
        </thead>
        {sync.feeds.map((row) => (
          <Feed key={row.feed} feed={row} now={now} paused={sync.paused !== null} />
        ))}
      </table>
      <p className={styles.note}>{t.feedsNote}</p>
    </Card>
  );
}

/** Whether something may have changed that nobody was told of and that is not read anew yet. */
export function hasMissed({ gaps }: FeedView): boolean {
  return gaps.some((gap) => gap.closed === null && mayMiss(gap));
}

function mayMiss({ why }: FeedGap): boolean {
  return why !== "asked" && why !== "beginning";
}

function Feed({ feed, now, paused }: { feed: FeedView; now: number; paused: boolean }) {
  const [{ hourClock }] = usePreferences();
  const open = feed.gaps.filter((gap) => gap.closed === null);
  const missed = hasMissed(feed);
  const doubted = feed.divergence?.doubted ?? null;
  const good = feed.inEffect && feed.problem === null && open.length === 0 && doubted === null;
  const problem = feed.problem === null ? null : failureWords(feed.problem);
  const notes = [
    ...(feed.inEffect ? [] : [t.notYet]),
    ...(problem === null ? [] : [`${problem.title} ${problem.next}`]),
    ...(feed.shared ? [t.shared] : []),
    ...(doubted === null ? [] : [t.doubted(zonedWords(doubted, hourClock))]),
  ];
  return (
    <tbody>
      <tr>
        <th scope="row">
          <Dot tone={good ? "good" : missed || problem !== null || doubted !== null ? "warn" : "hollow"} />{" "}
          {t.feed[feed.feed]}
        </th>
        <td>{feed.read === null ? t.never : t.ago(age(feed.read, now))}</td>
        <td>{paused ? t.nextPaused : nextWords(feed.next, now)}</td>
        <td>{backlogWords(feed)}</td>
        <td>
          {feed.divergence === null
            ? t.notMeasured
            : t.differed(count(feed.divergence.differed), count(feed.divergence.read))}
        </td>
      </tr>
      {open.length === 0 && notes.length === 0 ? null : (
        <tr>
          <td colSpan={5} className={styles.feedNotes}>
            <Gaps gaps={open} />
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Gaps({ gaps }: { gaps: readonly FeedGap[] }) {
  const [{ hourClock }] = usePreferences();
  const missed = new Map<string, FeedGap[]>();
  for (const gap of gaps.filter(mayMiss)) {
    const span = t.gapOf(dayTimeWords(gap.since, hourClock), zonedWords(gap.until, hourClock));
    missed.set(span, [...(missed.get(span) ?? []), gap]);
  }
  // Beside what may be missed, that it is a beginning tells nothing, unless a person has to do something about it.
  const others = gaps.filter(
    (gap) => !mayMiss(gap) && (gap.why === "asked" || gap.withheld || missed.size === 0),
  );
  return (
    <>
      {[...missed].map(([span, each]) => (
        <p key={span}>
          <Tag tone="warn">{t.gapTitle}</Tag>
          {` ${span}. ${gapWords(each, hourClock)}`}
        </p>
      ))}
      {others.map(({ why, withheld }) => (
        <p key={why}>{withheld ? t.withheld : t.gap[why]}</p>
      ))}
    </>
  );
}

/** Why something may be missed, and what that means: each once. */
function gapWords(gaps: readonly FeedGap[], clock: HourClock): string {
  const coming = gaps.filter(({ withheld, anew }) => !withheld && anew === null);
  const daily = gaps.flatMap(({ withheld, anew }) =>
    withheld || anew === null ? [] : [t.daily(zonedWords(anew, clock))],
  );
  const words = [
    ...coming.map(({ why }) => t.gap[why]),
    ...(coming.length === 0 ? [] : [t.gapMeans]),
    ...daily,
    ...(gaps.some(({ withheld }) => withheld) ? [t.withheld] : []),
  ];
  return [...new Set(words)].join(" ");
}

function nextWords(next: string | null, now: number): string {
  const left = next === null ? 0 : Date.parse(next) - now;
  return left < 1_000 ? t.nextNow : t.next(span(left));
}

function backlogWords({ feed, backlog }: FeedView): string {
  if (backlog.left > 0) {
    return t.left[feed](count(backlog.left));
  }
  return backlog.more ? t.more : t.nothingLeft;
}
