import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
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

/** The room of a panel that was open beside the work, for as long as nothing in the work is to move. */
export function PanelRoom() {
  return <div className={styles.room} />;
}

/** What stands at the head of a panel: whom or what it is about, by name, and how that stands. */
export function PanelHead({
  title,
  children,
  tags,
}: {
  title: string;
  children: ReactNode;
  tags?: ReactNode;
}) {
  return (
    <div className={styles.about}>
      <h2>{title}</h2>
      <p>{children}</p>
      {tags === undefined ? null : <p className={styles.tags}>{tags}</p>}
    </div>
  );
}

/** The panel. Where it was opened on purpose the focus goes in, once; its head stays while the rest scrolls. */
export function Panel({
  label,
  of,
  closeLabel,
  onClose,
  entering,
  onEntered,
  keys,
  onKeyDown,
  head,
  children,
  acts,
}: {
  label: string;
  /** Whom or what it is about: another is read from its start. */
  of: string;
  closeLabel: string;
  onClose: () => void;
  entering: boolean;
  onEntered: () => void;
  /** The scope of the keys that the list beside it still answers while the focus is in the panel. */
  keys: string;
  onKeyDown: (event: KeyboardEvent) => void;
  head?: ReactNode;
  children: ReactNode;
  acts?: ReactNode;
}) {
  const panel = useRef<HTMLElement>(null);
  const entered = useRef(onEntered);
  useLayoutEffect(() => {
    if (entering) {
      panel.current?.focus();
      entered.current();
    }
  }, [entering]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls back for another
  useLayoutEffect(() => {
    if (panel.current !== null) {
      panel.current.scrollTop = 0;
    }
  }, [of]);
  return (
    <aside className={styles.panel} aria-label={label} data-keys={keys} onKeyDown={onKeyDown}>
      <button type="button" className={styles.close} aria-label={closeLabel} onClick={onClose}>
        <Icon name="close" />
      </button>
      <div className={styles.head}>{head}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section ref={panel} className={styles.body} aria-label={label} tabIndex={0}>
        {children}
      </section>
      {acts === undefined ? null : <div className={styles.acts}>{acts}</div>}
    </aside>
  );
}
