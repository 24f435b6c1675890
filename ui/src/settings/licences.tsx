import { licences } from "virtual:licences";
import { useState } from "react";
import { count } from "../format.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import styles from "./settings.module.css";
import { settingsText } from "./text.ts";

const t = settingsText;

/** As many parts as are shown at once: each is a few cells of the document. */
const SHOWN = 40;

type Part = (typeof licences.parts)[number];

/** Everything in Daybook that others wrote, to be searched, with the licences that came with it. */
export function Licences() {
  const [sought, setSought] = useState("");
  const [from, setFrom] = useState(0);
  const found = licences.parts.filter((part) => matches(part, sought));
  const seek = (words: string) => {
    setSought(words);
    setFrom(0);
  };
  return (
    <div className={styles.inside}>
      <p className={styles.note}>{t.licencesNote}</p>
      <Field label={t.seek} value={sought} onChange={seek} autoFocus isOptional />
      <p role="status">{range(from, found.length)}</p>
      <ul className={`${styles.parts} ${styles.scroll}`}>
        {found.slice(from, from + SHOWN).map((part) => (
          <li key={`${part.from} ${part.name} ${part.version}`}>
            <OnePart part={part} />
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button isSpent={from === 0} onPress={() => setFrom(Math.max(0, from - SHOWN))}>
          {t.earlier}
        </Button>
        <Button isSpent={from + SHOWN >= found.length} onPress={() => setFrom(from + SHOWN)}>
          {t.further}
        </Button>
      </div>
    </div>
  );
}

function matches({ name, licence, from }: Part, sought: string): boolean {
  const words = sought.toLowerCase().split(/\s+/);
  const text = `${name} ${licence} ${from}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function range(from: number, all: number): string {
  return all === 0 ? t.noPart : t.partsShown(count(from + 1), count(Math.min(from + SHOWN, all)), count(all));
}

function OnePart({ part }: { part: Part }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.part(part.name, part.version, part.licence)}</summary>
      {isOpen ? <Texts part={part} /> : null}
    </details>
  );
}

function Texts({ part }: { part: Part }) {
  if (part.texts.length === 0) {
    return <p className={styles.note}>{t.noText(part.licence)}</p>;
  }
  return part.texts.map((place) => (
    <pre key={place} className={styles.text}>
      {licences.texts[place]}
    </pre>
  ));
}
