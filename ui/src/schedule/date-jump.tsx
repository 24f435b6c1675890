import { parseDate } from "@internationalized/date";
import { Button, Calendar, CalendarCell, CalendarGrid, Heading } from "react-aria-components";
import { Modal } from "../kit/modal.tsx";
import styles from "./schedule.module.css";
import { scheduleText } from "./text.ts";

const PREVIOUS = "‹";
const NEXT = "›";

/** A calendar to go to any day from. */
export function DateJump({
  date,
  onDay,
  onClose,
}: {
  date: string;
  onDay: (date: string) => void;
  onClose: () => void;
}) {
  return (
    <Modal title={scheduleText.jump} onClose={onClose}>
      <Calendar
        className={styles.calendar ?? ""}
        aria-label={scheduleText.jumpLabel}
        autoFocus
        value={parseDate(date)}
        onChange={(day) => {
          onClose();
          onDay(day.toString());
        }}
      >
        <header>
          <Button slot="previous">{PREVIOUS}</Button>
          <Heading level={3} />
          <Button slot="next">{NEXT}</Button>
        </header>
        <CalendarGrid>{(day) => <CalendarCell date={day} className={styles.cell ?? ""} />}</CalendarGrid>
        <p className={styles.hint}>{scheduleText.jumpHint}</p>
      </Calendar>
    </Modal>
  );
}
