import styles from "./tag.module.css";

export type Tone = "good" | "warn" | "stop" | "note" | "quiet";

/** A word with a colour that means the same. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}

/** A dot; `hollow` where nothing is known. It always stands beside its word. */
export function Dot({ tone }: { tone: Tone | "hollow" }) {
  return <i aria-hidden="true" className={`${styles.dot} ${styles[`dot-${tone}`]}`} />;
}
