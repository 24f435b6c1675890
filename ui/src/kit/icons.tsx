import styles from "./icons.module.css";

const PATHS = {
  day: "M3 5.5h14v11H3zM3 9h14M7 3v4M13 3v4",
  people: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.3 2.7-5 6-5s6 1.7 6 5",
  turn: "M4 10a6 6 0 0 1 10.5-4M16 10a6 6 0 0 1-10.5 4M14.5 2.5V6H11M5.5 17.5V14H9",
  outbox: "M3.5 12v4.5h13V12M10 13V3.5M6 7.5l4-4 4 4",
  ledger: "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
  sliders: "M4 6h6M14 6h2M4 14h2M10 14h6M10 4h4v4h-4zM6 12h4v4H6z",
  close: "M5 5l10 10M15 5L5 15",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  left: "M16 10H4M9 5l-5 5 5 5",
  right: "M4 10h12M11 5l5 5-5 5",
  shift: "M10 3.5l6.5 7H13v6H7v-6H3.5z",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing beside its word, or in its place where the word is only heard. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
