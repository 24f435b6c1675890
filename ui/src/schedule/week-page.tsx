import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { failureWords } from "../failure.ts";
import { age, count, dayBeside, longDay, monthDay } from "../format.ts";
import type { Column, DaySheet, Visit, WeekSheet } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useOnPage } from "../ipc/freshness.ts";
import { useEmergency } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useNow } from "../kit/clock.tsx";
import { Coming } from "../kit/coming.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Blank, Late } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import type { View } from "../place/view.ts";
import { text } from "../text.ts";
import { useCarried } from "./carried.tsx";
import { placeOf } from "./column-head.tsx";
import { DayHead } from "./day-head.tsx";
import { NothingMeant, Said, Trouble } from "./day-states.tsx";
import { FilterLine } from "./filter-line.tsx";
import { findSpot, inOrder, type Move, moved, type Spot, startSpot } from "./moves.ts";
import { tallyOf } from "./narrowing.ts";
import { weekRead } from "./queries.ts";
import { Sheet } from "./sheet.tsx";
import { useTurnKeys } from "./sheet-cursor.ts";
import { scheduleText } from "./text.ts";
import { useViewKeys } from "./view-keys.ts";
import { focusVisit } from "./visit-block.tsx";
import { VisitPanel } from "./visit-panel.tsx";
import { WeekCarry } from "./week-carry.tsx";
import { WeekGrid } from "./week-grid.tsx";
import {
  countOf,
  narrowedWeek,
  oldest,
  onlyProvider,
  type WeekRow,
  weekColumns,
  weekRows,
} from "./week-rows.ts";

const DateJump = lazy(() => import("./date-jump.tsx").then(({ DateJump }) => ({ default: DateJump })));
const SavedViews = lazy(() =>
  import("./saved-views.tsx").then(({ SavedViews }) => ({ default: SavedViews })),
);
const Filter = lazy(() => import("./filter.tsx").then(({ Filter }) => ({ default: Filter })));

const t = scheduleText.week;

/** Seven days: of one provider with each visit, of several with how many they have and when. */
export function WeekPage() {
  const date = usePlace("date");
  const department = usePlace("department");
  const chosen = usePlace("visit");
  const isOpen = usePlace("visitOpen");
  const place = usePlaceStore();
  const announce = useAnnounce();
  const openPatient = useOpenPatient("/schedule");
  const [over, setOver] = useState<"jump" | "filter" | "views" | null>(null);
  const ways = useViewKeys();
  const { view, chosen: looked, toKind, filter, all } = ways;
  const [only] = view.providers.length === 1 ? view.providers : [];
  const read = useQuery(weekRead(date, department, only ?? null));
  // Whoever looks for another than the one shown chooses among everybody.
  const everybody = useQuery({ ...weekRead(date, department, null), enabled: over === "filter" });
  const refresh = useWrite("schedule_refresh");
  const isWhole = useEmergency() === null;
  const now = useNow(1_000);
  const whole = read.data;
  const week = useMemo(() => (whole === undefined ? undefined : narrowedWeek(whole, view)), [whole, view]);
  const rows = useMemo(() => (week === undefined ? [] : weekRows(week)), [week]);
  const drawn = useMemo(
    () => (week === undefined || onlyProvider(rows) === null ? null : weekColumns(week, rows)),
    [week, rows],
  );
  const sheet = drawn?.sheet;
  const spot: Spot | null = sheet === undefined ? null : (findSpot(sheet, chosen) ?? startSpot(sheet));
  const of = spot === null ? undefined : drawn?.of[spot.column];
  const shows = isOpen && spot !== null && of !== undefined && spot.visit.id === chosen;
  const patient = shows ? spot.visit.patient : null;
  const asOf = week === undefined ? null : oldest(week.days);
  const isZoned = week?.days.some(({ zones }) => zones.length > 1) ?? false;
  const toRead = week?.days.filter(({ kept }) => kept) ?? [];
  useOnPage(toRead.length === 0 ? [] : [["schedule", asOf]]);

  const goTo = (to: string | null) => {
    place.set({ date: to, visit: null, visitOpen: false });
    if (to !== null) {
      announce(t.moved(longDay(to)));
    }
  };
  const step = (weeks: number) => {
    const [first] = week?.days ?? [];
    const to = first === undefined ? null : dayBeside(date ?? week?.today ?? first.date, weeks * 7);
    return to === null ? undefined : () => goTo(to);
  };
  const again =
    isWhole && toRead.length > 0
      ? () => {
          for (const day of toRead) {
            refresh.mutate({ date: day.date });
          }
          announce(text.askedFor);
        }
      : undefined;
  const onCard = patient === null ? undefined : () => openPatient(patient);
  const onMove = (to: Spot) => place.set({ visit: to.visit.id });
  const onOpen = useCallback(
    (visit: Visit) => place.set({ visit: visit.id, visitOpen: true, entering: "visit" }),
    [place],
  );
  const lead = sheet === undefined || spot === null ? undefined : (move: Move) => moved(sheet, spot, move);
  const onTurn = useTurnKeys(lead, onMove);
  const { carried, putBack } = useCarried();
  const close = () => {
    place.set({ visitOpen: false });
    if (spot !== null) {
      focusVisit(spot.visit.id);
    }
  };
  const onOpenCell = (row: WeekRow, day: DaySheet | null) => {
    if (day === null) {
      filter({ ...looked, providers: [row.of.provider] });
      announce(t.of(row.of.name, row.of.departmentName));
      return;
    }
    const column = row.days[week?.days.indexOf(day) ?? -1] ?? null;
    place.set({
      date: day.date === week?.today ? null : day.date,
      visit: column === null ? null : (inOrder(column)[0]?.id ?? null),
      visitOpen: false,
      view: { ...view, kind: "columns" },
    });
    announce(scheduleText.moved(longDay(day.date)));
  };
  useActions({
    "schedule.today": () => goTo(null),
    "schedule.previous": step(-1),
    "schedule.next": step(1),
    "schedule.weekBefore": step(-1),
    "schedule.weekAfter": step(1),
    "schedule.jump": () => setOver("jump"),
    "schedule.filter": whole === undefined ? undefined : () => setOver("filter"),
    "schedule.views": whole === undefined || ways.saved === null ? undefined : () => setOver("views"),
    "schedule.card": onCard,
    again,
    back: carried !== null ? () => putBack(undefined) : shows ? close : undefined,
  });
  const ageWords = asOf === null ? undefined : scheduleText.ageOf(age(asOf, now));
  const failure = read.error?.failure ?? refresh.error?.failure ?? null;
  const joined = useMemo(() => (whole === undefined ? undefined : joinedDays(whole)), [whole]);
  const shown = useMemo(() => (week === undefined ? undefined : joinedDays(week)), [week]);
  return (
    <Page
      label={text.pages.schedule}
      panel={
        shows ? (
          <VisitPanel
            visit={spot.visit}
            date={of.date}
            column={of.column}
            zoned={isZoned}
            ageWords={ageWords}
            onClose={close}
            onCard={onCard}
            onKeyDown={onTurn}
          />
        ) : null
      }
    >
      <DayHead
        sheet={shown}
        date={date}
        title={titleOf(week)}
        view={view}
        ageWords={ageWords}
        onStep={step}
        onDay={goTo}
        onJump={() => setOver("jump")}
        onKind={toKind}
        onFind={undefined}
        onFilter={() => setOver("filter")}
        onViews={ways.saved === null ? undefined : () => setOver("views")}
      />
      <Trouble />
      {failure === null ? null : <Said words={failureWords(failure, "once")} />}
      {joined === undefined || shown === undefined ? null : (
        <FilterLine whole={joined} shown={shown} view={view} onAll={all} />
      )}
      {week === undefined || joined === undefined ? (
        read.isPending ? (
          <Late>{text.loading}</Late>
        ) : null
      ) : joined.columns.length === 0 ? (
        <Blank title={t.empty} next={t.emptyNext} />
      ) : rows.length === 0 ? (
        <NothingMeant onAll={all} />
      ) : sheet === undefined ? (
        <WeekGrid
          rows={rows}
          days={week.days}
          today={week.today}
          view={view}
          zoned={isZoned}
          onOpen={onOpenCell}
        />
      ) : (
        <Sheet
          sheet={sheet}
          spot={spot}
          elapsed={Math.max(0, Math.floor((now - read.dataUpdatedAt) / 60_000))}
          opened={shows ? spot.visit.id : null}
          view={view}
          under={(column) => underOf(column, sheet, view)}
          onMove={onMove}
          onOpen={onOpen}
        />
      )}
      <WeekCarry toKind={toKind} />
      <Suspense fallback={<Coming />}>
        {over === "jump" && week !== undefined ? (
          <DateJump date={date ?? week.today} today={week.today} onClose={() => setOver(null)} onDay={goTo} />
        ) : null}
        {over === "filter" && joined !== undefined ? (
          <Filter
            sheet={(everybody.data === undefined ? undefined : joinedDays(everybody.data)) ?? joined}
            view={looked}
            onChange={filter}
            onClose={() => setOver(null)}
          />
        ) : null}
        {over === "views" && joined !== undefined ? (
          <SavedViews sheet={joined} now={ways.toKeep} onShow={ways.show} onClose={() => setOver(null)} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function underOf(column: Column, sheet: DaySheet, view: View): string {
  const { booked } = countOf(column, view);
  return [t.booked(booked, count(booked)), placeOf(column, sheet)]
    .filter((part) => part !== "")
    .join(text.dot);
}

function titleOf(week: WeekSheet | undefined) {
  const first = week?.days[0]?.date;
  const last = week?.days.at(-1)?.date;
  return first === undefined || last === undefined
    ? undefined
    : { seen: t.title(monthDay(first), monthDay(last)), heard: t.titleHeard(longDay(first), longDay(last)) };
}

/** The days as one, for what is said of all of them. */
function joinedDays({ days }: WeekSheet): DaySheet | undefined {
  const [first] = days;
  const columns = days.flatMap((day) => day.columns);
  return first === undefined ? undefined : { ...first, columns, asOf: oldest(days), tally: tallyOf(columns) };
}
