import { parseDate } from "@internationalized/date";
import { Button, Calendar, CalendarCell, CalendarGrid, Heading } from "react-aria-components";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import styles from "./schedule.module.css";

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
    <Modal title={text.schedule.jump} onClose={onClose}>
      <Calendar
        className={styles.calendar ?? ""}
        aria-label={text.schedule.jumpLabel}
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
        <p className={styles.hint}>{text.schedule.jumpHint}</p>
      </Calendar>
    </Modal>
  );
}
