import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { clockRange, usDate } from "../format.ts";
import type { HourClock, ViewOrder, ViewState, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Icon } from "../kit/icons.tsx";
import { useElementKeys } from "../kit/keymap.tsx";
import { stepOf } from "../kit/steps.ts";
import { Dot, type Tone } from "../kit/tag.tsx";
import { useViewport } from "../kit/viewport.ts";
import type { View } from "../place/view.ts";
import { text } from "../text.ts";
import { stateWord } from "../visit-state.ts";
import { withoutShared } from "./column-head.tsx";
import { type ListRow, ORDERS } from "./list-rows.ts";
import type { Spot } from "./moves.ts";
import { stateOf } from "./narrowing.ts";
import { scheduleText } from "./text.ts";
import styles from "./visit-list.module.css";
import { visitName } from "./words.ts";

const t = scheduleText.list;

/** The list itself, which has the keys. */
export const LIST = "visit-list";
/** Pixels of a row, as the style draws it. */
const ROW = { dense: 30, roomy: 38 } as const;
/** Pixels that may be scrolled before what is in sight is measured again. */
const STEP = 120;
/** Rows drawn above and below what is in sight. */
const AROUND = 6;

const TONES: Record<ViewState, Tone> = {
  booked: "quiet",
  late: "warn",
  coming: "note",
  here: "good",
  waiting: "warn",
  done: "quiet",
  other: "quiet",
};

export function rowId(visit: string): string {
  return `visit-row-${visit}`;
}

/** The day as a list: a row for each visit, of which only those in sight are in the page. */
export function VisitList({
  rows,
  current,
  opened,
  view,
  zoned,
  onOrder,
  onMove,
  onOpen,
}: {
  rows: readonly ListRow[];
  current: ListRow;
  /** The visit whose panel is open beside the list. */
  opened: string | null;
  view: View;
  /** Whether the visits stand in several zones, so that each time says in which. */
  zoned: boolean;
  onOrder: (order: ViewOrder) => void;
  onMove: (spot: Spot) => void;
  onOpen: (visit: Visit) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density, hourClock }] = usePreferences();
  const meaning = useElementKeys("list");
  const height = ROW[density];
  const at = rows.indexOf(current);
  useRowInSight(scroller, at, height, opened !== null);
  const viewport = useViewport(scroller, STEP, rows);
  const first = Math.max(0, Math.floor((viewport?.top ?? 0) / height) - AROUND);
  const last = Math.min(
    rows.length - 1,
    Math.ceil(((viewport?.top ?? 0) + STEP + (viewport?.height ?? 0)) / height) + AROUND,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const action = meaning(event);
    const page = Math.max(1, Math.floor((viewport?.height ?? height) / height) - 1);
    const to = stepOf(action, at, rows.length, page);
    const row = to === null ? undefined : rows[to];
    if (row === undefined && action !== "list.open") {
      return;
    }
    event.preventDefault();
    if (row === undefined) {
      onOpen(current.visit);
    } else {
      onMove(row);
    }
  };
  const onClick = ({ target }: MouseEvent) => {
    const pressed = target instanceof Element ? target.closest("[data-index]") : null;
    const row = rows[Number(pressed?.getAttribute("data-index") ?? -1)];
    if (row !== undefined) {
      onOpen(row.visit);
    }
  };
  const placeName = useMemo(
    () => withoutShared([...new Set(rows.map(({ of }) => of.departmentName))]),
    [rows],
  );
  const isDrawn = (index: number) => viewport !== null && ((index >= first && index <= last) || index === at);
  return (
    <div className={`${styles.table} ${zoned ? styles.zoned : ""}`}>
      <Heads view={view} onOrder={onOrder} />
      <div
        ref={scroller}
        id={LIST}
        role="listbox"
        tabIndex={0}
        data-keys="list"
        aria-label={t.label}
        aria-activedescendant={rowId(current.visit.id)}
        className={styles.scroller}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div className={styles.rows} role="presentation" style={{ height: rows.length * height }}>
          {rows.map((row, index) =>
            isDrawn(index) ? (
              <Row
                key={row.visit.id}
                row={row}
                top={index * height}
                index={index}
                count={rows.length}
                isCurrent={index === at}
                isOpened={row.visit.id === opened}
                place={placeName(row.of.departmentName)}
                zoned={zoned}
                clock={hourClock}
              />
            ) : null,
          )}
        </div>
      </div>
    </div>
  );
}

// The list has the keys as soon as it stands, unless they are somewhere on purpose, and shows the row they are on.
function useRowInSight(
  scroller: RefObject<HTMLDivElement | null>,
  at: number,
  height: number,
  isBeside: boolean,
) {
  useEffect(() => {
    if (document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel beside it may have made it narrower
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || at < 0) {
      return;
    }
    const [above, below] = [at * height, (at + 1) * height - element.clientHeight];
    element.scrollTop = Math.max(Math.min(element.scrollTop, above), below);
  }, [scroller, at, height, isBeside]);
}

function Heads({ view: { order, isTurned }, onOrder }: { view: View; onOrder: (order: ViewOrder) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own
    <div className={styles.columns} role="group" aria-label={t.order}>
      {ORDERS.map((each) => (
        <button
          key={each}
          type="button"
          className={`${styles[each]} ${each === order ? styles.on : ""}`}
          aria-pressed={each === order}
          aria-label={each === order ? t.ordered(t.columns[each], isTurned) : t.orderBy(t.columns[each])}
          // The focus stays in the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onOrder(each)}
        >
          {t.columns[each]}
          {each === order ? <Icon name={isTurned ? "down" : "up"} /> : null}
        </button>
      ))}
    </div>
  );
}

const Row = memo(function Row({
  row: { visit, of, wrongs },
  top,
  index,
  count,
  isCurrent,
  isOpened,
  place,
  zoned,
  clock,
}: {
  row: ListRow;
  top: number;
  index: number;
  count: number;
  isCurrent: boolean;
  isOpened: boolean;
  /** What tells the department from the others. */
  place: string;
  zoned: boolean;
  clock: HourClock;
}) {
  const time = clockRange(visit.minute, visit.minutes, clock);
  const born = visit.dob === null ? "" : text.person.born(usDate(visit.dob));
  const wrong = wrongs.map((each) => scheduleText.filter.wrong[each]);
  const said = wrong.map(({ title, next }) => t.wrong(title, next)).join(text.dot);
  return (
    <div
      id={rowId(visit.id)}
      role="option"
      aria-selected={isCurrent}
      aria-posinset={index + 1}
      aria-setsize={count}
      tabIndex={-1}
      data-index={index}
      className={`${styles.row} ${isOpened ? styles.opened : ""} ${isCurrent ? styles.current : ""}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={styles.time} title={zoned ? [time, of.zone].join(text.dot) : time}>
        {time}
        {zoned ? <small> {of.zone}</small> : null}
      </span>
      <span
        className={styles.name}
        title={[visitName(visit), born].filter((part) => part !== "").join(text.dot)}
      >
        <b dir="auto">{visitName(visit)}</b>
        <small> {born}</small>
      </span>
      <span className={styles.kind} title={visit.kind}>
        {visit.kind === "" ? text.none : visit.kind}
      </span>
      <span className={styles.state} title={stateWord(visit.state)}>
        <Dot tone={TONES[stateOf(visit)]} />
        {stateWord(visit.state)}
      </span>
      <span className={styles.provider} title={of.name}>
        {of.name}
      </span>
      <span className={styles.department} title={of.departmentName}>
        {place}
      </span>
      <span className={styles.wrong} title={said}>
        {visit.urgent ? <b>{scheduleText.urgent}</b> : null}
        {visit.urgent && said !== "" ? text.dot : null}
        {said}
      </span>
    </div>
  );
});
