import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { usDate } from "../format.ts";
import type { PatientRow } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { useSaid } from "./use-said.ts";

const t = bookingText.whom;
const ROWS = 8;

/** Whom a time is for: somebody who is found, or somebody new. */
export function WhomStep({
  onWhom,
  onBack,
  onClose,
}: {
  onWhom: (patient: string) => void;
  onBack: () => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useSaid("find", "");
  const [at, setAt] = useState(0);
  const words = typed.trim();
  const found = useQuery({
    ...read("patient_search", { text: words, limit: ROWS }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  const isSettled = words !== "" && found.isSuccess && !found.isPlaceholderData;
  const rows = words === "" ? [] : (found.data?.rows ?? []);
  const current = rows[Math.min(at, rows.length - 1)];
  const mayRegister = useMay("editPatients");
  const openForm = useOpenForm();
  const place = usePlaceStore();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(Math.max(0, Math.min(rows.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Those for fewer letters stand until the others come: Enter means none of them.
      if (current !== undefined && isSettled) {
        onWhom(current.id);
      }
    }
  };
  return (
    <div className={styles.dialog}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the step is opened to type in it
        autoFocus
        className={styles.whom}
        role="combobox"
        data-keys="palette"
        aria-label={t.label}
        aria-expanded={rows.length > 0}
        aria-controls="whom-results"
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `whom-${current.id}`}
        placeholder={t.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Said failure={found.error?.failure} />
      <div id="whom-results" role="listbox" aria-label={t.results} className={styles.openings}>
        {rows.length === 0 ? (
          <div
            role="option"
            aria-disabled="true"
            aria-selected="false"
            tabIndex={-1}
            className={styles.opening}
          >
            {isSettled ? t.nobody : t.type}
          </div>
        ) : (
          rows.map((row) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
            <div
              key={row.id}
              id={`whom-${row.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={row === current}
              className={`${styles.opening} ${row === current ? styles.current : ""}`}
              onClick={() => onWhom(row.id)}
            >
              <b>{row.name}</b>
              <span>{bornOf(row)}</span>
            </div>
          ))
        )}
      </div>
      <div className={styles.acts}>
        <Button onPress={onBack}>{bookingText.back}</Button>
        {mayRegister ? (
          <Button
            onPress={() => {
              const { booking } = place.get();
              onClose();
              openForm({ typed: words, booking });
            }}
          >
            {t.register}
          </Button>
        ) : null}
        <Button weight="quiet" onPress={onClose}>
          {bookingText.no}
        </Button>
      </div>
      {mayRegister ? <p className={styles.muted}>{t.registerNext}</p> : null}
    </div>
  );
}

function bornOf({ dob, id }: PatientRow): string {
  return [dob === null ? null : text.person.born(usDate(dob)), text.person.id(id)]
    .filter((part) => part !== null)
    .join(text.dot);
}
