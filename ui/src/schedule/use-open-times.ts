import { useEffect, useState } from "react";
import { clockRange } from "../format.ts";
import type { DaySheet, Failure, SheetSlot, SheetSlots } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useEmergency, useMay, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useAttended } from "../kit/attended.ts";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { usePlaceStore } from "../place/place.tsx";
import type { View } from "../place/view.ts";
import { moveText } from "./move-text.ts";
import type { Spot } from "./moves.ts";
import { columnOf, timeMoved, timeNear, withTimes } from "./open-times.ts";
import { slotText } from "./slot-text.ts";
import type { Carry } from "./use-carry.ts";

const t = slotText;

/** How many departments one question asks. */
const MOST_DEPARTMENTS = 8;
/** They are asked for each minute, which costs a call for a department every three, and never shown once old. */
const ASKED = 60_000;
const OLD = 300_000;
/** They are asked for as long as somebody was at the window that lately. */
const LEFT = 300_000;

/** What the sheet shows beside its visits. */
export type Slots = {
  rows: readonly SheetSlot[];
  onBook: ((slot: SheetSlot) => void) | undefined;
};

/** How the open times of the sheet stand. */
export type OpenState = {
  asOf: string | null;
  open: number;
  frozen: number;
  more: boolean;
  departments: [asked: number, all: number];
  failure: Failure | null;
  isOld: boolean;
};

/** The open and frozen times of the day on the sheet, as long as they are wanted, fresh and can be had; and the
 * choosing of one of them by key. */
export function useOpenTimes(sheet: DaySheet | undefined, view: View, spot: Spot | null, isBusy: boolean) {
  const [{ openTimes, hourClock }, setPreferences] = usePreferences();
  const isWhole = useEmergency() === null;
  const may = useMay("viewSchedule");
  const mayBook = useMay("editSchedule");
  const announce = useAnnounce();
  const place = usePlaceStore();
  const now = useNow(1_000);
  const [aim, setAim] = useState<string | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [heard, setHeard] = useState<SheetSlots | null>(null);
  const { mutate, error } = useWrite("slot_sheet", setHeard);
  const isAttended = useAttended(LEFT);
  const isOn = openTimes && may && isWhole && view.kind === "columns";
  const all = [...new Set((sheet?.columns ?? []).map(({ department }) => department))];
  const departments = all.slice(0, MOST_DEPARTMENTS);
  const isToCome = sheet !== undefined && sheet.date >= sheet.today;
  const asked =
    isOn && isToCome && departments.length > 0 ? JSON.stringify({ date: sheet.date, departments }) : null;
  // What changed of the day may have taken a time or freed one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day's visits are asked for anew
  useEffect(() => {
    if (asked === null || !isAttended) {
      return;
    }
    const again = () => mutate(JSON.parse(asked));
    again();
    const timer = setInterval(again, ASKED);
    return () => clearInterval(timer);
  }, [asked, isAttended, mutate, sheet]);

  const isOf = asked !== null && heard !== null && heard.date === sheet?.date;
  const isOld = isOf && now - Date.parse(heard.asOf) >= OLD;
  const rows = isOf && !isOld && error === null ? heard.rows : [];
  const shown = rows.filter(
    ({ provider, department }) =>
      departments.includes(department) && (view.providers.length === 0 || view.providers.includes(provider)),
  );
  const bookable = shown.filter(({ frozen, kindId }) => !frozen && kindId !== null);
  const whole = sheet === undefined || shown.length === 0 ? sheet : withTimes(sheet, shown);
  const first = () =>
    whole === undefined
      ? null
      : timeNear(whole, bookable, { column: spot?.column ?? 0, minute: spot?.visit.minute ?? 0 });
  const current = isChoosing ? (bookable.find(({ slot }) => slot === aim) ?? first()) : null;
  const book = (time: { slot: string }) => {
    const slot = bookable.find((each) => each.slot === time.slot);
    if (slot !== undefined) {
      setChoosing(false);
      place.set({ booking: { patient: null, at: slot } });
    }
  };
  const leave = () => setChoosing(false);
  const toggle = () => {
    setPreferences({ openTimes: !openTimes });
    setChoosing(false);
    announce(openTimes ? t.hidden : t.shown);
  };
  const choose = () => {
    const found = first();
    if (found === null) {
      announce(t.nothing);
    } else {
      setAim(found.slot);
      setChoosing(true);
    }
  };
  const canChoose = isOn && isToCome && mayBook && !isBusy && !isChoosing;
  useActions({
    "schedule.openTimes": isWhole && may && view.kind === "columns" ? toggle : undefined,
    "schedule.book": canChoose ? choose : undefined,
  });
  const choosing: Carry | null =
    current === null || whole === undefined
      ? null
      : {
          visit: null,
          times: bookable,
          aim: current,
          onAim: ({ slot }) => setAim(slot),
          onMove: (to) => {
            const next = timeMoved(whole, bookable, current, to);
            setAim(next.slot);
            announce(
              moveText.aimed(
                clockRange(next.minute, next.minutes, hourClock),
                next.name,
                next.departmentName,
              ),
            );
          },
          onDrop: book,
          onLetGo: leave,
        };
  const state: OpenState | null =
    asked === null
      ? null
      : {
          asOf: isOf && !isOld && error === null ? heard.asOf : null,
          open: shown.filter(({ frozen }) => !frozen).length,
          frozen: shown.filter(({ frozen }) => frozen).length,
          more: isOf && heard.more,
          departments: [departments.length, all.length],
          failure: error?.failure ?? null,
          isOld,
        };
  return {
    isOn: openTimes,
    toggle: isWhole && may && view.kind === "columns" ? toggle : undefined,
    sheet: whole,
    slots: shown.length === 0 ? null : { rows: shown, onBook: mayBook && !isBusy ? book : undefined },
    choosing,
    column: current === null || whole === undefined ? null : columnOf(whole, current),
    line: { state, current, book, leave, choose: canChoose ? choose : undefined },
  };
}
