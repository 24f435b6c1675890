import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Failure, Opening, Visit, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { writeOf } from "../write-stage.ts";

/** A visit and where it goes. */
export type Step = { visit: Visit; to: Opening };

/** Why it stopped, and at what. */
export type Stop = { step: Step; row: WriteRow | null; failure: Failure | null };

type Run = {
  steps: readonly Step[];
  at: number;
  /** What was sent for each visit. */
  sent: Readonly<Record<string, string>>;
  moved: readonly string[];
  stop: Stop | null;
  isAskedToStop: boolean;
};

/** Applies a plan one visit after another: the next leaves once athenahealth confirmed the one before. What stands
 * otherwise by then, or is not confirmed, stops it. */
export function usePlanRun() {
  const [run, setRun] = useState<Run | null>(null);
  const { mutate, isPending } = useWrite("visit_move");
  const step = run?.steps[run.at];
  const write = step === undefined ? undefined : run?.sent[step.visit.id];
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== undefined });
  const row = write === undefined ? undefined : page.data?.rows.find(({ id }) => id === write);
  const isGoing = run !== null && step !== undefined && run.stop === null && !run.isAskedToStop;
  const leaves = isGoing && write === undefined && !isPending ? step : null;
  useEffect(() => {
    if (leaves === null || leaves.visit.patient === null) {
      return;
    }
    const { visit, to } = leaves;
    mutate(
      { visit: visit.id, patient: leaves.visit.patient, slot: to.slot },
      {
        onSuccess: (released) =>
          setRun((now) =>
            now === null ? now : { ...now, sent: { ...now.sent, [visit.id]: released.write } },
          ),
        onError: ({ failure }) =>
          setRun((now) => (now === null ? now : { ...now, stop: { step: leaves, row: null, failure } })),
      },
    );
  }, [leaves, mutate]);
  const stage = row?.stage;
  const isSo = row?.visit?.isSo === true || row?.readBack === false;
  useEffect(() => {
    if (step === undefined || row === undefined) {
      return;
    }
    if (stage === "saved" && isSo) {
      setRun((now) =>
        now === null || now.moved.includes(step.visit.id)
          ? now
          : { ...now, at: now.at + 1, moved: [...now.moved, step.visit.id] },
      );
    } else if (stage !== "waiting" && stage !== "sent") {
      setRun((now) =>
        now === null || now.stop !== null ? now : { ...now, stop: { step, row, failure: null } },
      );
    }
  }, [step, row, stage, isSo]);
  return {
    run,
    isGoing: isGoing || (run?.isAskedToStop === true && write !== undefined && stage !== "saved"),
    start: (steps: readonly Step[]) =>
      setRun({ steps, at: 0, sent: {}, moved: [], stop: null, isAskedToStop: false }),
    askToStop: () => setRun((now) => (now === null ? now : { ...now, isAskedToStop: true })),
    /** Goes on after what it stopped at. */
    goOn: () =>
      setRun((now) => {
        if (now === null) {
          return now;
        }
        const at = now.stop === null ? now.at : now.at + 1;
        return { ...now, at, stop: null, isAskedToStop: false };
      }),
    clear: () => setRun(null),
  };
}
