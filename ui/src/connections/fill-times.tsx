import { clockTime } from "../format.ts";
import type { Connections } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { usePreferences } from "../ipc/session.ts";
import { Card } from "../kit/card.tsx";
import { Segments } from "../kit/segments.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./connections.module.css";
import { connectionsText } from "./text.ts";

const t = connectionsText.fill;

const TIMES = (["anyTime", "offHours"] as const).map((id) => ({ id, name: t.times[id] }));

/** When the copy of each practice is read. */
export function FillTimes({ connections: { rows, workingHours } }: { connections: Connections }) {
  const prefer = useWrite("connection_prefer");
  const [{ hourClock }] = usePreferences();
  const hour = (minute: number) => clockTime(minute, hourClock);
  return (
    <Card level={2} title={t.title}>
      <div className={styles.times}>
        {rows.map(({ id, label, fill }) => (
          <Segments
            key={id}
            label={label}
            options={TIMES}
            value={fill}
            onChange={(chosen) => prefer.mutate({ connection: id, fill: chosen })}
          />
        ))}
      </div>
      <p className={styles.note}>{t.note(hour(workingHours.from), hour(workingHours.to))}</p>
      {prefer.error === null ? null : <FailureNotice failure={prefer.error.failure} />}
    </Card>
  );
}
