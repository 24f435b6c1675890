import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
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
import { Page, PanelRoom } from "../kit/panel.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./carry.module.css";
import { CarryLine } from "./carry-line.tsx";
import { DayHead } from "./day-head.tsx";
import { DayOver, type Over } from "./day-over.tsx";
import { NothingMeant, NoVisits, Said, Trouble } from "./day-states.tsx";
import { FilterLine } from "./filter-line.tsx";
import { rowAt, rowMoved, rowsOf } from "./list-rows.ts";
import { findSpot, hasVisits, type Move, moved, type Spot, startSpot } from "./moves.ts";
import { isMeant, narrowed } from "./narrowing.ts";
import { useNeighbours } from "./neighbours.ts";
import { missedOf } from "./no-show-rows.ts";
import { OpenLine } from "./open-line.tsx";
import { ParkedStrip } from "./parked-strip.tsx";
import { dayRead } from "./queries.ts";
import { Sheet } from "./sheet.tsx";
import { useTurnKeys } from "./sheet-cursor.ts";
import { scheduleText } from "./text.ts";
import { useCarry } from "./use-carry.ts";
import { useFound } from "./use-found.ts";
import { useMade } from "./use-made.ts";
import { useMoving } from "./use-moving.ts";
import { useOpenTimes } from "./use-open-times.ts";
import { useViewKeys } from "./view-keys.ts";
import { focusVisit } from "./visit-block.tsx";
import { VisitPanel } from "./visit-panel.tsx";

const VisitList = lazy(() => import("./visit-list.tsx").then(({ VisitList }) => ({ default: VisitList })));

/** A day of the practice, and the visit that is chosen. */
export function DayPage() {
  const date = usePlace("date");
  const department = usePlace("department");
  const chosen = usePlace("visit");
  const isOpen = usePlace("visitOpen");
  const place = usePlaceStore();
  const client = useQueryClient();
  const announce = useAnnounce();
  const openPatient = useOpenPatient("/schedule");
  const [over, setOver] = useState<Over | null>(null);
  const ways = useViewKeys();
  const { view, toKind, all } = ways;
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
  useMade(sheet);
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
  const { choosing, ...openTimes } = useOpenTimes(sheet, view, onSheet, carry !== null);
  const moving = useMoving({
    sheet,
    spot,
    column,
    isList: rows !== null,
    carrying: { carry, ...carrying },
    toKind,
  });
  const { onPickUp, parked } = moving;
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
    "visit.park": moving.onPark,
    "visit.beside": carry !== null ? () => setOver("beside") : moving.onBookBeside,
    "schedule.parked": moving.onNextParked,
    "schedule.plan":
      carrying.may && carry === null && column !== undefined ? () => setOver("plan") : undefined,
    back:
      carry !== null
        ? carrying.putBack
        : choosing !== null
          ? openTimes.line.leave
          : shows
            ? close
            : undefined,
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
            zoned={sheet.zones.length > 1}
            ageWords={ageWords}
            onClose={close}
            onCard={onCard}
            onMove={onPickUp}
            onKeyDown={onTurn}
          />
        ) : moving.keepsRoom ? (
          <PanelRoom />
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
        openTimes={openTimes}
      />
      <Trouble />
      {failure === null ? null : <Said words={failureWords(failure, "once")} />}
      {parked.failure === null ? null : <Said words={failureWords(parked.failure, "once")} />}
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
          spot={findSpot(carriedOver, carry.visit?.id ?? null)}
          elapsed={elapsed}
          opened={null}
          view={view}
          carry={carry}
          aimed={carrying.column}
          onMove={onMove}
          onOpen={onOpen}
        />
      ) : !hasVisits(whole.columns) && openTimes.slots === null ? (
        <NoVisits sheet={whole} department={department} onAgain={again} busy={refresh.isPending} />
      ) : (!hasVisits(sheet.columns) && openTimes.slots === null) || rows?.length === 0 ? (
        <NothingMeant onAll={all} />
      ) : rows === null || row === null ? (
        <Sheet
          sheet={openTimes.sheet ?? sheet}
          spot={openTimes.sheet === undefined ? spot : findSpot(openTimes.sheet, spot?.visit.id ?? null)}
          elapsed={elapsed}
          opened={choosing === null ? opened : null}
          view={view}
          carry={choosing}
          aimed={openTimes.column}
          slots={openTimes.slots}
          onMove={onMove}
          onOpen={onOpen}
          onPickUp={carrying.may ? moving.pull : undefined}
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
      <div className={styles.foot}>
        <CarryLine {...carrying.line} onBeside={() => setOver("beside")} />
        {carry === null ? <OpenLine {...openTimes.line} /> : null}
      </div>
      <ParkedStrip
        parked={parked.parked}
        carried={carrying.line.carried?.visit.id ?? null}
        onPick={parked.pick}
        onOff={parked.takeOff}
      />
      <DayOver
        over={over}
        whole={whole}
        sheet={sheet}
        ways={ways}
        beside={carrying.beside}
        column={column}
        onDay={goTo}
        onFound={onFound}
        onClose={() => setOver(null)}
      />
    </Page>
  );
}
