import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Failure, Gate, RequiredField, Visit } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";

/** What is to be seen to before a check-in. */
export type Gates = {
  rows: readonly Gate[] | undefined;
  /** What athenahealth wants and has not; nothing until it answered. */
  required: readonly RequiredField[] | undefined;
  failure: Failure | null;
  /** Whether all of it is clear. */
  isClear: boolean;
  /** How many things are not, as far as that is known. */
  left: number;
  askAgain: () => void;
};

/** Reads what is to be seen to from the copy, and asks athenahealth what it wants to know, unless that is known. */
export function useGates(
  { id, patient }: Visit,
  isOn: boolean,
  known?: readonly RequiredField[] | undefined,
): Gates {
  const whose = patient ?? "";
  const on = isOn && patient !== null;
  const gates = useQuery({ ...read("visit_gates", { visit: id, patient: whose }), enabled: on });
  const { mutate, data, error, variables } = useWrite("visit_required");
  const isKnown = known !== undefined;
  const asOf = gates.data?.rows.find(({ kind }) => kind === "identity")?.asOf;
  // What was changed of them may be what was wanted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the record was read anew
  useEffect(() => {
    if (on && !isKnown) {
      mutate({ visit: id, patient: whose });
    }
  }, [on, isKnown, id, whose, asOf, mutate]);
  const isOurs = variables?.visit === id;
  const rows = gates.data?.rows;
  const required = known ?? (isOurs ? data?.rows : undefined);
  const open = (rows ?? []).filter(({ standing }) => standing.standing !== "clear").length;
  const left = open + (required === undefined || required.length > 0 ? 1 : 0);
  return {
    rows,
    required,
    failure: gates.error?.failure ?? (isOurs ? error?.failure : undefined) ?? null,
    isClear: rows !== undefined && left === 0,
    left,
    askAgain: () => mutate({ visit: id, patient: whose }),
  };
}
