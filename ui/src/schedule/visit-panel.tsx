import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import { clockRange, clockTime, money, phone } from "../format.ts";
import type { Column, Visit } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card, Facts } from "../kit/card.tsx";
import { useAct, useLiveActions } from "../kit/keymap.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Panel, PanelHead } from "../kit/panel.tsx";
import { Tag, type Tone } from "../kit/tag.tsx";
import { PersonLine } from "../person.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { stateWord } from "../visit-state.ts";
import { visitWriteText } from "../visit-write-text.ts";
import styles from "./schedule.module.css";
import { scheduleText } from "./text.ts";
import { useVisitActs } from "./visit-acts.tsx";
import { type Look, lookOf, visitName } from "./words.ts";

const TONES: Record<Look, Tone> = {
  booked: "quiet",
  late: "warn",
  coming: "note",
  here: "good",
  waiting: "warn",
  done: "quiet",
  cancelled: "stop",
  other: "quiet",
};

/** How long the cursor rests on a visit before it counts as opened: each that is opened is written down. */
const REST = 250;

/** The chosen visit, and the way to the patient's card. What stands in it is shown once it is on record that it
 * was opened. */
export function VisitPanel({
  visit,
  date,
  column,
  zoned,
  ageWords,
  onClose,
  onCard,
  onMove,
  onKeyDown,
}: {
  visit: Visit;
  date: string;
  column: Column;
  /** Whether what is shown stands in several zones. */
  zoned: boolean;
  ageWords: string | undefined;
  onClose: () => void;
  onCard: (() => void) | undefined;
  /** Picks it up, where it can be moved on what is shown. */
  onMove?: (() => void) | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const entering = usePlace("entering");
  const place = usePlaceStore();
  const t = scheduleText;
  const { patient } = visit;
  const opened = useQuery({
    ...read("visit_open", { patient: patient ?? "", date }),
    enabled: useRested(visit.id) && patient !== null,
  });
  const words = opened.error === null ? null : failureWords(opened.error.failure, "once");
  const isOpen = patient === null || opened.isSuccess;
  const canPrint = useLiveActions().has("schedule.print");
  const act = useAct();
  useEffect(() => {
    place.set({ slip: isOpen ? { visit: visit.id, date } : null });
    return () => place.set({ slip: null });
  }, [place, isOpen, visit.id, date]);
  const { buttons, standing } = useVisitActs({ visit, date, column, zoned }, isOpen);
  return (
    <Panel
      label={t.visit}
      of={visit.id}
      closeLabel={text.close}
      onClose={onClose}
      entering={entering === "visit"}
      onEntered={() => place.set({ entering: null })}
      keys="besideSheet"
      onKeyDown={onKeyDown}
      head={
        <PanelHead
          title={visitName(visit)}
          tags={
            <>
              <Tag tone={TONES[lookOf(visit.state)]}>{stateWord(visit.state)}</Tag>
              {visit.urgent ? <Tag tone="stop">{t.urgent}</Tag> : null}
            </>
          }
        >
          {visit.name === null ? (
            visit.forNobody ? (
              t.nobodyNote
            ) : (
              t.privateNote
            )
          ) : (
            <PersonLine sex={visit.sex} age={visit.age} dob={visit.dob} id={visit.patient} />
          )}
        </PanelHead>
      }
      acts={
        buttons.length === 0 && onCard === undefined && !canPrint ? undefined : (
          <>
            {buttons}
            {onMove === undefined || buttons.length === 0 ? null : (
              <Button action="visit.move" onPress={onMove}>
                {visitWriteText.does.move}
              </Button>
            )}
            {onCard === undefined ? null : (
              <Button
                weight={buttons.length === 0 ? "first" : "quiet"}
                action="schedule.card"
                onPress={onCard}
              >
                {t.card}
              </Button>
            )}
            {canPrint && isOpen ? (
              <Button weight="quiet" action="schedule.print" onPress={() => act("schedule.print")}>
                {t.printSlip}
              </Button>
            ) : null}
          </>
        )
      }
    >
      {standing}
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      {isOpen ? (
        <VisitParts visit={visit} column={column} ageWords={ageWords} />
      ) : words === null ? (
        <Late>{text.loading}</Late>
      ) : null}
    </Panel>
  );
}

function VisitParts({
  visit,
  column,
  ageWords,
}: {
  visit: Visit;
  column: Column;
  ageWords: string | undefined;
}) {
  const [{ hourClock }] = usePreferences();
  const t = scheduleText;
  return (
    <>
      <Card title={t.with(column.name, column.departmentName)} age={ageWords}>
        <Facts
          rows={[
            [t.time, `${clockRange(visit.minute, visit.minutes, hourClock)}${text.dot}${column.zone}`],
            [t.kind, visit.kind],
            [t.checkedIn, visit.checkedIn === null ? null : clockTime(visit.checkedIn, hourClock)],
            [t.phone, visit.phone === null ? null : phone(visit.phone)],
            [t.copay, visit.copayCents === null ? null : money(visit.copayCents)],
          ]}
        />
      </Card>
      <Card title={t.notes}>
        {visit.notes.length === 0 ? (
          <p className={styles.none}>{t.noNotes}</p>
        ) : (
          visit.notes.map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))
        )}
      </Card>
    </>
  );
}

// The first one was opened on purpose.
function useRested(visit: string): boolean {
  const [rested, setRested] = useState(visit);
  useEffect(() => {
    const timer = setTimeout(() => setRested(visit), REST);
    return () => clearTimeout(timer);
  }, [visit]);
  return rested === visit;
}
