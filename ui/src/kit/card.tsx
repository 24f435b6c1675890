import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

/** A part of a panel or page: its name, its age at the corner, its rows. */
export function Card({
  title,
  age,
  level = 3,
  children,
}: {
  title: string;
  age?: string | undefined;
  /** The heading it stands under, plus one. */
  level?: 2 | 3;
  children: ReactNode;
}) {
  const Heading = `h${level}` as const;
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <Heading id={id}>{title}</Heading>
        {age === undefined ? null : <span className={styles.age}>{age}</span>}
      </div>
      {children}
    </section>
  );
}

/** Names with their values; those without one are left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl className={styles.facts}>
      {known.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
