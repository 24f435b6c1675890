import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import { age, dayBeside, shortDay } from "../format.ts";
import type { Column, Opening, Plan, SlotForm } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { useNow } from "../kit/clock.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { typedDate } from "../typed-date.ts";
import { visitWhyText } from "../visit-write-text.ts";
import styles from "./plan.module.css";
import { type Chosen, PlanEdit, PlanStep } from "./plan-rows.tsx";
import { planText } from "./plan-text.ts";
import { type Stop, usePlanRun } from "./use-plan-run.ts";
import { visitName } from "./words.ts";

const t = planText;

/** Moves a provider's whole day: a plan is made, changed item by item, applied one by one, and each put back. */
export function PlanDialog({ onClose, ...at }: { date: string; column: Column; onClose: () => void }) {
  // Whose day this was opened for, whomever the cursor is with once the day was read anew.
  const [{ date, column }] = useState(at);
  const form = useQuery(read("slot_form", {}));
  const [plan, setPlan] = useState<Plan | null>(null);
  const [chosen, setChosen] = useState<Chosen>({});
  const { run, isGoing, start, askToStop, goOn, clear } = usePlanRun();
  const now = useNow(1_000);
  const onPlan = (made: Plan) => {
    setPlan(made);
    setChosen(Object.fromEntries(made.rows.map(({ visit, to }) => [visit.id, to])));
  };
  const steps = (plan?.rows ?? []).flatMap(({ visit }) => {
    const to = chosen[visit.id];
    return to ? [{ visit, to }] : [];
  });
  // What is under way is not left by a key that was meant for something else.
  const close = isGoing ? askToStop : onClose;
  const failure = form.error === null ? null : failureWords(form.error.failure, "once");
  return (
    <Modal title={t.title(column.name, shortDay(date))} wide onClose={close}>
      <div className={styles.plan}>
        {failure === null ? null : (
          <Notice tone={failure.severity} title={failure.title} next={failure.next} />
        )}
        {run !== null ? (
          <>
            <p role="status">
              {isGoing
                ? t.running(run.moved.length, run.steps.length)
                : t.ran(run.moved.length, run.steps.length)}{" "}
              {isGoing && run.isAskedToStop ? t.stopping : ""}
            </p>
            {run.stop === null ? null : <Stopped stop={run.stop} />}
            <ol className={styles.rows} aria-label={t.list}>
              {run.steps.map(({ visit, to }) => (
                <PlanStep
                  key={visit.id}
                  who={visitName(visit)}
                  visit={visit.id}
                  patient={visit.patient ?? ""}
                  to={to}
                  write={run.sent[visit.id]}
                  isMoved={run.moved.includes(visit.id)}
                />
              ))}
            </ol>
            <div className={styles.acts}>
              {isGoing ? (
                <Button onPress={askToStop}>{t.stop}</Button>
              ) : (
                <>
                  <Button weight="first" autoFocus onPress={onClose}>
                    {t.close}
                  </Button>
                  {run.at + (run.stop === null ? 0 : 1) < run.steps.length ? (
                    <Button onPress={goOn}>{t.goOn}</Button>
                  ) : null}
                </>
              )}
            </div>
          </>
        ) : plan !== null ? (
          <>
            {plan.rows.length === 0 ? <Notice tone="notice" title={t.none} next="" /> : null}
            {plan.rows.length === 0 ? null : (
              <PlanEdit
                rows={plan.rows}
                chosen={chosen}
                onChange={(visit, to: Opening | null) => setChosen({ ...chosen, [visit]: to })}
              />
            )}
            {plan.stays.length === 0 ? null : <p className={styles.muted}>{t.stays(plan.stays.length)}</p>}
            <p className={styles.muted}>{t.asOf(age(plan.asOf, now))}</p>
            <div className={styles.acts}>
              <Button
                weight="first"
                autoFocus
                isDisabled={steps.length === 0}
                onPress={() => {
                  clear();
                  start(steps);
                }}
              >
                {t.run(steps.length)}
              </Button>
              <Button onPress={() => setPlan(null)}>{t.again}</Button>
              <Button weight="quiet" onPress={onClose}>
                {text.close}
              </Button>
            </div>
          </>
        ) : form.data === undefined ? (
          <Late>{text.loading}</Late>
        ) : (
          <PlanForm form={form.data} date={date} column={column} onPlan={onPlan} onClose={onClose} />
        )}
      </div>
    </Modal>
  );
}

function Stopped({ stop: { step, row, failure } }: { stop: Stop }) {
  const words = failure === null ? null : failureWords(failure, "once");
  const why = row?.why ? visitWhyText[row.why] : undefined;
  const next = words?.title ?? why?.title ?? (row?.stage === "unknown" ? t.state.unknown : "");
  return <Notice tone="warn" title={t.stopped(visitName(step.visit))} next={next} />;
}

function PlanForm({
  form,
  date,
  column,
  onPlan,
  onClose,
}: {
  form: SlotForm;
  date: string;
  column: Column;
  onPlan: (plan: Plan) => void;
  onClose: () => void;
}) {
  const [to, setTo] = useState(column.provider);
  const [where, setWhere] = useState(column.department);
  const [typed, setTyped] = useState(dayBeside(date, 1) ?? date);
  const [days, setDays] = useState("5");
  const make = useWrite("plan_make");
  const day = typedDate(typed, date);
  const words = make.error === null ? null : failureWords(make.error.failure, "once");
  const others = form.providers.filter(({ id }) => id !== column.provider);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ("day" in day) {
      make.mutate(
        {
          date,
          provider: column.provider,
          department: column.department,
          providers: [to],
          departments: [where],
          from: day.day,
          days: Number(days),
        },
        { onSuccess: onPlan },
      );
    }
  };
  return (
    <form className={styles.plan} noValidate onSubmit={submit}>
      <p>{t.body}</p>
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      <div className={styles.asked}>
        <Choose
          label={t.to}
          options={[{ id: column.provider, name: t.same(column.name) }, ...others]}
          value={to}
          onChange={setTo}
        />
        <Choose label={t.where} options={form.departments} value={where} onChange={setWhere} />
        <Field
          label={t.from}
          hint={t.fromHint}
          value={typed}
          onChange={setTyped}
          error={"day" in day ? undefined : t.fromWrong}
        />
        <Choose label={t.days} options={t.spans} value={days} onChange={setDays} />
      </div>
      {make.isPending ? <Late>{t.making}</Late> : null}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={make.isPending} autoFocus>
          {t.make}
        </Button>
        <Button onPress={onClose}>{text.close}</Button>
      </div>
    </form>
  );
}
