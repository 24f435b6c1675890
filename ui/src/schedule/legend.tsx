import { usePatience } from "../ipc/session.ts";
import styles from "./sheet.module.css";
import { scheduleText } from "./text.ts";

const LOOKS = ["booked", "late", "coming", "here", "waiting", "done"] as const;

/** What the colours, shapes and marks of the day sheet mean. */
export function Legend() {
  const t = scheduleText.legend;
  const patience = usePatience();
  return (
    <section>
      <h3>{t.title}</h3>
      <ul className={styles.legend}>
        {LOOKS.map((look) => (
          <li key={look}>
            <span className={`${styles.visit} ${styles[look]}`} aria-hidden="true" />
            {look === "waiting" ? t.waiting(patience) : t[look]}
          </li>
        ))}
        <li>
          <span className={`${styles.visit} ${styles.booked} ${styles.marked}`} aria-hidden="true" />
          {scheduleText.urgent}
        </li>
      </ul>
    </section>
  );
}
