import { parseDate } from "@internationalized/date";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { Button, Calendar, CalendarCell, CalendarGrid, Heading } from "react-aria-components";
import { longDay } from "../format.ts";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { type Typed, typedDate } from "../typed-date.ts";
import styles from "./schedule.module.css";
import { scheduleText } from "./text.ts";

const PREVIOUS = "‹";
const NEXT = "›";

/** A date to be typed, and a calendar to go to any day from. */
export function DateJump({
  date,
  today,
  onDay,
  onClose,
}: {
  date: string;
  today: string;
  onDay: (date: string) => void;
  onClose: () => void;
}) {
  const calendar = useRef<HTMLDivElement>(null);
  const go = (day: string) => {
    onClose();
    onDay(day);
  };
  const toCalendar = () => calendar.current?.querySelector<HTMLElement>("td > [tabindex='0']")?.focus();
  return (
    <Modal title={scheduleText.jump} onClose={onClose}>
      <TypedDate today={today} onDay={go} onDown={toCalendar} />
      <div ref={calendar} data-keys="calendar">
        <Calendar
          className={styles.calendar ?? ""}
          aria-label={scheduleText.jumpLabel}
          value={parseDate(date)}
          onChange={(day) => go(day.toString())}
        >
          <div className={styles.months}>
            <Button slot="previous">{PREVIOUS}</Button>
            <Heading level={3} />
            <Button slot="next">{NEXT}</Button>
          </div>
          <CalendarGrid>{(day) => <CalendarCell date={day} className={styles.cell ?? ""} />}</CalendarGrid>
          <p className={styles.hint}>{scheduleText.jumpHint}</p>
        </Calendar>
      </div>
    </Modal>
  );
}

// What is meant stands below as it is typed; what cannot be read is said only once it was entered.
function TypedDate({
  today,
  onDay,
  onDown,
}: {
  today: string;
  onDay: (day: string) => void;
  onDown: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [entered, setEntered] = useState(false);
  const words = typed.trim();
  const read = words === "" ? null : typedDate(words, today);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read !== null && "day" in read) {
      onDay(read.day);
    } else {
      setEntered(words !== "");
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      onDown();
    }
  };
  return (
    <form className={styles.typed} data-keys="typedDate" noValidate onSubmit={submit} onKeyDown={onKeyDown}>
      <Field
        label={scheduleText.jumpTyped}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          setEntered(false);
        }}
        hint={scheduleText.jumpTypedHint}
        error={entered ? problemOf(read, words) : undefined}
        autoFocus
      />
      <p className={styles.meant} role="status">
        {read !== null && "day" in read ? longDay(read.day) : ""}
      </p>
    </form>
  );
}

function problemOf(read: Typed | null, words: string): string | undefined {
  if (read === null || "day" in read) {
    return undefined;
  }
  return read.problem === "unread" ? scheduleText.jumpUnread(words) : scheduleText.jumpNoSuchDay(words);
}
