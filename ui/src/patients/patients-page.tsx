import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { count } from "../format.ts";
import type { PatientRow } from "../ipc/bindings.ts";
import { useHost } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { useAsk } from "./ask.ts";
import { CardPanel } from "./card-panel.tsx";
import { useCopy } from "./copy.ts";
import { FindBox } from "./find-box.tsx";
import { FindFailure, Nobody, NoRecents } from "./nobody.tsx";
import styles from "./patients.module.css";
import { recentRead, searchRead } from "./queries.ts";
import { Results } from "./results.tsx";
import { patientsText } from "./text.ts";

/** Finding a patient, and the card beside the list. */
export function PatientsPage() {
  const typed = usePlace("find");
  const patient = usePlace("patient");
  const place = usePlaceStore();
  const words = typed.trim();
  const found = useFound(words);
  const ask = useAsk(words);
  const [cursor, setCursor] = useState<string | null>(patient);
  const box = useRef<HTMLInputElement>(null);
  const [inBox, setInBox] = useState(false);
  const open = useOpenPatient();
  // Whom athenahealth named stays below, also once the copy holds them and ranks them among its own.
  const named = new Set(ask.further.map(({ id }) => id));
  const ranked = named.size === 0 ? found.rows : found.rows.filter(({ id }) => !named.has(id));
  const rows = named.size === 0 ? ranked : [...ranked, ...ask.further];
  const askFurther = () => ask.run(ranked);
  const at = rows.findIndex((row) => row.id === cursor);
  const current = rows[Math.max(0, at)] ?? null;

  // Once rows stand, the cursor belongs to the person it is on: rows that come later do not move it.
  const [first] = rows;
  if (cursor === null && found.settled && first !== undefined) {
    setCursor(first.id);
  }

  const asking = usePlace("asking");
  useEffect(() => {
    if (asking && found.settled) {
      place.set({ asking: false });
      askFurther();
    }
  });

  const openRow = (row: PatientRow) => {
    setCursor(row.id);
    open(row.id);
  };
  const openCurrent = () => {
    if (found.settled || named.size > 0) {
      if (current !== null) {
        openRow(current);
      }
      return;
    }
    if (words === "") {
      return;
    }
    void found.next().then(([row]) => (row === undefined ? undefined : openRow(row)));
  };
  const moveTo = (row: PatientRow) => {
    setCursor(row.id);
    if (patient !== null) {
      place.set({ patient: row.id });
    }
  };
  const close = () => {
    place.set({ patient: null });
    box.current?.focus();
  };
  const clear = () => place.set({ find: "" });
  const leave = () => box.current?.blur();
  useActions({
    "patients.find": () => {
      box.current?.focus();
      box.current?.select();
    },
    "patients.ask": words === "" || (found.settled && !found.askable) ? undefined : askFurther,
    back: patient !== null ? close : typed !== "" ? clear : inBox ? leave : undefined,
  });
  useAnnounced(words, rows.length, found);
  useCopy(current);

  return (
    <Page
      label={text.pages.patients}
      panel={patient === null ? null : <CardPanel patient={patient} onClose={close} />}
    >
      <div className={styles.head}>
        <h1>{text.pages.patients}</h1>
        <FindBox
          box={box}
          value={typed}
          rows={rows}
          current={current}
          onChange={(value) => {
            found.ask(value.trim());
            place.set({ find: value });
            setCursor(null);
            ask.forget();
          }}
          onMove={moveTo}
          onOpen={openCurrent}
          onFocused={setInBox}
        />
        <span className={styles.sum}>{sumOf(words, rows.length, found)}</span>
      </div>
      {found.failure === null ? null : <FindFailure failure={found.failure} />}
      {ask.said === null ? null : (
        <Notice tone={ask.said.severity} title={ask.said.title} next={ask.said.next} />
      )}
      {words === "" && rows.length === 0 && found.settled ? <NoRecents /> : null}
      {words !== "" && rows.length === 0 && found.settled ? (
        <Nobody
          words={words}
          held={found.held}
          filled={found.filled}
          askable={found.askable}
          asking={ask.pending}
          onAsk={askFurther}
        />
      ) : null}
      {rows.length === 0 ? null : (
        <Results
          rows={rows}
          further={ask.further.length}
          title={words === "" ? patientsText.find.recents : null}
          current={current}
          opened={patient}
          isBehind={found.isBehind}
          onOpen={openRow}
          onEnd={found.more}
        />
      )}
    </Page>
  );
}

function useFound(words: string) {
  const host = useHost();
  const client = useQueryClient();
  const search = useInfiniteQuery(searchRead(host, words));
  const recent = useQuery({ ...recentRead, placeholderData: keepPreviousData });
  const pages = words === "" ? (recent.data === undefined ? [] : [recent.data]) : (search.data?.pages ?? []);
  const asked = words === "" ? recent : search;
  const [first] = pages;
  return {
    rows: pages.flatMap((page) => page.rows),
    held: first?.held ?? 0,
    filled: first?.filled ?? true,
    askable: first?.askable ?? false,
    hasMore: words !== "" && search.hasNextPage,
    settled: asked.isSuccess && !asked.isPlaceholderData,
    isBehind: asked.isPlaceholderData,
    failure: asked.error?.failure ?? null,
    /** Asks for rows on ahead of the page that will show them, which takes as long to draw as they to come. */
    ask: (typed: string) => {
      if (typed !== "") {
        void client.prefetchInfiniteQuery(searchRead(host, typed));
      }
    },
    /** The rows for what is typed now, as soon as they are there. */
    next: () =>
      client.ensureInfiniteQueryData(searchRead(host, words)).then(
        ({ pages: [page] }) => page?.rows ?? [],
        () => [],
      ),
    more: () => {
      if (words !== "" && search.hasNextPage && !search.isFetching) {
        void search.fetchNextPage();
      }
    },
  };
}

type Found = ReturnType<typeof useFound>;

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
