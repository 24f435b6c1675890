import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { clockRange, longDay } from "../format.ts";
import type { Column, Failure, HourClock, RequiredField, Visit } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import type { Failed } from "../ipc/host.ts";
import { usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { text } from "../text.ts";
import type { SlotKind, VisitKind } from "../visit-write-text.ts";
import { writesOf } from "../write-stage.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { CheckInDialog } from "./check-in-dialog.tsx";
import { type LastDeed, useLastDeed } from "./last-deed.tsx";
import { visitText } from "./visit-text.ts";
import { visitName } from "./words.ts";

export type Act = Exclude<VisitKind, SlotKind | "book" | "move" | "openTime" | "removeTime">;

/** A visit as it stood when something was asked for it. */
export type Subject = {
  visit: Visit;
  patient: string;
  date: string;
  column: Column;
  /** Whether the visits beside it stand in other zones, so that its time says in which. */
  zoned: boolean;
};

/** What is asked for before it is done, of what was known then. */
type Asking = Subject & { act: "cancel" | "checkIn"; required: readonly RequiredField[] | undefined };

type Why = { reason?: string; said?: string };

type Sent = { patient: string; write: string | null; at: number };

export type VisitDeeds = LastDeed & {
  /** Does it, or asks first where that is wanted. */
  begin(
    act: Act,
    subject: Subject,
    gates: { isClear: boolean; required: readonly RequiredField[] | undefined },
  ): void;
  /** Whether something was asked for it of which its writes do not tell yet. */
  isUnder(visit: string): boolean;
  /** Why nothing came of what was asked for it. */
  whyNot(visit: string): Failure | null;
};

const DeedsContext = createContext<VisitDeeds | null>(null);

/** What is done with visits, whichever is shown meanwhile. */
export function useVisitDeeds(): VisitDeeds {
  const deeds = useContext(DeedsContext);
  if (deeds === null) {
    throw new Error("no visit deeds above");
  }
  return deeds;
}

/** Does what is asked for visits, each of them once, and asks what is to be asked first. What a dialog was opened for
 * is what it acts on, whatever the sheet shows by then. */
export function VisitDeedsProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const { deed, strip } = useLastDeed();
  const { send, isUnder, whyNot } = useSending(deed.did);
  const [{ hourClock }] = usePreferences();
  const begin: VisitDeeds["begin"] = (act, subject, { isClear, required }) => {
    if (isUnder(subject.visit.id)) {
      return;
    }
    if (act === "cancel" || (act === "checkIn" && !isClear)) {
      setAsking({ ...subject, act, required });
    } else {
      send(act, subject);
    }
  };
  const close = () => setAsking(null);
  const done = (subject: Asking, why?: Why) => {
    close();
    send(subject.act, subject, why);
  };
  return (
    <DeedsContext value={{ begin, isUnder, whyNot, ...deed }}>
      {children}
      {strip}
      {asking?.act === "cancel" ? (
        <CancelDialog
          who={visitName(asking.visit)}
          when={whenOf(asking, hourClock)}
          onCancel={(why) => done(asking, why)}
          onClose={close}
        />
      ) : asking?.act === "checkIn" ? (
        <CheckInDialog
          visit={asking.visit}
          required={asking.required}
          onYes={() => done(asking)}
          onClose={close}
        />
      ) : null}
    </DeedsContext>
  );
}

function whenOf({ visit, date, column, zoned }: Subject, hourClock: HourClock): string {
  const time = clockRange(visit.minute, visit.minutes, hourClock);
  return [longDay(date), zoned ? `${time} ${column.zone}` : time, column.name].join(text.dot);
}

/** Sends what is done with visits. One of which nothing is known yet is not asked for again. */
function useSending(did: LastDeed["did"]) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const sent = useRef(new Map<string, Sent>());
  const [, setTurn] = useState(0);
  const [failures, setFailures] = useState<Readonly<Record<string, Failure | null>>>({});
  const writes = {
    startCheckIn: useWrite("visit_start_check_in"),
    checkIn: useWrite("visit_check_in"),
    cancelCheckIn: useWrite("visit_cancel_check_in"),
    checkOut: useWrite("visit_check_out"),
    cancel: useWrite("visit_cancel"),
  };
  const isUnder = (visit: string) => {
    const one = sent.current.get(visit);
    if (one === undefined || one.write === null) {
      return one !== undefined;
    }
    const list = client.getQueryState(writesOf(one.patient).queryKey);
    const isListed = list?.data?.rows.some(({ id }) => id === one.write) ?? false;
    return !isListed && Math.max(list?.dataUpdatedAt ?? 0, list?.errorUpdatedAt ?? 0) < one.at;
  };
  const send = (act: Act, { visit: subject, patient }: Subject, why: Why = {}) => {
    const visit = subject.id;
    if (isUnder(visit)) {
      return;
    }
    const note = (write: string | null) => sent.current.set(visit, { patient, write, at: Date.now() });
    const fail = (failure: Failure | null) => setFailures((all) => ({ ...all, [visit]: failure }));
    note(null);
    fail(null);
    writes[act].mutateAsync({ visit, patient, ...why }).then(
      ({ write }) => {
        note(write);
        did({ write, who: visitName(subject) });
        setTurn((turn) => turn + 1);
        announce(visitText.sent);
      },
      ({ failure }: Failed) => {
        sent.current.delete(visit);
        fail(failure);
      },
    );
  };
  return { send, isUnder, whyNot: (visit: string) => failures[visit] ?? null };
}
