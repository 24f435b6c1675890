import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { EnvironmentMark } from "../environment.tsx";
import { failureWords, problemTone } from "../failure.ts";
import { age, clockTime, count, percent } from "../format.ts";
import type { Connections, HourClock, SyncView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { type OnPage, syncRead, useOldestOnPage } from "../ipc/freshness.ts";
import { overviewRead, useEmergency, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useNow } from "../kit/clock.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { useKeySign } from "../kit/keymap.tsx";
import { Pick } from "../kit/pick.tsx";
import { Dot } from "../kit/tag.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";
import { appText } from "./text.ts";
import { WaitingElsewhere, WritesMark } from "./writes-mark.tsx";

const ADD = "add";
const ALL = "all";
const SOME = "some";

/** Practice, department, the way to everything, and how fresh it is. */
export function TopBar({
  connections,
  onPalette,
  open,
  onOpen,
}: {
  connections: Connections | undefined;
  onPalette: () => void;
  /** Which of its lists is open. */
  open: "departments" | "practices" | null;
  onOpen: (list: "departments" | "practices" | null) => void;
}) {
  const current = connections?.rows.find((each) => each.id === connections.current);
  const sign = useKeySign("palette");
  return (
    <header className={styles.top}>
      <div className={styles.practicePick}>
        <PracticePick
          connections={connections}
          isOpen={open === "practices"}
          onOpenChange={(isOpen) => onOpen(isOpen ? "practices" : null)}
        />
      </div>
      {current === undefined ? null : (
        <div className={styles.environment}>
          <EnvironmentMark environment={current.environment} />
        </div>
      )}
      <div className={styles.departmentPick}>
        <DepartmentPick
          isOpen={open === "departments"}
          onOpenChange={(isOpen) => onOpen(isOpen ? "departments" : null)}
        />
      </div>
      <button type="button" className={styles.find} onClick={onPalette}>
        <span className={styles.roomy}>{appText.top.palette}</span>
        <span className={styles.tight}>{appText.top.paletteShort}</span>
        {sign === undefined ? null : <Kbd sign={sign} />}
      </button>
      <WritesMark />
      <WaitingElsewhere />
      <Freshness />
    </header>
  );
}

function PracticePick({
  connections,
  isOpen,
  onOpenChange,
}: {
  connections: Connections | undefined;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { mutate: switchTo } = useWrite("connection_switch");
  const navigate = useNavigate();
  // Emergency access is of one practice: to work in another, it is ended first.
  const isWhole = useEmergency() === null;
  const rows = (connections?.rows ?? []).filter(({ id }) => isWhole || id === connections?.current);
  const options = rows.map((each) => ({
    id: each.id,
    name: each.label,
    mark: <EnvironmentMark environment={each.environment} />,
  }));
  const choose = (id: string) => {
    if (id === ADD) {
      void navigate({ to: "/settings" });
    } else if (id !== connections?.current) {
      switchTo({ connection: id });
    }
  };
  return (
    <Pick
      terse
      label={appText.top.practice}
      options={isWhole ? [...options, { id: ADD, name: appText.top.addPractice }] : options}
      value={connections?.current ?? null}
      onChange={choose}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    />
  );
}

function DepartmentPick({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const overview = useQuery(overviewRead);
  const department = usePlace("department");
  const view = usePlace("view");
  const place = usePlaceStore();
  const departments = overview.data?.rows ?? [];
  const some = view.departments.length > 1;
  const each = departments.map(({ id, name, zone }) => ({ id, name, note: zone }));
  const [only] = each;
  // Where there is one there is nothing to choose: that one is all of them.
  const isOne = only !== undefined && each.length === 1;
  const options = isOne
    ? [{ ...only, id: ALL }]
    : [
        { id: ALL, name: appText.top.allDepartments(each.length) },
        ...(some
          ? [{ id: SOME, name: appText.top.someDepartments(view.departments.length, each.length) }]
          : []),
        ...each,
      ];
  const choose = (id: string) => {
    if (id !== SOME) {
      const chosen = { department: id === ALL ? null : id, view: { ...view, departments: [] } };
      place.set({ ...chosen, visit: null, visitOpen: false });
    }
  };
  return (
    <Pick
      terse
      label={appText.top.department}
      options={options}
      value={isOne ? ALL : some ? SOME : (department ?? ALL)}
      onChange={choose}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    />
  );
}

function Freshness() {
  const sync = useQuery(syncRead);
  const onPage = useOldestOnPage();
  const [{ hourClock }] = usePreferences();
  const now = useNow(1_000);
  const emergency = useEmergency();
  useSaidOnce(sync.data);
  if (sync.data === undefined) {
    return null;
  }
  const isRead = sync.data.problem === null && emergency === null;
  const { tone, state } = freshness(sync.data, onPage, now, isRead);
  const isSaid = sync.data.paused !== null || (isRead && typeof state !== "string");
  const progress = isSaid ? progressOf(sync.data, hourClock) : null;
  const calls = callsOf(sync.data);
  const words = [
    typeof state === "string" ? state : state.join(""),
    ...(progress === null ? [] : [progress.long]),
    ...(calls === null ? [] : [calls.join("")]),
  ].join(text.dot);
  return (
    <Link to="/sync" className={styles.fresh} title={words}>
      <Dot tone={tone} />
      {typeof state === "string" ? (
        <span className={styles.state}>{state}</span>
      ) : (
        <span className={styles.held}>
          <span className={styles.roomy}>{state[0]}</span>
          {state[1]}
          <span className={styles.roomy}>{state[2]}</span>
        </span>
      )}
      {progress === null ? null : (
        <span className={styles.progress}>
          {text.dot}
          <span className={styles.long}>{progress.long}</span>
          <span className={styles.short}>{progress.short}</span>
        </span>
      )}
      {calls === null ? null : <Calls words={calls} />}
    </Link>
  );
}

function Calls({ words: [first, middle, last] }: { words: CallWords }) {
  return (
    <span className={styles.calls}>
      {text.dot}
      {first}
      <span className={styles.long}>{middle}</span>
      <span className={styles.roomy}>{last}</span>
    </span>
  );
}

/** What a banner of its own tells of. */
const BY_A_BANNER: ReadonlySet<string> = new Set(["signInNeeded", "leaseOver"]);

/** Says once that athenahealth cannot be read, and once that it can again. */
function useSaidOnce(sync: SyncView | undefined) {
  const announce = useAnnounce();
  const said = useRef<string | null>(null);
  const problem = sync?.problem ?? null;
  const title = problem === null || BY_A_BANNER.has(problem.code) ? null : failureWords(problem).title;
  const isKnown = sync !== undefined;
  const words = title ?? (problem === null ? appText.top.answersAgain : null);
  useEffect(() => {
    if (isKnown && title !== said.current) {
      said.current = title;
      if (words !== null) {
        announce(words);
      }
    }
  }, [isKnown, title, words, announce]);
}

function freshness(sync: SyncView, onPage: OnPage | null, now: number, isRead: boolean) {
  const t = appText.top;
  // Over a copy that emergency access opened the banner says why: how old it is counts here.
  const isOverdue = sync.problem?.code === "leaseOver";
  if (sync.problem !== null && !isOverdue) {
    // Something follows it: it is no sentence of its own here.
    const words = failureWords(sync.problem);
    const tone = problemTone(words) === "error" ? "stop" : "warn";
    return { tone, state: words.title.replace(/\.$/, "") } as const;
  }
  const { phase, done, left } = sync.fill;
  const fills = isRead && phase !== "fresh";
  const schedule = sync.parts.find((each) => each.part === "schedule")?.asOf ?? null;
  const [part, read, comes] = onPage ?? (["schedule", schedule] as const);
  const tone = !isRead || sync.paused !== null ? "warn" : fills ? "note" : "good";
  if (read !== null) {
    return { tone, state: t.age(t.part[part], age(read, now)) } as const;
  }
  if (schedule !== null && part !== "schedule") {
    return {
      tone: "hollow",
      state: comes ? t.partComes(t.part[part]) : t.partNotRead(t.part[part]),
    } as const;
  }
  return fills
    ? ({ tone: "note", state: t.filling(t.phase[phase], percent(done, done + left)) } as const)
    : ({ tone: "hollow", state: t.neverRead } as const);
}

/** That it is paused, or how far the copy is, in words and where there is little room; none where all that is
 * planned is read. */
function progressOf({ fill: { phase, done, left, rest }, paused }: SyncView, clock: HourClock) {
  const t = appText.top;
  if (paused !== null) {
    const time = paused.until === null ? null : clockTime(paused.until.minute, clock);
    return { long: t.paused(time), short: t.pausedShort };
  }
  if (rest !== null) {
    const time = clockTime(rest.minute, clock);
    return { long: t.waits(time, rest.zone), short: t.waitsShort(time) };
  }
  const share = percent(done, done + left);
  return phase === "fresh"
    ? null
    : { long: t.filling(t.phase[phase], share), short: t.fillingShort[phase](share) };
}

type CallWords = readonly [string, string, string];

function callsOf({ calls }: SyncView): CallWords | null {
  if (calls.limit !== null && calls.left !== null) {
    return appText.top.callsLeft(percent(calls.left, calls.limit));
  }
  return calls.sentToday > 0 ? appText.top.callsSent(count(calls.sentToday)) : null;
}
