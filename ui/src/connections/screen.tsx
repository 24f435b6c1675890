import type { ReactNode } from "react";
import { text } from "../text.ts";
import styles from "./screen.module.css";

/** A screen before there is a practice to show. */
export function Screen({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <main className={styles.screen}>
      <div className={styles.sheet}>
        <div className={styles.brand}>
          <i aria-hidden="true">{text.productInitial}</i>
          {text.product}
        </div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
        {children}
      </div>
    </main>
  );
}
