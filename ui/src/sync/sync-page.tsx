import { useQuery } from "@tanstack/react-query";
import { ProgressBar } from "react-aria-components";
import { failureWords } from "../failure.ts";
import { age, clockTime, count, percent, span } from "../format.ts";
import type { SyncView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { syncRead } from "../ipc/freshness.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card, Facts } from "../kit/card.tsx";
import { CardsPage } from "../kit/cards.tsx";
import { useNow } from "../kit/clock.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { Dot } from "../kit/tag.tsx";
import { text } from "../text.ts";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";

const t = syncText;
const NOW_NOTE = "read-now-note";

/** How fresh the copy is, what is being read, and what keeps it from being read. */
export function SyncPage() {
  const sync = useQuery(syncRead);
  return (
    <Page label={text.pages.sync} panel={null}>
      <CardsPage title={t.title}>
        {sync.data === undefined ? <Late>{text.loading}</Late> : <Parts sync={sync.data} />}
      </CardsPage>
    </Page>
  );
}

function Parts({ sync }: { sync: SyncView }) {
  const now = useNow(1_000);
  return (
    <>
      {sync.rebuilt ? <p className={styles.rebuilt}>{t.rebuilt}</p> : null}
      <Problem sync={sync} now={now} />
      <Filling sync={sync} />
      <Card level={2} title={t.parts}>
        <ul>
          {sync.parts.map(({ part, asOf }) => (
            <li key={part} className={styles.part}>
              <Dot tone={asOf === null ? "hollow" : "good"} />
              <span>{t.part[part]}</span>
              <em>{asOf === null ? t.never : t.ago(age(asOf, now))}</em>
            </li>
          ))}
        </ul>
      </Card>
      <Feeds sync={sync} now={now} />
      <Card level={2} title={t.people}>
        <Facts
          rows={[
            [t.held, count(sync.held)],
            [t.withoutDetails, count(sync.withoutDetails)],
          ]}
        />
        <p className={styles.note}>{t.peopleNote}</p>
      </Card>
      <Card level={2} title={t.calls}>
        <Facts
          rows={[
            [t.sent, count(sync.calls.sentToday)],
            [t.callsLeft, sync.calls.left === null ? t.notTold : count(sync.calls.left)],
            [t.limit, sync.calls.limit === null ? t.notTold : count(sync.calls.limit)],
          ]}
        />
      </Card>
    </>
  );
}

function Feeds({ sync, now }: { sync: SyncView; now: number }) {
  return (
    <Card level={2} title={t.feeds}>
      <ul>
        {sync.feeds.map((feed) => {
          const open = feed.gaps.find((gap) => gap.closed === null);
          const good = feed.inEffect && feed.problem === null && open === undefined;
          return (
            <li key={feed.feed} className={styles.part}>
              <Dot tone={good ? "good" : "hollow"} />
              <span>
                {t.feed[feed.feed]}
                {feed.inEffect ? null : <> {t.notYet}</>}
                {feed.problem === null ? null : <> {failureWords(feed.problem).title}</>}
                {open === undefined ? null : <> {t.gap[open.why]}</>}
                {feed.shared ? <> {t.shared}</> : null}
              </span>
              <em>{feed.read === null ? t.never : t.ago(age(feed.read, now))}</em>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Problem({ sync, now }: { sync: SyncView; now: number }) {
  if (sync.problem === null) {
    return (
      <p className={styles.fine}>
        <Dot tone="good" />
        {t.fine}
      </p>
    );
  }
  const { severity, title, next } = failureWords(sync.problem);
  return (
    <Notice tone={severity} title={title} next={next}>
      {sync.problemSince === null ? null : <span>{t.since(age(sync.problemSince, now))}</span>}
    </Notice>
  );
}

function Filling({ sync: { fill } }: { sync: SyncView }) {
  const whole = fill.done + fill.left;
  const share = percent(fill.done, whole);
  const rate = fill.perMinute === null ? t.notMeasured : t.perMinute(count(Math.round(fill.perMinute)));
  const remaining = fill.secondsLeft === null ? undefined : t.remaining(span(fill.secondsLeft * 1_000));
  const [{ hourClock }] = usePreferences();
  const { rest } = fill;
  const title =
    rest === null ? t.phase[fill.phase] : t.rest.title(clockTime(rest.minute, hourClock), rest.zone);
  return (
    <Card level={2} title={title} age={fill.phase === "fresh" ? undefined : remaining}>
      {fill.phase === "fresh" ? null : (
        <ProgressBar
          aria-label={t.progress}
          value={fill.done}
          maxValue={Math.max(1, whole)}
          valueLabel={share}
        >
          <div className={styles.track}>
            <i style={{ width: `${whole === 0 ? 0 : (fill.done / whole) * 100}%` }} />
          </div>
        </ProgressBar>
      )}
      <Facts
        rows={[
          [t.done, count(fill.done)],
          [t.left, count(fill.left)],
          [t.rate, fill.phase === "fresh" || rest !== null ? null : rate],
        ]}
      />
      {rest === null ? null : <Resting />}
    </Card>
  );
}

function Resting() {
  const resume = useWrite("sync_resume");
  const failed = resume.error === null ? null : failureWords(resume.error.failure, "once");
  return (
    <div className={styles.resting}>
      <p>{t.rest.why}</p>
      <Button isPending={resume.isPending} describedBy={NOW_NOTE} onPress={() => resume.mutate({})}>
        {t.rest.now}
      </Button>
      <p id={NOW_NOTE} className={styles.note}>
        {t.rest.nowNote}
      </p>
      {failed === null ? null : <Notice tone={failed.severity} title={failed.title} next={failed.next} />}
    </div>
  );
}
