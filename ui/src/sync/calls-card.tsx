import { count, hourLabel } from "../format.ts";
import type { CallHour, Calls, HourClock, SyncView } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Card, Facts } from "../kit/card.tsx";
import styles from "./sync.module.css";
import { syncText } from "./text.ts";
import { timeWords } from "./words.ts";

const t = syncText;

/** From the foot of a bar upwards. */
const LANES = ["people", "bookings", "feeds", "fill"] as const;
const WIDTH = 576;
const HEIGHT = 132;
const FOOT = 18;
const HEAD = 20;
const STEP = WIDTH / 24;

/** The calls of athenahealth's day: how many are used and left, by the hour and by what they were for. */
export function CallsCard({ sync: { calls, day }, now }: { sync: SyncView; now: number }) {
  const [{ hourClock }] = usePreferences();
  const told = (number: number | null) => (number === null ? t.notTold : count(number));
  const used = usedOf(calls);
  return (
    <Card level={2} title={t.calls}>
      <Facts
        rows={[
          [t.limit, told(calls.limit)],
          [t.used, told(used)],
          [t.callsLeft(timeWords(day.ends, hourClock)), told(calls.left)],
          [t.sent, count(calls.sentToday)],
          [t.nextHour, calls.nextHour === null ? t.whenFilled : t.about(count(calls.nextHour))],
        ]}
      />
      {used === null || used === calls.sentToday ? null : (
        <p className={styles.note}>{used < calls.sentToday ? t.sentMore : t.sentFewer}</p>
      )}
      <Plot hours={day.hours} clock={hourClock} now={now} />
      <Legend />
      <Table hours={day.hours} clock={hourClock} />
    </Card>
  );
}

/** What of the day's calls athenahealth has counted, of whoever uses the key. */
function usedOf({ limit, left }: Calls): number | null {
  return limit === null || left === null ? null : Math.max(0, limit - left);
}

function Plot({ hours, clock, now }: { hours: readonly CallHour[]; clock: HourClock; now: number }) {
  const sums = hours.map(sumOf);
  const most = Math.max(0, ...sums);
  const busiest = hours[sums.indexOf(most)];
  const zone = busiest?.from.zone ?? "";
  const all = sums.reduce((sum, each) => sum + each, 0);
  const top = roundUp(most);
  const begins = Date.parse(hours[0]?.from.at ?? "");
  const at = ((now - begins) / 3_600_000) * STEP;
  const label =
    busiest === undefined || all === 0
      ? t.plot.none
      : t.plot.label(count(all), hourWords(busiest, clock), count(most));
  return (
    <figure className={styles.plot}>
      <figcaption>{t.plot.title(zone)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {[0.5, 1].map((share) => (
          <g key={share}>
            <line className={styles.rule} x1={0} x2={WIDTH} y1={height(1 - share)} y2={height(1 - share)} />
            <text className={styles.mark} x={WIDTH} y={height(1 - share) - 3} textAnchor="end">
              {count(top * share)}
            </text>
          </g>
        ))}
        {hours.map((hour, index) => (
          <Bar key={hour.from.at} hour={hour} index={index} top={top} clock={clock} />
        ))}
        <line className={styles.base} x1={0} x2={WIDTH} y1={height(1)} y2={height(1)} />
        {at >= 0 && at <= WIDTH ? (
          <line className={styles.now} x1={at} x2={at} y1={HEAD - 4} y2={height(1)} />
        ) : null}
        {hours.map((hour, index) =>
          index % 4 === 0 ? (
            <text key={hour.from.at} className={styles.mark} x={index * STEP} y={HEIGHT - 4}>
              {hourLabel(hour.from.minute, clock)}
            </text>
          ) : null,
        )}
      </svg>
    </figure>
  );
}

function Bar({ hour, index, top, clock }: { hour: CallHour; index: number; top: number; clock: HourClock }) {
  let below = 0;
  return (
    <g>
      <title>{t.plot.bar(hourWords(hour, clock), count(sumOf(hour)))}</title>
      {LANES.map((lane) => {
        const share = hour[lane] / top;
        below += share;
        return share === 0 ? null : (
          <rect
            key={lane}
            className={styles[`lane-${lane}`]}
            x={index * STEP + 3}
            y={height(1 - below)}
            width={STEP - 6}
            height={height(1) - height(1 - share)}
          />
        );
      })}
    </g>
  );
}

function Legend() {
  return (
    <ul className={styles.legend} aria-hidden="true">
      {LANES.map((lane) => (
        <li key={lane}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect className={styles[`lane-${lane}`]} width={10} height={10} rx={2} />
          </svg>
          {t.lanes[lane]}
        </li>
      ))}
    </ul>
  );
}

/** The plot for whoever hears it. */
function Table({ hours, clock }: { hours: readonly CallHour[]; clock: HourClock }) {
  return (
    <table className={styles.heard}>
      <caption>{t.calls}</caption>
      <thead>
        <tr>
          <th scope="col">{t.plot.hour}</th>
          {LANES.map((lane) => (
            <th key={lane} scope="col">
              {t.lanes[lane]}
            </th>
          ))}
          <th scope="col">{t.plot.all}</th>
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={hour.from.at}>
            <th scope="row">{hourWords(hour, clock)}</th>
            {LANES.map((lane) => (
              <td key={lane}>{count(hour[lane])}</td>
            ))}
            <td>{count(sumOf(hour))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sumOf(hour: CallHour): number {
  return LANES.reduce((sum, lane) => sum + hour[lane], 0);
}

function hourWords({ from, again }: CallHour, clock: HourClock): string {
  const hour = hourLabel(from.minute, clock);
  return again ? t.plot.again(hour) : hour;
}

/** Where a share of the plot's height lies, from its head down. */
function height(share: number): number {
  return HEAD + share * (HEIGHT - HEAD - FOOT);
}

/** The next number that reads well: 1, 2 or 5 with noughts. */
export function roundUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((times) => times * power).find((value) => value >= most) ?? 10;
}
