import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";
import type { PatientRow } from "../ipc/bindings.ts";
import { Kbd } from "../kit/kbd.tsx";
import { useElementKeys, useKeySign } from "../kit/keymap.tsx";
import { usePlaceStore } from "../place/place.tsx";
import styles from "./patients.module.css";
import { RESULTS, rowId } from "./results.tsx";
import { patientsText } from "./text.ts";

const PAGE = 12;

/** The one box. The focus stays in it while the arrows move through the rows. */
export function FindBox({
  box,
  value,
  rows,
  current,
  onChange,
  onMove,
  onOpen,
  onFocused,
}: {
  box: RefObject<HTMLInputElement | null>;
  value: string;
  rows: readonly PatientRow[];
  current: PatientRow | null;
  onChange: (value: string) => void;
  onMove: (row: PatientRow) => void;
  onOpen: () => void;
  onFocused: (focused: boolean) => void;
}) {
  const meaning = useElementKeys("list");
  const sign = useKeySign("find");
  const place = usePlaceStore();
  const wantsFocus = useRef(place.get().patient === null || place.get().entering !== "patient");
  useLayoutEffect(() => {
    if (wantsFocus.current) {
      box.current?.focus();
      box.current?.select();
    }
  }, [box]);
  const onKeyDown = (event: KeyboardEvent) => {
    const action = meaning(event);
    const at = current === null ? -1 : rows.indexOf(current);
    const target = targetOf(action, at, rows.length, value === "");
    if (action === "list.open") {
      event.preventDefault();
      onOpen();
    } else if (target !== null) {
      const row = rows[target];
      event.preventDefault();
      if (row !== undefined) {
        onMove(row);
      }
    }
  };
  return (
    <div className={styles.find}>
      <input
        ref={box}
        role="combobox"
        data-keys="list"
        aria-label={patientsText.find.label}
        aria-expanded={rows.length > 0}
        aria-controls={RESULTS}
        aria-autocomplete="list"
        aria-activedescendant={current === null ? undefined : rowId(current.id)}
        placeholder={patientsText.find.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={() => onFocused(true)}
        onBlur={() => onFocused(false)}
      />
      {sign === undefined ? null : <Kbd sign={sign} />}
    </div>
  );
}

// Home and End belong to the text as long as there is some; with Ctrl they are always the list's.
function targetOf(action: string | undefined, at: number, length: number, empty: boolean): number | null {
  const within = (index: number) => Math.min(length - 1, Math.max(0, index));
  switch (action) {
    case "list.down":
      return within(at + 1);
    case "list.up":
      return within(at - 1);
    case "list.pageDown":
      return within(at + PAGE);
    case "list.pageUp":
      return within(at - PAGE);
    case "list.first":
      return empty ? 0 : null;
    case "list.last":
      return empty ? length - 1 : null;
    default:
      return null;
  }
}
