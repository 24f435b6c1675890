import type { KeyboardEvent } from "react";
import { clockRange, clockTime, money, phone } from "../format.ts";
import type { Column, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card, Facts } from "../kit/card.tsx";
import { Panel } from "../kit/panel.tsx";
import { Tag, type Tone } from "../kit/tag.tsx";
import { PersonLine } from "../person.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { stateWord } from "../visit-state.ts";
import styles from "./schedule.module.css";
import { scheduleText } from "./text.ts";
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

/** The chosen visit, and the way to the patient's card. */
export function VisitPanel({
  visit,
  column,
  ageWords,
  onClose,
  onCard,
  onKeyDown,
}: {
  visit: Visit;
  column: Column;
  ageWords: string | undefined;
  onClose: () => void;
  onCard: (() => void) | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const [{ hourClock }] = usePreferences();
  const entering = usePlace("entering");
  const place = usePlaceStore();
  const t = scheduleText;
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
        <header className={styles.panelHead}>
          <h2>{visitName(visit)}</h2>
          {visit.name === null ? (
            <p>{t.privateNote}</p>
          ) : (
            <p>
              <PersonLine sex={visit.sex} age={visit.age} dob={visit.dob} id={visit.patient} />
            </p>
          )}
          <p className={styles.tags}>
            <Tag tone={TONES[lookOf(visit.state)]}>{stateWord(visit.state)}</Tag>
            {visit.urgent ? <Tag tone="stop">{t.urgent}</Tag> : null}
          </p>
        </header>
      }
      acts={
        onCard === undefined ? undefined : (
          <Button weight="first" action="schedule.card" onPress={onCard}>
            {t.card}
          </Button>
        )
      }
    >
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
    </Panel>
  );
}
