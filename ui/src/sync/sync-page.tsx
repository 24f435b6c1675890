import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProgressBar } from "react-aria-components";
import { failureWords, problemTone } from "../failure.ts";
import { age, clockTime, count, percent, span } from "../format.ts";
import type { FeedName, PartAge, PartName, SyncView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { syncRead, useOnPage } from "../ipc/freshness.ts";
import { useMay, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Card, Facts } from "../kit/card.tsx";
import { CardsPage } from "../kit/cards.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { Dot } from "../kit/tag.tsx";
import { text } from "../text.ts";
import { CallsCard } from "./calls-card.tsx";
import { Anew, Pausing } from "./dialogs.tsx";
import { FeedsCard, hasMissed } from "./feeds-card.tsx";
import { LogCard } from "./log-card.tsx";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";
import { timeWords } from "./words.ts";

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
      <Acts sync={sync} />
      {sync.rebuilt ? <p className={styles.rebuilt}>{t.rebuilt}</p> : null}
      <Problem sync={sync} now={now} />
      <Paused sync={sync} />
      <div>
        <FeedsCard sync={sync} now={now} />
      </div>
      <CallsCard sync={sync} now={now} />
      <Filling sync={sync} />
      <Card level={2} title={t.parts}>
        <ul>
          {sync.parts.map((each) => (
            <Part key={each.part} part={each} sync={sync} now={now} />
          ))}
        </ul>
      </Card>
      <Card level={2} title={t.people}>
        <Facts
          rows={[
            [t.held, count(sync.held)],
            [t.withoutDetails, count(sync.withoutDetails)],
          ]}
        />
        <p className={styles.note}>{t.peopleNote}</p>
      </Card>
      <div>
        <LogCard />
      </div>
    </>
  );
}

/** In which feed athenahealth tells that a part changed. */
const FEED_OF: Record<PartName, FeedName> = {
  practice: "providers",
  schedule: "appointments",
  patients: "patients",
  coverages: "patients",
  customFields: "patients",
};

function Part({ part: { part, asOf }, sync, now }: { part: PartAge; sync: SyncView; now: number }) {
  const { tone, but } = partStanding(part, sync);
  const read = asOf === null ? t.never : t.ago(age(asOf, now));
  return (
    <li className={styles.part}>
      <Dot tone={asOf === null ? "hollow" : tone} />
      <span>{t.part[part]}</span>
      <em>{asOf === null || but === null ? read : [read, but].join(text.dot)}</em>
    </li>
  );
}

/** Whether what is held of a part can be relied on, and in words what is amiss. */
function partStanding(part: PartName, { feeds, problem, withoutDetails }: SyncView) {
  const feed = feeds.find((each) => each.feed === FEED_OF[part]);
  if (feed !== undefined && hasMissed(feed)) {
    return { tone: "warn", but: t.mayMiss } as const;
  }
  if (problem !== null || (feed?.problem ?? null) !== null) {
    return { tone: "warn", but: t.notFresh } as const;
  }
  const ofDetails = part === "coverages" || part === "customFields";
  return ofDetails && withoutDetails > 0
    ? ({ tone: "hollow", but: t.notAll } as const)
    : ({ tone: "good", but: null } as const);
}

/** What a person can have reading do. */
function Acts({ sync }: { sync: SyncView }) {
  const announce = useAnnounce();
  const may = useMay("connect");
  const [asking, setAsking] = useState<"pause" | "anew" | null>(null);
  const again = useWrite("sync_again");
  const unpause = useWrite("sync_unpause");
  const readAgain = () => again.mutate({}, { onSuccess: () => announce(t.acts.againAsked) });
  const pauseOrNot = () => (sync.paused === null ? setAsking("pause") : unpause.mutate({}));
  useActions({
    again: readAgain,
    "sync.pause": may ? pauseOrNot : undefined,
    "sync.anew": may ? () => setAsking("anew") : undefined,
  });
  useOnPage(sync.parts.map(({ part, asOf }) => [part, asOf]));
  const failure = again.error?.failure ?? unpause.error?.failure;
  const failed = failure === undefined ? null : failureWords(failure, "once");
  return (
    <div>
      <div className={styles.acts}>
        <Button action="again" isPending={again.isPending} onPress={readAgain}>
          {t.acts.again}
        </Button>
        {may ? (
          <>
            <Button action="sync.pause" isPending={unpause.isPending} onPress={pauseOrNot}>
              {sync.paused === null ? t.acts.pause : t.acts.resume}
            </Button>
            <Button action="sync.anew" onPress={() => setAsking("anew")}>
              {t.acts.anew}
            </Button>
          </>
        ) : null}
      </div>
      {failed === null ? null : <Notice tone={failed.severity} title={failed.title} next={failed.next} />}
      {asking === "pause" ? <Pausing onClose={() => setAsking(null)} /> : null}
      {asking === "anew" ? <Anew sync={sync} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function Paused({ sync }: { sync: SyncView }) {
  const [{ hourClock }] = usePreferences();
  if (sync.paused === null) {
    return null;
  }
  const { until } = sync.paused;
  const words = until === null ? null : timeWords(until, hourClock);
  return (
    <div>
      <Notice tone="warn" title={t.paused.title(words)} next={t.paused.next} />
    </div>
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
  const words = failureWords(sync.problem);
  return (
    <div>
      <Notice tone={problemTone(words)} title={words.title} next={words.next}>
        {sync.problemSince === null ? null : <span>{t.since(age(sync.problemSince, now))}</span>}
      </Notice>
    </div>
  );
}

function Filling({ sync: { fill, paused } }: { sync: SyncView }) {
  const whole = fill.done + fill.left;
  const share = percent(fill.done, whole);
  const rate = fill.perMinute === null ? t.notMeasured : t.perMinute(count(Math.round(fill.perMinute)));
  const remaining = fill.secondsLeft === null ? undefined : t.remaining(span(fill.secondsLeft * 1_000));
  const [{ hourClock }] = usePreferences();
  const { rest } = fill;
  // While nothing is read there is no rate, and no end to be told from it.
  const isGoing = fill.phase !== "fresh" && paused === null;
  const title =
    rest === null ? t.phase[fill.phase] : t.rest.title(clockTime(rest.minute, hourClock), rest.zone);
  return (
    <Card level={2} title={title} age={isGoing ? remaining : undefined}>
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
          [t.toDo, count(fill.left)],
          [t.rate, isGoing && rest === null ? rate : null],
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
