import styles from "./environment.module.css";
import type { Environment } from "./ipc/bindings.ts";
import { text } from "./text.ts";

/** Which athenahealth something is of, by a word with a colour of its own: the same wherever a practice is named. */
export function EnvironmentMark({ environment }: { environment: Environment }) {
  const { kind } = environment;
  return <span className={`${styles.mark} ${styles[kind]}`}>{text.environment[kind]}</span>;
}
