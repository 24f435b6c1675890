import { type KeyboardEvent, lazy, type ReactNode, Suspense, useRef, useState } from "react";
import styles from "./choice.module.css";

export type Option = { id: string; name: string; note?: string; mark?: ReactNode };

/** Reads the list that a pick opens, ahead of the first press. */
export function readChoices() {
  return import("./choices.tsx");
}

const Choices = lazy(() => readChoices().then(({ Choices }) => ({ default: Choices })));

/** One of a few, opened by a button that says which. The list is drawn, and read, only where it is open. */
export function Pick({
  label,
  options,
  value,
  onChange,
  isOpen,
  onOpenChange,
  wide = false,
  terse = false,
}: {
  label: string;
  options: readonly Option[];
  value: string | null;
  onChange: (id: string) => void;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  wide?: boolean;
  /** Where the place says what is chosen: a narrow window shows the choice alone. */
  terse?: boolean;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const open = isOpen ?? ownOpen;
  const setOpen = onOpenChange ?? setOwnOpen;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
    }
  };
  return (
    <div className={`${styles.pick} ${wide ? styles.wide : ""} ${terse ? styles.terse : ""}`}>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="listbox"
        aria-expanded={open}
        // The focus stays in the work, so that the list, once closed, gives it back to there.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
      >
        <span className={styles.value}>{options.find(({ id }) => id === value)?.name ?? ""}</span>{" "}
        <span className={styles.label}>{label}</span>
        <i aria-hidden="true" className={styles.chevron} />
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Choices
            label={label}
            options={options}
            value={value}
            trigger={trigger}
            onChoose={onChange}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
