import type { ReactNode } from "react";
import styles from "./notice.module.css";

/** What went wrong or should be known, what to do about it, and the means to. */
export function Notice({
  tone,
  title,
  next,
  children,
}: {
  tone: "notice" | "warn" | "error";
  title: string;
  next: string;
  children?: ReactNode;
}) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === "error" ? "alert" : "status"}>
      <strong>{title}</strong>
      {next === "" ? null : <span>{next}</span>}
      {children}
    </div>
  );
}

/** A place where rows would be: what is known, and what can be done. */
export function Blank({ title, next, children }: { title: string; next?: string; children?: ReactNode }) {
  return (
    <div className={styles.blank}>
      <p className={styles.title}>{title}</p>
      {next === undefined ? null : <p>{next}</p>}
      {children === undefined ? null : <div className={styles.acts}>{children}</div>}
    </div>
  );
}

/** Said only when an answer takes long enough to be noticed, so that nothing flashes. */
export function Late({ children }: { children: string }) {
  return <p className={styles.late}>{children}</p>;
}
