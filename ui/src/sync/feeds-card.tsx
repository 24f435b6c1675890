import { failureWords } from "../failure.ts";
import { age, count, span } from "../format.ts";
import type { FeedGap, FeedView, SyncView } from "../ipc/bindings.ts";
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
  return gaps.some(({ closed, why }) => closed === null && why !== "asked" && why !== "beginning");
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
            {open.map((gap) => (
              <Gap key={gap.why} gap={gap} />
            ))}
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Gap({ gap }: { gap: FeedGap }) {
  const [{ hourClock }] = usePreferences();
  if (gap.why === "asked" || gap.why === "beginning") {
    return <p>{gap.withheld ? t.withheld : t.gap[gap.why]}</p>;
  }
  const what = gap.anew === null ? t.gap[gap.why] : t.daily(zonedWords(gap.anew, hourClock));
  return (
    <p>
      <Tag tone="warn">{t.gapTitle}</Tag>
      {` ${t.gapOf(dayTimeWords(gap.since, hourClock), zonedWords(gap.until, hourClock))}. `}
      {gap.withheld ? t.withheld : what}
    </p>
  );
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
