import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useState } from "react";
import { clockRange } from "../format.ts";
import type { Column, DaySheet, Opening, Visit } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import type { View } from "../place/view.ts";
import { isOpen, writesOf } from "../write-stage.ts";
import { type Carried, useCarried } from "./carried.tsx";
import { moveText } from "./move-text.ts";
import type { Move } from "./moves.ts";
import { columnOf, isMovable, nextAfter, timeAt, timeMoved, timeNear, withTimes } from "./open-times.ts";
import { useVisitDeeds } from "./visit-deeds.tsx";
import { visitName } from "./words.ts";

const t = moveText;

/** How many departments one question asks. */
const MOST_DEPARTMENTS = 8;
/** How many days the next times are looked for on. */
const AHEAD = 31;
const MOST_TIMES = 100;
/** Open times are read again before they are five minutes old. */
const RENEWED = 240_000;

/** A place of the sheet. */
export type Point = { column: number; minute: number };

/** What the sheet shows of a visit that is carried, or of a time that is chosen for a visit that is yet to be. */
export type Carry = {
  visit: Visit | null;
  times: readonly Opening[];
  aim: Opening | null;
  onAim(time: Opening): void;
  onMove(move: Move): void;
  onDrop(time: Opening): void;
  /** Lets go of it at a place of the sheet, where a time may be open. */
  onLetGo(at: Point): void;
};

/** Moves a visit on the sheet: it is picked up, carried to an open time of any day shown, and let go of. */
export function useCarry(sheet: DaySheet | undefined, view: View) {
  const { carried, setCarried, sending, putBack } = useCarried();
  const [aim, setAim] = useState<string | null>(null);
  const [lost, setLost] = useState<Opening | null>(null);
  const [sent, setSent] = useState<{ write: string; carried: Carried; to: Opening } | null>(null);
  const department = usePlace("department");
  const place = usePlaceStore();
  const announce = useAnnounce();
  const { did } = useVisitDeeds();
  const may = useMay("editSchedule");
  const [{ hourClock }] = usePreferences();
  const form = useQuery({ ...read("slot_form", {}), enabled: carried !== null });
  const day = useWrite("slot_day");
  const later = useWrite("slot_find");
  const move = useWrite("visit_move");
  const double = useWrite("visit_double");
  const unpark = useWrite("visit_unpark");
  const discard = useWrite("write_discard");
  const see = useWrite("write_see");
  const page = useQuery({ ...writesOf(sent?.carried.visit.patient ?? ""), enabled: sent !== null });
  // With what opened its time, which it follows, and with what undid it, which is told before it.
  const led = page.data?.rows.find(({ id }) => id === sent?.write)?.follows ?? null;
  const rows = (page.data?.rows ?? []).filter(
    ({ id, follows }) => sent !== null && (id === sent.write || follows === sent.write || id === led),
  );
  const row = rows.find(({ id }) => id === sent?.write);

  const wanted = view.departments.length > 0 ? view.departments : department === null ? null : [department];
  const places = wanted ?? (form.data?.departments ?? []).map(({ id }) => id);
  const departments =
    carried === null
      ? []
      : [...new Set([...(wanted === null ? [carried.column.department] : []), ...places])].slice(
          0,
          MOST_DEPARTMENTS,
        );
  const ask =
    carried === null || sheet === undefined || form.data === undefined
      ? null
      : { visit: carried.visit.id, date: sheet.date, departments };
  const asked = ask === null ? null : JSON.stringify(ask);
  const { mutate: readDay } = day;
  useEffect(() => {
    if (asked === null) {
      return;
    }
    const again = () => readDay(JSON.parse(asked));
    again();
    const timer = setInterval(again, RENEWED);
    return () => clearInterval(timer);
  }, [asked, readDay]);

  const isRead = carried !== null && day.data !== undefined && day.data.date === sheet?.date;
  const times = (isRead ? day.data.rows : []).filter(
    ({ provider }) => view.providers.length === 0 || view.providers.includes(provider),
  );
  const whole = sheet === undefined || carried === null ? sheet : withTimes(sheet, times);
  const aimed = times.find(({ slot }) => slot === aim) ?? null;
  // Where nothing is aimed at, it is what is nearest to where the visit stood, or to what was lost.
  const first = () => {
    if (whole === undefined || carried === null) {
      return null;
    }
    if (lost !== null) {
      return nextAfter(times, lost)[0] ?? null;
    }
    const { provider, department: own } = carried.column;
    const column = whole.columns.findIndex((each) => each.provider === provider && each.department === own);
    const isThere = carried.date === whole.date;
    const minute = carried.visit.minute + (isThere ? carried.visit.minutes : 0);
    return timeNear(whole, times, { column: Math.max(0, column), minute });
  };
  const current = aimed ?? first();

  const say = (time: Opening) =>
    announce(t.aimed(clockRange(time.minute, time.minutes, hourClock), time.name, time.departmentName));
  const pickUp = (visit: Visit, column: Column, waitsFrom?: string) => {
    if (sheet !== undefined && may && isMovable(visit)) {
      const waits = waitsFrom !== undefined;
      setCarried({ visit, date: waitsFrom ?? sheet.date, column, waits });
      setAim(null);
      setLost(null);
      setSent(null);
      move.reset();
      announce(t.picked(visitName(visit)));
    }
  };
  // It is out of the hand once it was sent off, whatever is shown by then.
  const went = (asked: Promise<{ write: string }>, to: Opening, from: Carried) => {
    sending.current = true;
    return asked.then(
      ({ write }) => {
        sending.current = false;
        setSent({ write, carried: from, to });
        setCarried(null);
        did({ write, who: visitName(from.visit) });
        announce(t.sent);
      },
      // The line says what kept it.
      () => {
        sending.current = false;
      },
    );
  };
  const isPending = move.isPending || double.isPending;
  const drop = (to: Opening) => {
    if (carried === null || carried.visit.patient === null || sending.current) {
      return;
    }
    const asks = { visit: carried.visit.id, patient: carried.visit.patient, slot: to.slot };
    void went(move.mutateAsync(asks), to, carried);
  };
  const putBeside = (column: Column, minute: number, reason: string) => {
    const patient = carried?.visit.patient ?? null;
    if (carried === null || whole === undefined || patient === null || sending.current) {
      return;
    }
    const { provider, department: where } = column;
    const asks = {
      place: { date: whole.date, minute, provider, department: where },
      reason,
      deed: { kind: "move" as const, visit: carried.visit.id, patient },
    };
    void went(double.mutateAsync(asks), placeAt(column, whole.date, minute, carried.visit), carried);
  };
  const notHad = (time: Opening) => {
    setLost(time);
    setAim(null);
    announce(t.taken);
    if (day.data?.kind) {
      const from = time.date;
      later.mutate({ kind: day.data.kind, departments, providers: [], from, days: AHEAD, limit: MOST_TIMES });
    }
  };
  const letGo = (at: Point) => {
    if (whole === undefined || carried === null) {
      return;
    }
    const time = timeAt(whole, times, at);
    const column = whole.columns[at.column];
    const { visit } = carried;
    if (column?.visits.some(({ id }) => id === visit.id) && isWithin(visit, at.minute)) {
      putBack(sheet?.date);
      return;
    }
    if (time !== null) {
      drop(time);
    } else if (isRead && column !== undefined) {
      notHad(placeAt(column, whole.date, Math.floor(at.minute / 15) * 15, visit));
    }
  };

  const isTaken = row?.why === "conflict" && (row.stage === "draft" || row.stage === "notSaved");
  // Somebody else was faster: it is carried on, and what became of the write asks for nobody.
  useEffect(() => {
    if (isTaken && sent !== null && row !== undefined) {
      if (row.can.includes("discard")) {
        discard.mutate({ write: row.id });
      } else if (row.can.includes("see")) {
        see.mutate({ write: row.id });
      }
      setSent(null);
      setCarried(sent.carried);
      notHad(sent.to);
    }
  });
  const isThere = row?.stage === "saved" && row.visit?.isSo === true;
  const waited = isThere && sent?.carried.waits === true ? sent.carried.visit : null;
  const { mutate: waitsNoMore } = unpark;
  useEffect(() => {
    if (waited?.patient) {
      waitsNoMore({ visit: waited.id, patient: waited.patient });
    }
  }, [waited, waitsNoMore]);
  const [at, was] = [sent?.to.slot, sent?.carried.visit.id];
  useLayoutEffect(() => {
    if (isThere && at && place.get().visit === was) {
      place.set({ visit: at });
    }
  }, [isThere, at, was, place]);

  const offered = lost === null ? [] : nextAfter([...times, ...notOf(later.data?.rows, times)], lost);
  const carry: Carry | null =
    carried === null || whole === undefined
      ? null
      : {
          visit: carried.visit,
          times,
          aim: current,
          onAim: (time) => {
            setAim(time.slot);
          },
          onMove: (to) => {
            if (current !== null) {
              const next = timeMoved(whole, times, current, to);
              setAim(next.slot);
              say(next);
            }
          },
          onDrop: drop,
          onLetGo: letGo,
        };
  return {
    sheet: whole,
    carry,
    column: current === null || whole === undefined ? null : columnOf(whole, current),
    pickUp,
    putBack: () => putBack(sheet?.date),
    may,
    beside:
      carried === null || whole === undefined
        ? null
        : {
            who: visitName(carried.visit),
            columns: whole.columns,
            at: pointOf(whole, lost ?? current ?? carried.visit, carried.column),
            onYes: putBeside,
          },
    line: {
      carried,
      current,
      lost,
      offered,
      times,
      asOf: isRead ? day.data.asOf : null,
      rows: [...rows.filter(isOpen), ...rows.filter((each) => !isOpen(each))],
      failure:
        move.error?.failure ??
        double.error?.failure ??
        (carried === null ? undefined : day.error?.failure) ??
        null,
      isPending,
      drop,
      putBack: () => putBack(sheet?.date),
    },
  };
}

// Where a time is on the sheet; of a visit, in the column that it stood in.
function pointOf(sheet: DaySheet, at: Opening | Visit, own: Column): Point {
  const of = "provider" in at ? at : own;
  const column = sheet.columns.findIndex(
    ({ provider, department }) => provider === of.provider && department === of.department,
  );
  return { column: Math.max(0, column), minute: at.minute };
}

// A place of the sheet as a time that is not open, and has no number.
function placeAt(column: Column, date: string, minute: number, { minutes, kind }: Visit): Opening {
  const { provider, name, department, departmentName, zone } = column;
  return { provider, name, department, departmentName, zone, minute, minutes, kind, slot: "", date };
}

function isWithin({ minute, minutes }: Visit, at: number): boolean {
  return minute <= at && at < minute + Math.max(15, minutes);
}

function notOf(rows: readonly Opening[] | undefined, times: readonly Opening[]): Opening[] {
  return (rows ?? []).filter(({ slot }) => !times.some((time) => time.slot === slot));
}
