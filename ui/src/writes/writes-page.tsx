import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { failureWords } from "../failure.ts";
import type { WriteCounts, WriteRow } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { syncRead } from "../ipc/freshness.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useActions, useElementKeys } from "../kit/keymap.tsx";
import { Blank, Late, Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { stepOf } from "../kit/steps.ts";
import { useOpenForm } from "../place/open-form.ts";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { writeOf } from "../write-stage.ts";
import { useDeeds } from "./deeds.tsx";
import { formText } from "./form-text.ts";
import { MayNot } from "./may-not.tsx";
import { writesText } from "./text.ts";
import styles from "./tray.module.css";
import { asks, groupOf } from "./words.ts";
import { WritePanel } from "./write-panel.tsx";
import { inGroups, WriteRows } from "./write-rows.tsx";

const t = writesText;

/** Rows on a page: with their six columns, half of what the window may hold. */
const LIMIT = 50;
/** Rows that a page of keys goes over. */
const STEP = 8;

/** What is being written to athenahealth, and how it ended. */
export function WritesPage() {
  return useMay("editPatients") ? (
    <Writes />
  ) : (
    <Page label={text.pages.writes} panel={null}>
      <MayNot />
    </Page>
  );
}

function Writes() {
  // Where the pages before this one began.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const page = useQuery({
    ...read("write_list", { limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) }),
    placeholderData: keepPreviousData,
  });
  const asked = useAsked(page.data?.rows);
  const rows = inGroups([...(page.data?.rows ?? []), ...asked]);
  const next = page.isPlaceholderData ? null : (page.data?.cursor ?? null);
  const older = next === null ? undefined : () => setCursors([...cursors, next]);
  const newer = cursors.length === 0 ? undefined : () => setCursors(cursors.slice(0, -1));
  useActions({ again: () => void page.refetch(), "writes.older": older, "writes.newer": newer });
  const way = page.data?.way ?? null;
  const isWayShown = rows.some((row) => groupOf(row) === "way");
  const words = page.error === null ? null : failureWords(page.error.failure, "once");
  const head = (
    <>
      <div className={styles.head}>
        <h1>{text.pages.writes}</h1>
        {page.data === undefined ? null : <Sum counts={page.data.counts} rows={rows} />}
        {way === null || isWayShown ? null : (
          <Button onPress={() => setCursors([way])}>{t.showWay(page.data?.counts.onTheWay ?? 0)}</Button>
        )}
      </div>
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      <Offline />
    </>
  );
  const turn =
    older === undefined && newer === undefined ? null : (
      <div className={styles.turn}>
        <Button action="writes.newer" isSpent={newer === undefined} onPress={() => newer?.()}>
          {t.newer}
        </Button>
        <Button action="writes.older" isSpent={older === undefined} onPress={() => older?.()}>
          {t.older}
        </Button>
      </div>
    );
  if (rows.length > 0) {
    return <Listed rows={rows} head={head} turn={turn} />;
  }
  return (
    <Page label={text.pages.writes} panel={null}>
      {head}
      {page.isPending ? <Late>{text.loading}</Late> : null}
      {page.data === undefined ? null : <Nothing />}
      {turn}
    </Page>
  );
}

// A write that was opened from elsewhere may be on no page of these any more.
function useAsked(listed: readonly WriteRow[] | undefined): readonly WriteRow[] {
  const opened = usePlace("write");
  const isListed = opened === null || listed === undefined || listed.some(({ id }) => id === opened);
  const one = useQuery({
    ...writeOf(opened ?? ""),
    enabled: !isListed,
  });
  return isListed ? [] : (one.data?.rows ?? []);
}

function Listed({ rows, head, turn }: { rows: readonly WriteRow[]; head: ReactNode; turn: ReactNode }) {
  const place = usePlaceStore();
  const opened = usePlace("write");
  const [cursor, setCursor] = useState({ id: opened, at: 0 });
  const box = useRef<HTMLDivElement>(null);
  const meaning = useElementKeys("list");
  const openPatient = useOpenPatient();
  const known = rows.findIndex(({ id }) => id === (opened ?? cursor.id));
  // The row that took the place of one that is gone.
  const at = known >= 0 ? known : Math.min(cursor.at, rows.length - 1);
  const current = rows[at] as WriteRow;
  const panel = opened === null ? undefined : rows.find(({ id }) => id === opened);
  const deeds = useDeeds(rows, (write) => place.set({ write }));
  const wantsFocus = useRef(place.get().entering !== "write");
  useLayoutEffect(() => {
    if (wantsFocus.current) {
      box.current?.focus();
    }
  }, []);
  const open = (row: WriteRow) => {
    setCursor({ id: row.id, at: rows.indexOf(row) });
    place.set({ write: row.id, entering: "write" });
  };
  const close = () => {
    setCursor({ id: current.id, at });
    place.set({ write: null });
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = meaning(event);
    const target = stepOf(action, at, rows.length, STEP);
    const row = target === null ? undefined : rows[target];
    if (action === "list.open") {
      open(current);
    } else if (row !== undefined) {
      setCursor({ id: row.id, at: target ?? 0 });
      if (opened !== null) {
        place.set({ write: row.id });
      }
    } else {
      return;
    }
    event.preventDefault();
  };
  const { patient } = current;
  const onCard = patient === null ? undefined : () => openPatient(patient);
  useActions({
    ...Object.fromEntries(deeds.of(current).map(({ deed, run }) => [`writes.${deed}`, run])),
    "writes.card": onCard,
    back: opened === null ? undefined : close,
  });
  return (
    <Page
      label={text.pages.writes}
      panel={
        panel === undefined ? null : (
          <WritePanel
            row={panel}
            deeds={deeds}
            onClose={close}
            onCard={onCard}
            onKeyDown={(event) => (event.key.startsWith("Arrow") ? onKeyDown(event) : undefined)}
          />
        )
      }
    >
      {head}
      <WriteRows
        rows={rows}
        current={current}
        opened={opened}
        box={box}
        onOpen={open}
        onKeyDown={onKeyDown}
      />
      {turn}
      {deeds.dialog}
    </Page>
  );
}

function Sum({ counts, rows }: { counts: WriteCounts; rows: readonly WriteRow[] }) {
  const { drafts, held, onTheWay, unknown, unseen } = counts;
  const forYou = Math.max(held + unknown + unseen, rows.filter(asks).length);
  const parts = [
    ...(forYou > 0 ? [t.sum.asks(forYou)] : []),
    ...(onTheWay > 0 ? [t.sum.way(onTheWay)] : []),
    ...(drafts > held ? [t.sum.drafts(drafts - held)] : []),
  ];
  return <span className={styles.sum}>{parts.join(text.dot)}</span>;
}

function Nothing() {
  const openForm = useOpenForm();
  return (
    <Blank title={t.none} next={t.noneNext}>
      <Button action="register" onPress={() => openForm({})}>
        {formText.register}
      </Button>
    </Blank>
  );
}

function Offline() {
  const isOffline = useQuery({ ...syncRead, select: ({ problem }) => problem?.code === "offline" }).data;
  return isOffline === true ? <Notice tone="warn" title={t.offline} next={t.offlineNext} /> : null;
}
