import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { Icon } from "./icons.tsx";
import styles from "./panel.module.css";

/** The work and, beside it or over it where there is little room, the panel about the chosen thing. */
export function Page({ label, children, panel }: { label: string; children: ReactNode; panel: ReactNode }) {
  return (
    <main className={`${styles.page} ${panel === null ? "" : styles.open}`} aria-label={label}>
      <div className={styles.work}>{children}</div>
      {panel}
    </main>
  );
}

/** The panel. Each time `entries` grows it was opened on purpose, and the focus goes in. */
export function Panel({
  label,
  closeLabel,
  onClose,
  entries,
  children,
  acts,
}: {
  label: string;
  closeLabel: string;
  onClose: () => void;
  entries: number;
  children: ReactNode;
  acts?: ReactNode;
}) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (entries > 0) {
      panel.current?.focus();
    }
  }, [entries]);
  return (
    <aside className={styles.panel} aria-label={label}>
      <Button className={styles.close ?? ""} aria-label={closeLabel} onPress={onClose}>
        <Icon name="close" />
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section ref={panel} className={styles.body} aria-label={label} tabIndex={0}>
        {children}
      </section>
      {acts === undefined ? null : <div className={styles.acts}>{acts}</div>}
    </aside>
  );
}
