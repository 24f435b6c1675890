import { useEffect, useMemo, useRef, useState } from "react";
import { earliestFirst } from "../instant.ts";
import type { Failure, Openings, SlotFind } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useNow } from "../kit/clock.tsx";
import { bookingText } from "./booking-text.ts";

/** For how long open times are offered after they were read. */
const FRESH = 5 * 60_000;
/** How often in a row they are read again while nobody looks for anything else. */
const AGAIN = 3;
/** How long somebody who chooses is waited for before athenahealth is asked. */
const SETTLED = 250;

export type Found = {
  /** The open times for the question as it stands; none while they are read, or once they are too old to offer. */
  openings: Openings | null;
  isReading: boolean;
  /** Whether they were too old to be offered any longer, and are being or were read again. */
  isReread: boolean;
  /** Whether they are too old and are read again only when somebody says so. */
  isOld: boolean;
  failure: Failure | undefined;
  again: () => void;
};

/** Open times for a question, read again as it changes and before they are five minutes old. */
export function useOpenings(ask: SlotFind | null): Found {
  const { mutate, data, error, isPending, variables } = useWrite("slot_find");
  const announce = useAnnounce();
  const now = useNow(1_000);
  const [rereads, setRereads] = useState(0);
  const asked = ask === null ? null : JSON.stringify(ask);
  const isFirst = useRef(true);
  useEffect(() => {
    if (asked === null) {
      return;
    }
    const run = () => {
      setRereads(0);
      mutate(JSON.parse(asked) as SlotFind);
    };
    if (isFirst.current) {
      isFirst.current = false;
      run();
      return;
    }
    const timer = setTimeout(run, SETTLED);
    return () => clearTimeout(timer);
  }, [asked, mutate]);
  const isFor = variables !== undefined && JSON.stringify(variables) === asked;
  const isOld = isFor && data !== undefined && now - Date.parse(data.asOf) >= FRESH;
  const isDue = isOld && !isPending && rereads < AGAIN;
  useEffect(() => {
    if (isDue && asked !== null) {
      setRereads((count) => count + 1);
      announce(bookingText.aged);
      mutate(JSON.parse(asked) as SlotFind);
    }
  }, [isDue, asked, mutate, announce]);
  const ordered = useMemo(
    () => (data === undefined ? undefined : { ...data, rows: earliestFirst(data.rows) }),
    [data],
  );
  return {
    openings: isFor && ordered !== undefined && !isOld ? ordered : null,
    isReading: asked !== null && (isPending || !isFor),
    isReread: rereads > 0,
    isOld: isOld && !isPending && !isDue,
    failure: isFor ? error?.failure : undefined,
    again: () => {
      if (asked !== null) {
        setRereads(0);
        mutate(JSON.parse(asked) as SlotFind);
      }
    },
  };
}
