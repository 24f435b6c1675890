import type { Environment } from "../ipc/bindings.ts";
import styles from "./frame.module.css";
import { appText } from "./text.ts";

/** Which athenahealth this is, across the top. The practice itself needs no banner. */
export function Banner({ environment }: { environment: Environment }) {
  const words = wordsOf(environment);
  if (words === null) {
    return null;
  }
  return (
    <section aria-label={appText.banner.label} className={`${styles.banner} ${styles[words.look]}`}>
      <b>{words.name}</b>
      <span>{words.note}</span>
    </section>
  );
}

function wordsOf(environment: Environment) {
  const t = appText.banner;
  switch (environment.kind) {
    case "demo":
      return { look: "demo", name: t.demo, note: t.demoNote } as const;
    case "preview":
      return { look: "preview", name: t.preview, note: t.previewNote } as const;
    case "other":
      return { look: "other", name: t.other, note: t.otherNote(environment.address) } as const;
    case "production":
      return null;
    default:
      return environment satisfies never;
  }
}
