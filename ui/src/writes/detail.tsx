import { createContext, type ReactNode, useContext, useId } from "react";
import { age } from "../format.ts";
import type { AlikeView, WriteRow } from "../ipc/bindings.ts";
import { useNow } from "../kit/clock.tsx";
import { Dot } from "../kit/tag.tsx";
import { personName } from "../who.ts";
import { stageOf } from "../write-stage.ts";
import { Compare } from "./compare.tsx";
import styles from "./detail.module.css";
import { writesText } from "./text.ts";
import { VisitPart } from "./visit-part.tsx";
import { standing, useFieldWords } from "./words.ts";
import { WriteFields } from "./write-fields.tsx";

const t = writesText;

/** What the headings of the parts are, under the heading that stands above them. */
const Level = createContext<"h2" | "h3">("h3");

/** All that is known of one write. */
export function Detail({
  row,
  heading = "h3",
  onThem,
}: {
  row: WriteRow;
  heading?: "h2" | "h3";
  onThem?: ((patient: AlikeView) => void) | undefined;
}) {
  const { title, next } = standing(row);
  const { tone, word } = stageOf(row);
  return (
    <Level value={heading}>
      <div className={styles.standing} role="status">
        <p className={styles.stage}>
          <Dot tone={tone} />
          <b>{word}</b>
        </p>
        <p>{title}</p>
        {next === "" ? null : <p className={styles.muted}>{next}</p>}
      </div>
      {row.said === null ? null : (
        <Part title={t.said}>
          <blockquote className={styles.said}>{row.said}</blockquote>
        </Part>
      )}
      {row.alike.length === 0 ? null : (
        <Part title={t.alike}>
          <Compare alike={row.alike} onThem={onThem} />
          <p className={styles.muted}>{t.scoreMeans}</p>
        </Part>
      )}
      {row.fields.length === 0 ? null : (
        <Part title={t.fields}>
          <WriteFields row={row} />
        </Part>
      )}
      {row.visit === null ? null : (
        <Part title={t.visit.title}>
          <VisitPart visit={row.visit} />
        </Part>
      )}
      {row.stage === "unknown" ? <Looked row={row} /> : null}
      {row.shows.length === 0 ? null : <Shows row={row} />}
      <History row={row} />
    </Level>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  const Heading = useContext(Level);
  return (
    <section className={styles.part} aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      {children}
    </section>
  );
}

function Looked({ row }: { row: WriteRow }) {
  const now = useNow(1_000);
  if (row.readings === 0 || row.read === null) {
    return (
      <Part title={t.lookedFor}>
        <p>{t.notRead}</p>
      </Part>
    );
  }
  const sawOther = row.fields.some(({ theirs }) => theirs !== null);
  // How a visit stands is told above, in a word.
  const saw = row.visit !== null ? "" : sawOther ? t.sawTheirs : t.sawNothing;
  return (
    <Part title={t.lookedFor}>
      <p>
        {t.readings(row.readings, age(row.read, now))} {saw}
      </p>
    </Part>
  );
}

function Shows({ row }: { row: WriteRow }) {
  const words = useFieldWords();
  return (
    <Part title={t.shows}>
      <dl className={styles.facts}>
        {row.shows.map(({ field, value }) => (
          <div key={field}>
            <dt>{t.field[field]}</dt>
            <dd>{value === "" ? t.empty : words(field, value)}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function History({ row }: { row: WriteRow }) {
  const now = useNow(1_000);
  const end =
    row.endedBy !== null ? t.endedBy(personName(row.endedBy)) : row.end === null ? null : t.ended[row.end];
  const moments = [
    [t.drafted(personName(row.by)), row.drafted],
    [t.released, row.released],
    [t.looked, row.looked],
    [t.sent, row.sent],
    [end ?? "", row.ended],
  ] as const;
  return (
    <Part title={t.history}>
      <ol className={styles.history}>
        {moments.map(([what, when]) =>
          when === null || what === "" ? null : (
            <li key={what}>
              <span>{what}</span>
              <span className={styles.muted}>{t.age(age(when, now))}</span>
            </li>
          ),
        )}
      </ol>
      {row.follows === null ? null : <p className={styles.muted}>{t.follows}</p>}
    </Part>
  );
}
