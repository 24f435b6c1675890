import {
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import { count } from "../format.ts";
import type { PatientRow } from "../ipc/bindings.ts";
import { useMay } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { useAsk } from "./ask.ts";
import { useCopy } from "./copy.ts";
import { type Found, useFound } from "./found.ts";
import { type ListKeys, targetOf } from "./list-keys.ts";
import { FindFailure, Nobody, NoRecents } from "./nobody.tsx";
import styles from "./patients.module.css";
import { Results, rowId } from "./results.tsx";
import { patientsText } from "./text.ts";
import type { Turning } from "./turning.ts";

/** Who is found for what stands in the box: the rows with their cursor, how many, and what to do where there is
 * nobody. Its children stand before the sum and are not drawn with it. */
export function FoundList({
  box,
  keys,
  patient,
  turning,
  children,
}: {
  box: RefObject<HTMLInputElement | null>;
  keys: RefObject<ListKeys | null>;
  patient: string | null;
  turning: Turning;
  children: ReactNode;
}) {
  const words = usePlace("find").trim();
  const found = useFound(words);
  const ask = useAsk(words);
  const open = useOpenPatient();
  const announce = useAnnounce();
  const { ranked, rows } = useRows(found.rows, ask.further);
  const [cursor, setCursor] = useCursor(words, patient, rows, found.settled);
  const askFurther = () => ask.run(ranked);
  const at = rows.findIndex((row) => row.id === cursor);
  const current = rows[Math.max(0, at)] ?? null;
  useAskAtOnce(found.settled, askFurther);

  const openRow = (row: PatientRow) => {
    turning.opened(row);
    setCursor(row.id);
    open(row.id);
  };
  const openCurrent = () => {
    if (found.settled || ask.further.length > 0) {
      if (current !== null) {
        openRow(current);
      }
    } else if (words !== "") {
      void found.next().then(([row]) => (row === undefined ? undefined : openRow(row)));
    }
  };
  useImperativeHandle(keys, () => ({
    press: (action) => {
      const target = targetOf(
        action,
        current === null ? -1 : rows.indexOf(current),
        rows.length,
        words === "",
      );
      const row = target === null ? undefined : rows[target];
      if (action === "list.open") {
        openCurrent();
      } else if (row !== undefined) {
        setCursor(row.id);
        turning.to(row);
        // The focus is in the panel: nothing else says whom it shows now.
        if (document.activeElement !== box.current) {
          announce(row.name);
        }
      }
      return action === "list.open" || target !== null;
    },
  }));
  const may = useMay("editPatients");
  const openForm = useOpenForm();
  const nobody = rows.length === 0 && found.settled;
  const register = may && nobody && words !== "" ? () => openForm({ typed: words }) : undefined;
  useActions({
    "patients.register": register,
    "patients.ask": words === "" || (found.settled && !found.askable) ? undefined : askFurther,
  });
  useOnBox(box, current, rows.length);
  useAnnounced(words, rows.length, found);
  useCopy(current);

  return (
    <>
      <div className={styles.head}>
        {children}
        <span className={styles.sum}>{sumOf(words, rows.length, found)}</span>
      </div>
      {found.failure === null ? null : <FindFailure failure={found.failure} />}
      {ask.said === null ? null : (
        <Notice tone={ask.said.severity} title={ask.said.title} next={ask.said.next} />
      )}
      {nobody && words === "" ? <NoRecents /> : null}
      {nobody && words !== "" ? (
        <Nobody
          words={words}
          held={found.held}
          filled={found.filled}
          askable={found.askable}
          asking={ask.pending}
          onAsk={askFurther}
          onRegister={register}
        />
      ) : null}
      {rows.length === 0 ? null : (
        <Results
          rows={rows}
          further={ask.further.length}
          title={words === "" ? patientsText.find.recents : null}
          current={current}
          opened={turning.row?.id ?? patient}
          isBehind={found.isBehind}
          onOpen={openRow}
          onEnd={found.more}
        />
      )}
    </>
  );
}

// Whom athenahealth named stays below, also once the copy holds them and ranks them among its own.
function useRows(found: readonly PatientRow[], further: readonly PatientRow[]) {
  return useMemo(() => {
    const named = new Set(further.map(({ id }) => id));
    const ranked = named.size === 0 ? found : found.filter(({ id }) => !named.has(id));
    return { ranked, rows: named.size === 0 ? ranked : [...ranked, ...further] };
  }, [found, further]);
}

// The cursor belongs to what was typed and, once rows stand, to the person it is on: rows that come later do not
// move it. It begins on whose card is open.
function useCursor(words: string, patient: string | null, rows: readonly PatientRow[], settled: boolean) {
  const [cursor, setCursor] = useState({ words, on: patient });
  const on = cursor.words === words ? cursor.on : null;
  const [first] = rows;
  if (on === null && settled && first !== undefined) {
    setCursor({ words, on: first.id });
  }
  return [on, (id: string) => setCursor({ words, on: id })] as const;
}

// The palette asks athenahealth here, where the answer has room.
function useAskAtOnce(settled: boolean, askFurther: () => void): void {
  const asking = usePlace("asking");
  const place = usePlaceStore();
  useEffect(() => {
    if (asking && settled) {
      place.set({ asking: false });
      askFurther();
    }
  });
}

// Without drawing the box: what is typed in it does not change with an answer.
function useOnBox(box: RefObject<HTMLInputElement | null>, current: PatientRow | null, rows: number): void {
  const id = current === null ? null : rowId(current.id);
  useLayoutEffect(() => {
    box.current?.setAttribute("aria-expanded", String(rows > 0));
    if (id === null) {
      box.current?.removeAttribute("aria-activedescendant");
    } else {
      box.current?.setAttribute("aria-activedescendant", id);
    }
  }, [box, id, rows]);
}

function sumOf(words: string, rows: number, found: Found): string {
  if (words !== "" && rows > 0) {
    return patientsText.find.count(rows, found.hasMore);
  }
  const held = count(found.held);
  return found.filled ? patientsText.find.held(held) : patientsText.find.stillFilling(held);
}

// Said once the rows have stood for a moment, so that typing is not talked over.
function useAnnounced(words: string, rows: number, { settled, hasMore }: Found) {
  const announce = useAnnounce();
  useEffect(() => {
    if (words === "" || !settled) {
      return;
    }
    const timer = setTimeout(() => announce(patientsText.find.count(rows, hasMore)), 500);
    return () => clearTimeout(timer);
  }, [announce, words, rows, settled, hasMore]);
}
