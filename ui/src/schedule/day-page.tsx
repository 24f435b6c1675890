import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { failureWords } from "../failure.ts";
import { age, dayBeside, longDay } from "../format.ts";
import type { Visit } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useOnPage } from "../ipc/freshness.ts";
import { useEmergency } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Late } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { CarryLine } from "./carry-line.tsx";
import { DayHead } from "./day-head.tsx";
import { NothingMeant, NoVisits, Said, Trouble } from "./day-states.tsx";
import { FilterLine } from "./filter-line.tsx";
import { rowAt, rowMoved, rowsOf } from "./list-rows.ts";
import { findSpot, type Move, moved, type Spot, startSpot } from "./moves.ts";
import { isMeant, narrowed } from "./narrowing.ts";
import { useNeighbours } from "./neighbours.ts";
import { missedOf } from "./no-show-rows.ts";
import { isMovable } from "./open-times.ts";
import { dayRead } from "./queries.ts";
import { Sheet } from "./sheet.tsx";
import { useTurnKeys } from "./sheet-cursor.ts";
import { scheduleText } from "./text.ts";
import { useCarry } from "./use-carry.ts";
import { useViewKeys } from "./view-keys.ts";
import { focusVisit } from "./visit-block.tsx";
import { VisitPanel } from "./visit-panel.tsx";

const DateJump = lazy(() => import("./date-jump.tsx").then(({ DateJump }) => ({ default: DateJump })));
const SavedViews = lazy(() =>
  import("./saved-views.tsx").then(({ SavedViews }) => ({ default: SavedViews })),
);
const Filter = lazy(() => import("./filter.tsx").then(({ Filter }) => ({ default: Filter })));
const FindVisit = lazy(() => import("./find-visit.tsx").then(({ FindVisit }) => ({ default: FindVisit })));
const NoShows = lazy(() => import("./no-shows.tsx").then(({ NoShows }) => ({ default: NoShows })));
const VisitList = lazy(() => import("./visit-list.tsx").then(({ VisitList }) => ({ default: VisitList })));

type Over = "jump" | "find" | "filter" | "views" | "noShows";

/** A day of the practice, and the visit that is chosen. */
export function DayPage() {
  const date = usePlace("date");
  const department = usePlace("department");
  const chosen = usePlace("visit");
  const isOpen = usePlace("visitOpen");
  const place = usePlaceStore();
  const client = useQueryClient();
  const announce = useAnnounce();
  const openPatient = useOpenPatient();
  const [over, setOver] = useState<Over | null>(null);
  const ways = useViewKeys();
  const { view, chosen: looked, toKind, filter, all } = ways;
  const day = useQuery(dayRead(date, department));
  const refresh = useWrite("schedule_refresh");
  const isWhole = useEmergency() === null;
  const now = useNow(1_000);
  const whole = day.data;
  const sheet = useMemo(() => (whole === undefined ? undefined : narrowed(whole, view)), [whole, view]);
  const rows = useMemo(
    () => (sheet === undefined || view.kind !== "list" ? null : rowsOf(sheet, view)),
    [sheet, view],
  );
  useOnPage(sheet?.kept ? [["schedule", sheet.asOf]] : []);
  useNeighbours(sheet?.date, department);
  const row = rows === null || sheet === undefined ? null : rowAt(rows, chosen, sheet);
  const onSheet = sheet === undefined ? null : (findSpot(sheet, chosen) ?? startSpot(sheet));
  const spot: Spot | null = rows === null ? onSheet : row;
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
  const { carry, sheet: carriedOver, ...carrying } = useCarry(sheet, view);
  const pickUp = ({ visit, column: at }: Spot) => {
    const from = sheet?.columns[at];
    if (from !== undefined) {
      carrying.pickUp(visit, from);
      place.set({ visit: visit.id, visitOpen: false });
    }
  };
  const onPickUp =
    spot === null || carry !== null || !carrying.may || !isMovable(spot.visit)
      ? undefined
      : () => {
          if (rows !== null) {
            toKind("columns");
          }
          pickUp(spot);
          focusVisit(spot.visit.id);
        };
  const onCard = patient === null ? undefined : () => openPatient(patient);
  const onOpen = useCallback(
    (visit: Visit) => place.set({ visit: visit.id, visitOpen: true, entering: "visit" }),
    [place],
  );
  const onMove = (to: Spot) => place.set({ visit: to.visit.id });
  const lead =
    sheet === undefined || spot === null
      ? undefined
      : (move: Move) => (rows === null ? moved(sheet, spot, move) : rowMoved(rows, spot, move));
  const onTurn = useTurnKeys(lead, onMove);
  const focus = (visit: string) =>
    rows === null ? focusVisit(visit) : document.querySelector<HTMLElement>("[data-keys=list]")?.focus();
  const close = () => {
    place.set({ visitOpen: false });
    if (spot !== null) {
      focus(spot.visit.id);
    }
  };
  const found = useFound(over === null, focus);
  const onFound = (to: Spot) => {
    const of = whole?.columns[to.column];
    const isShown =
      of !== undefined && sheet?.columns.includes(of) && (rows === null || isMeant(to.visit, of, view));
    if (!isShown) {
      all();
    }
    found(to.visit.id);
    setOver(null);
    place.set({ visit: to.visit.id });
  };
  useActions({
    "schedule.today": () => goTo(null),
    "schedule.previous": step(-1),
    "schedule.next": step(1),
    "schedule.weekBefore": step(-7),
    "schedule.weekAfter": step(7),
    "schedule.jump": () => setOver("jump"),
    "schedule.find": whole !== undefined && hasVisits(whole.columns) ? () => setOver("find") : undefined,
    "schedule.filter": whole === undefined ? undefined : () => setOver("filter"),
    "schedule.views": whole === undefined || ways.saved === null ? undefined : () => setOver("views"),
    "schedule.noShows":
      sheet !== undefined && carrying.may && missedOf(sheet).length > 0
        ? () => setOver("noShows")
        : undefined,
    "schedule.card": onCard,
    again,
    "visit.move": onPickUp,
    back: carry !== null ? carrying.putBack : shows ? close : undefined,
  });
  const ageWords =
    sheet?.asOf === null || sheet === undefined ? undefined : scheduleText.ageOf(age(sheet.asOf, now));
  const failure = day.error?.failure ?? refresh.error?.failure ?? null;
  const elapsed = Math.max(0, Math.floor((now - day.dataUpdatedAt) / 60_000));
  const opened = shows ? spot.visit.id : null;
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
            onMove={onPickUp}
            onKeyDown={onTurn}
          />
        ) : null
      }
    >
      <DayHead
        sheet={sheet}
        date={date}
        view={view}
        ageWords={ageWords}
        onStep={step}
        onDay={goTo}
        onJump={() => setOver("jump")}
        onKind={toKind}
        onFind={whole !== undefined && hasVisits(whole.columns) ? () => setOver("find") : undefined}
        onFilter={() => setOver("filter")}
        onViews={ways.saved === null ? undefined : () => setOver("views")}
      />
      <Trouble />
      {failure === null ? null : <Said words={failureWords(failure, "once")} />}
      <CarryLine {...carrying.line} />
      {whole === undefined || sheet === undefined ? null : (
        <FilterLine whole={whole} shown={sheet} view={view} onAll={all} />
      )}
      {whole === undefined || sheet === undefined ? (
        day.isPending ? (
          <Late>{text.loading}</Late>
        ) : null
      ) : carry !== null && carriedOver !== undefined && rows === null ? (
        <Sheet
          sheet={carriedOver}
          spot={findSpot(carriedOver, carry.visit.id)}
          elapsed={elapsed}
          opened={null}
          view={view}
          carry={carry}
          aimed={carrying.column}
          onMove={onMove}
          onOpen={onOpen}
        />
      ) : !hasVisits(whole.columns) ? (
        <NoVisits sheet={whole} department={department} onAgain={again} busy={refresh.isPending} />
      ) : !hasVisits(sheet.columns) || rows?.length === 0 ? (
        <NothingMeant onAll={all} />
      ) : rows === null || row === null ? (
        <Sheet
          sheet={sheet}
          spot={spot}
          elapsed={elapsed}
          opened={opened}
          view={view}
          onMove={onMove}
          onOpen={onOpen}
          onPickUp={carrying.may ? pickUp : undefined}
        />
      ) : (
        <Suspense fallback={null}>
          <VisitList
            rows={rows}
            current={row}
            opened={opened}
            view={view}
            zoned={sheet.zones.length > 1}
            onOrder={ways.orderBy}
            onMove={onMove}
            onOpen={onOpen}
          />
        </Suspense>
      )}
      <Suspense fallback={null}>
        {over === "jump" && sheet !== undefined ? (
          <DateJump date={sheet.date} today={sheet.today} onClose={() => setOver(null)} onDay={goTo} />
        ) : null}
        {over === "find" && whole !== undefined ? (
          <FindVisit sheet={whole} onFound={onFound} onClose={() => setOver(null)} />
        ) : null}
        {over === "filter" && whole !== undefined ? (
          <Filter sheet={whole} view={looked} onChange={filter} onClose={() => setOver(null)} />
        ) : null}
        {over === "noShows" && sheet !== undefined ? (
          <NoShows sheet={sheet} onClose={() => setOver(null)} />
        ) : null}
        {over === "views" && whole !== undefined ? (
          <SavedViews sheet={whole} now={ways.toKeep} onShow={ways.show} onClose={() => setOver(null)} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function hasVisits(columns: readonly { visits: readonly Visit[] }[]): boolean {
  return columns.some(({ visits }) => visits.length > 0);
}

// Whoever finds a visit goes on from it: the dialog, once it is gone, gives the focus to nobody else.
function useFound(isGone: boolean, focus: (visit: string) => void): (visit: string) => void {
  const found = useRef<string | null>(null);
  const latest = useRef(focus);
  useEffect(() => {
    latest.current = focus;
    if (isGone && found.current !== null) {
      const visit = found.current;
      found.current = null;
      latest.current(visit);
    }
  });
  return (visit) => {
    found.current = visit;
  };
}
