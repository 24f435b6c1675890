import { type KeyboardEvent, useId, useState } from "react";
import styles from "./many.module.css";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };

/** Any number of a list: walked by arrows and letters, ticked by Space or a press. Where none is, all are meant. */
export function Many({
  label,
  all,
  options,
  chosen,
  onChange,
}: {
  label: string;
  /** What is said where none is ticked. */
  all: string;
  options: readonly { id: string; name: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const own = useId();
  const [at, setAt] = useState(0);
  const here = Math.max(0, Math.min(at, options.length - 1));
  const idOf = (place: number) => `${own}-${place}`;
  const go = (place: number) => {
    const to = Math.max(0, Math.min(options.length - 1, place));
    setAt(to);
    document.getElementById(idOf(to))?.scrollIntoView?.({ block: "nearest" });
  };
  const toggle = (id: string) => {
    const isOn = chosen.includes(id);
    onChange(options.map((each) => each.id).filter((each) => (each === id ? !isOn : chosen.includes(each))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = options[here];
    const step = STEPS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || current === undefined) {
      return;
    }
    if (event.key === " " || event.key === "Enter") {
      toggle(current.id);
    } else if (step !== undefined) {
      go(here + step);
    } else if (event.key === "Home" || event.key === "End") {
      go(event.key === "Home" ? 0 : options.length - 1);
    } else if (event.key.length === 1) {
      // The next one, from the one below on and round, that begins with the letter.
      const turned = [...options.slice(here + 1), ...options.slice(0, here + 1)];
      const found = turned.find(({ name }) => name.toLowerCase().startsWith(event.key.toLowerCase()));
      if (found !== undefined) {
        go(options.indexOf(found));
      }
    } else {
      return;
    }
    event.preventDefault();
  };
  const names = options.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  return (
    <div className={styles.field}>
      <span id={`${own}-label`} className={styles.label}>
        {label}
      </span>
      <div
        role="listbox"
        tabIndex={0}
        aria-multiselectable="true"
        aria-labelledby={`${own}-label`}
        aria-describedby={`${own}-said`}
        aria-activedescendant={options.length === 0 ? undefined : idOf(here)}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {options.map(({ id, name }, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          <div
            key={id}
            id={idOf(place)}
            role="option"
            tabIndex={-1}
            aria-selected={chosen.includes(id)}
            className={`${styles.option} ${place === here ? styles.current : ""}`}
            onClick={() => {
              setAt(place);
              toggle(id);
            }}
          >
            <i aria-hidden="true" className={styles.box} />
            <span>{name}</span>
          </div>
        ))}
      </div>
      <span id={`${own}-said`} className={styles.said}>
        {names.length === 0 ? all : names.join(", ")}
      </span>
    </div>
  );
}
