import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../failure.ts";
import { clockTime, shortDay } from "../format.ts";
import type { Opening, PlanRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { text } from "../text.ts";
import { writeOf } from "../write-stage.ts";
import styles from "./plan.module.css";
import { planText } from "./plan-text.ts";
import { visitName } from "./words.ts";

const t = planText;

/** Where each visit of a plan goes, as a person has it; nothing where it stays. */
export type Chosen = Readonly<Record<string, Opening | null>>;

/** A plan that can be changed: each visit is left out, or given another time that nobody else of it has. */
export function PlanEdit({
  rows,
  chosen,
  onChange,
}: {
  rows: readonly PlanRow[];
  chosen: Chosen;
  onChange: (visit: string, to: Opening | null) => void;
}) {
  const [{ hourClock }] = usePreferences();
  const when = ({ date, minute, name }: Opening) =>
    [`${shortDay(date)} ${clockTime(minute, hourClock)}`, name].join(text.dot);
  const taken = new Set(Object.values(chosen).flatMap((to) => (to === null ? [] : [to.slot])));
  return (
    <ol className={styles.rows} aria-label={t.list}>
      {rows.map(({ visit, to, others }) => {
        const at = chosen[visit.id] ?? null;
        const from = clockTime(visit.minute, hourClock);
        const free = others.filter(({ slot }) => slot === at?.slot || !taken.has(slot));
        const first = to !== null && free.some(({ slot }) => slot === to.slot) ? to : (free[0] ?? null);
        return (
          <li key={visit.id} className={styles.row}>
            <input
              type="checkbox"
              aria-label={t.include(visitName(visit), from)}
              checked={at !== null}
              disabled={at === null && first === null}
              onChange={({ target }) => onChange(visit.id, target.checked ? first : null)}
            />
            <span className={styles.from}>{from}</span>
            <b dir="auto">{visitName(visit)}</b>
            <span className={styles.kind}>{visit.kind}</span>
            {free.length === 0 ? (
              <span className={styles.none}>{t.noPlace}</span>
            ) : (
              <select
                aria-label={t.at(visitName(visit))}
                value={at?.slot ?? ""}
                onChange={({ target }) =>
                  onChange(visit.id, free.find(({ slot }) => slot === target.value) ?? null)
                }
              >
                <option value="">{t.state.stands}</option>
                {free.map((time) => (
                  <option key={time.slot} value={time.slot}>
                    {when(time)}
                  </option>
                ))}
              </select>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** What became of a visit of the plan, and the way to put it back. */
export function PlanStep({
  who,
  visit,
  patient,
  to,
  write,
  isMoved,
}: {
  who: string;
  visit: string;
  patient: string;
  to: Opening;
  write: string | undefined;
  isMoved: boolean;
}) {
  const [{ hourClock }] = usePreferences();
  const [back, setBack] = useState<string | null>(null);
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== undefined });
  const backPage = useQuery({ ...writeOf(back ?? ""), enabled: back !== null });
  const undo = useWrite("write_undo");
  const move = useWrite("visit_move");
  const row = page.data?.rows.find(({ id }) => id === write);
  const backRow = backPage.data?.rows.find(({ id }) => id === back);
  const onSuccess = (made: { write: string }) => setBack(made.write);
  // After ten seconds nothing undoes it any more: it is moved again, to the time that it left.
  const putBack = () =>
    row?.can.includes("undo")
      ? undo.mutate({ write: row.id }, { onSuccess })
      : move.mutate({ visit: to.slot, patient, slot: visit }, { onSuccess });
  const state =
    backRow?.stage === "saved"
      ? t.state.back
      : back !== null && backRow?.stage !== "draft" && backRow?.stage !== "notSaved"
        ? t.state.goesBack
        : isMoved
          ? t.state.moved
          : row === undefined
            ? t.state.waits
            : row.stage === "unknown"
              ? t.state.unknown
              : row.stage === "waiting" || row.stage === "sent"
                ? t.state.moving
                : t.state.stands;
  const failed = undo.error ?? move.error;
  return (
    <li className={styles.row}>
      <b dir="auto">{who}</b>
      <span className={styles.kind}>
        {[`${shortDay(to.date)} ${clockTime(to.minute, hourClock)}`, to.name].join(text.dot)}
      </span>
      <span>{failed === null ? state : failureWords(failed.failure, "once").title}</span>
      {isMoved && back === null ? (
        <Button
          weight="quiet"
          label={t.undoOf(who)}
          isPending={undo.isPending || move.isPending}
          onPress={putBack}
        >
          {t.undo}
        </Button>
      ) : null}
    </li>
  );
}
