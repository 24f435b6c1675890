import { useQuery } from "@tanstack/react-query";
import { failureWords } from "../failure.ts";
import type { Failure } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import styles from "./settings.module.css";
import { settingsText } from "./text.ts";

const t = settingsText;

/** What leaves the console for whoever helps with it: read first, then written. */
export function SupportBundle() {
  // A log goes on: what is shown is of now.
  const bundle = useQuery({ ...read("support_read", {}), gcTime: 0 });
  const write = useWrite("support_export");
  return (
    <div className={styles.inside}>
      <p className={styles.note}>{t.supportNote}</p>
      {bundle.error === null ? null : <Failed failure={bundle.error.failure} />}
      {bundle.isPending ? <Late>{text.loading}</Late> : null}
      {bundle.data === undefined ? null : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
          <section aria-label={t.supportText} tabIndex={0} className={styles.scroll}>
            <pre className={styles.text}>{bundle.data.text}</pre>
          </section>
          <div className={styles.acts}>
            <Button weight="first" isPending={write.isPending} onPress={() => write.mutate({})}>
              {t.supportWrite}
            </Button>
          </div>
        </>
      )}
      {write.error === null ? null : <Failed failure={write.error.failure} />}
      {write.data === undefined ? null : (
        <Notice tone="notice" title={t.supportWritten} next={write.data.file} />
      )}
    </div>
  );
}

function Failed({ failure }: { failure: Failure }) {
  const words = failureWords(failure, "once");
  return <Notice tone={words.severity} title={words.title} next={words.next} />;
}
