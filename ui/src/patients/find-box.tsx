import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { Kbd } from "../kit/kbd.tsx";
import { useActions, useElementKeys, useKeySign } from "../kit/keymap.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { useAskAhead } from "./found.ts";
import type { ListKeys } from "./list-keys.ts";
import styles from "./patients.module.css";
import { RESULTS } from "./results.tsx";
import { patientsText } from "./text.ts";

/** The one box. The focus stays in it while the arrows move through the rows. It is drawn for what is typed alone:
 * whether there are rows, and which of them the cursor is on, the list writes on it when its answer comes. */
export function FindBox({
  box,
  list,
  onClose,
}: {
  box: RefObject<HTMLInputElement | null>;
  list: RefObject<ListKeys | null>;
  /** Closes the card, where one is open. */
  onClose: (() => void) | undefined;
}) {
  const typed = usePlace("find");
  const place = usePlaceStore();
  const askAhead = useAskAhead();
  const meaning = useElementKeys("list");
  const sign = useKeySign("find");
  const [inBox, setInBox] = useState(false);
  const wantsFocus = useRef(place.get().patient === null || place.get().entering !== "patient");
  useLayoutEffect(() => {
    if (wantsFocus.current) {
      box.current?.focus();
      box.current?.select();
    }
  }, [box]);
  const clear = () => place.set({ find: "" });
  const leave = () => box.current?.blur();
  useActions({
    "patients.find": () => {
      box.current?.focus();
      box.current?.select();
    },
    back: onClose ?? (typed !== "" ? clear : inBox ? leave : undefined),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (list.current?.press(meaning(event)) === true) {
      event.preventDefault();
    }
  };
  return (
    <div className={styles.find}>
      <input
        ref={box}
        role="combobox"
        data-keys="list"
        aria-label={patientsText.find.label}
        aria-controls={RESULTS}
        aria-expanded={false}
        aria-autocomplete="list"
        placeholder={patientsText.find.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target: { value } }) => {
          askAhead(value.trim());
          place.set({ find: value });
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setInBox(true)}
        onBlur={() => setInBox(false)}
      />
      {sign === undefined ? null : <Kbd sign={sign} />}
    </div>
  );
}
