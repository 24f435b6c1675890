import type { ReactNode } from "react";
import styles from "./cards.module.css";
import { useScrollKeys } from "./scroll-keys.ts";

/** A page of cards under its title; what is no card takes the whole width. */
export function CardsPage({ title, children }: { title: string; children: ReactNode }) {
  const scroller = useScrollKeys();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section ref={scroller} className={styles.page} aria-label={title} tabIndex={0}>
      <h1>{title}</h1>
      <div className={styles.cards}>{children}</div>
    </section>
  );
}
