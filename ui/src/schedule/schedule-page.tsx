import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { type FailureWords, failureWords, problemTone } from "../failure.ts";
import { age, dayBeside, longDay } from "../format.ts";
import type { DaySheet, Visit } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { syncRead, useOnPage } from "../ipc/freshness.ts";
import { useEmergency } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Blank, Late, Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { DayHead } from "./day-head.tsx";
import { findSpot, type Spot, startSpot } from "./moves.ts";
import { dayRead } from "./queries.ts";
import { Sheet } from "./sheet.tsx";
import { useTurnKeys } from "./sheet-cursor.ts";
import { scheduleText } from "./text.ts";
import { focusVisit } from "./visit-block.tsx";
import { VisitPanel } from "./visit-panel.tsx";

const DateJump = lazy(() => import("./date-jump.tsx").then(({ DateJump }) => ({ default: DateJump })));

/** A day of the practice, and the visit that is chosen. */
export function SchedulePage() {
  const date = usePlace("date");
  const department = usePlace("department");
  const chosen = usePlace("visit");
  const isOpen = usePlace("visitOpen");
  const place = usePlaceStore();
  const client = useQueryClient();
  const announce = useAnnounce();
  const openPatient = useOpenPatient();
  const [jumping, setJumping] = useState(false);
  const day = useQuery(dayRead(date, department));
  const refresh = useWrite("schedule_refresh");
  const isWhole = useEmergency() === null;
  const now = useNow(1_000);
  const sheet = day.data;
  useOnPage(sheet?.kept ? [["schedule", sheet.asOf]] : []);
  useNeighbours(sheet?.date, department);
  const spot = sheet === undefined ? null : (findSpot(sheet, chosen) ?? startSpot(sheet));
  const column = spot === null ? undefined : sheet?.columns[spot.column];
  const shows =
    isOpen && sheet !== undefined && spot !== null && spot.visit.id === chosen && column !== undefined;
  const patient = shows ? spot.visit.patient : null;

  const goTo = (to: string | null) => {
    place.set({ date: to, visit: null, visitOpen: false });
    void client.ensureQueryData(dayRead(to, department)).then(
      (gone) =>
        isWhole && gone.asOf === null && gone.kept ? refresh.mutate({ date: gone.date }) : undefined,
      // The page itself shows why the day could not be given.
      () => undefined,
    );
    if (to !== null) {
      announce(scheduleText.moved(longDay(to)));
    }
  };
  const step = (days: number) => {
    const to = sheet === undefined ? null : dayBeside(date ?? sheet.date, days);
    return to === null ? undefined : () => goTo(to);
  };
  const again =
    isWhole && sheet?.kept
      ? () => refresh.mutate({ date: sheet.date }, { onSuccess: () => announce(text.askedFor) })
      : undefined;
  const onCard = patient === null ? undefined : () => openPatient(patient);
  const onOpen = useCallback(
    (visit: Visit) => place.set({ visit: visit.id, visitOpen: true, entering: "visit" }),
    [place],
  );
  const onMove = (to: Spot) => place.set({ visit: to.visit.id });
  const onTurn = useTurnKeys(sheet, spot, onMove);
  const close = () => {
    place.set({ visitOpen: false });
    if (spot !== null) {
      focusVisit(spot.visit.id);
    }
  };
  useActions({
    "schedule.today": () => goTo(null),
    "schedule.previous": step(-1),
    "schedule.next": step(1),
    "schedule.jump": () => setJumping(true),
    "schedule.card": onCard,
    again,
    back: shows ? close : undefined,
  });
  const ageWords =
    sheet?.asOf === null || sheet === undefined ? undefined : scheduleText.ageOf(age(sheet.asOf, now));
  const failure = day.error?.failure ?? refresh.error?.failure ?? null;
  return (
    <Page
      label={text.pages.schedule}
      panel={
        shows ? (
          <VisitPanel
            visit={spot.visit}
            date={sheet.date}
            column={column}
            ageWords={ageWords}
            onClose={close}
            onCard={onCard}
            onKeyDown={onTurn}
          />
        ) : null
      }
    >
      <DayHead
        sheet={sheet}
        date={date}
        ageWords={ageWords}
        onStep={step}
        onDay={goTo}
        onJump={() => setJumping(true)}
      />
      <Trouble />
      {failure === null ? null : <Said words={failureWords(failure, "once")} />}
      {sheet === undefined ? (
        day.isPending ? (
          <Late>{text.loading}</Late>
        ) : null
      ) : hasVisits(sheet) ? (
        <Sheet
          sheet={sheet}
          spot={spot}
          elapsed={Math.max(0, Math.floor((now - day.dataUpdatedAt) / 60_000))}
          opened={shows ? spot.visit.id : null}
          onMove={onMove}
          onOpen={onOpen}
        />
      ) : (
        <NoVisits sheet={sheet} department={department} onAgain={again} busy={refresh.isPending} />
      )}
      {jumping && sheet !== undefined ? (
        <Suspense fallback={null}>
          <DateJump date={sheet.date} today={sheet.today} onClose={() => setJumping(false)} onDay={goTo} />
        </Suspense>
      ) : null}
    </Page>
  );
}

// When the days before and after are read, once a day stands: the page's first is let be painted.
const FIRST_NEIGHBOURS = 400;
const NEXT_NEIGHBOURS = 60;

// The days before and after are read once this one stands, so that a step to them waits for nothing.
function useNeighbours(date: string | undefined, department: string | null) {
  const client = useQueryClient();
  const wait = useRef(FIRST_NEIGHBOURS);
  useEffect(() => {
    if (date === undefined) {
      return;
    }
    const timer = setTimeout(() => {
      wait.current = NEXT_NEIGHBOURS;
      for (const beside of [dayBeside(date, 1), dayBeside(date, -1)]) {
        if (beside !== null) {
          void client.prefetchQuery(dayRead(beside, department));
        }
      }
    }, wait.current);
    return () => clearTimeout(timer);
  }, [client, date, department]);
}

function hasVisits(sheet: DaySheet): boolean {
  return sheet.columns.some((column) => column.visits.length > 0);
}

// What keeps the schedule from being fresher, where something does.
function Trouble() {
  const sync = useQuery(syncRead);
  const problem = sync.data?.problem ?? null;
  // Above every page the frame says that nobody is signed in, with the way to, and what emergency access opened.
  if (problem === null || problem.code === "signInNeeded" || problem.code === "leaseOver") {
    return null;
  }
  const words = failureWords(problem);
  return <Notice tone={problemTone(words)} title={words.title} next={words.next} />;
}

function Said({ words: { severity, title, next } }: { words: FailureWords }) {
  return <Notice tone={severity} title={title} next={next} />;
}

function NoVisits({
  sheet,
  department,
  onAgain,
  busy,
}: {
  sheet: DaySheet;
  department: string | null;
  onAgain: (() => void) | undefined;
  busy: boolean;
}) {
  const { title, next } = blankOf(sheet, department);
  return (
    <Blank title={title} next={next}>
      {onAgain === undefined ? undefined : (
        <Button action="again" isPending={busy} onPress={onAgain}>
          {scheduleText.again}
        </Button>
      )}
    </Blank>
  );
}

function blankOf(sheet: DaySheet, department: string | null) {
  const t = scheduleText;
  if (sheet.asOf === null) {
    return sheet.kept ? { title: t.notRead, next: t.notReadNext } : { title: t.outside, next: t.outsideNext };
  }
  return department === null
    ? { title: t.empty, next: t.emptyNext }
    : { title: t.emptyDepartment, next: t.emptyDepartmentNext };
}
