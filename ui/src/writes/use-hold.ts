import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Opening, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { writeOf } from "../write-stage.ts";

/** For how many minutes a time is held while nothing comes of it. */
export const LONGEST = 10;

export type Hold = {
  row: WriteRow | undefined;
  /** Whether the time is held, or may be: it is let go by whoever leaves. */
  isHeld: boolean;
  error: ReturnType<typeof useWrite<"slot_hold">>["error"];
  isPending: boolean;
  hold: () => void;
  letGo: () => void;
  /** It is booked, or on its way: whoever leaves has nothing to let go. */
  forget: () => void;
};

/** Holds an open time for somebody while they are talked to. It is let go when the step is left. */
export function useHold(patient: string, opening: Opening): Hold {
  const take = useWrite("slot_hold");
  const { mutate: leave, error } = useWrite("slot_let_go");
  const discard = useWrite("write_discard");
  const [write, setWrite] = useState<string | null>(null);
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== null });
  const row = page.data?.rows.find(({ id }) => id === write);
  const mine = useRef<{ slot: string; patient: string } | null>(null);
  // What was declined, or waits for a person, holds nothing.
  const isLost = row?.stage === "notSaved" || row?.stage === "draft";
  if (isLost) {
    mine.current = null;
  }
  useEffect(
    () => () => {
      if (mine.current !== null) {
        leave(mine.current);
      }
    },
    [leave],
  );
  return {
    row,
    isHeld: write !== null && !isLost,
    error: take.error ?? error,
    isPending: take.isPending,
    hold: () => {
      // A hold that another desk was faster with asks for nobody once it is tried anew.
      if (row?.can.includes("discard")) {
        discard.mutate({ write: row.id });
      }
      const of = { slot: opening.slot, patient };
      take.mutate(of, {
        onSuccess: (released) => {
          mine.current = of;
          setWrite(released.write);
        },
      });
    },
    letGo: () => {
      if (mine.current !== null) {
        leave(mine.current);
      }
      mine.current = null;
      setWrite(null);
    },
    forget: () => {
      mine.current = null;
      setWrite(null);
    },
  };
}
