import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import type { Failure, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import type { Failed } from "../ipc/host.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { useOnce } from "../kit/once.ts";
import { Dot } from "../kit/tag.tsx";
import { useOpenWrite } from "../place/open-form.ts";
import { type VisitKind, visitWriteText } from "../visit-write-text.ts";
import { stageOf, writeOf } from "../write-stage.ts";
import styles from "./visit.module.css";
import { visitText } from "./visit-text.ts";

const t = visitText;

/** For how many seconds after it was confirmed a deed can be undone, and how its undo ended is told. */
export const UNDO = 10;

/** Seconds since a write ended. */
export function since({ ended }: WriteRow, now: number): number {
  return ended === null ? 0 : Math.max(0, Math.floor((now - Date.parse(ended)) / 1_000));
}

type Deed = { write: string; who: string };

/** The undo of a deed: the write that it is, once there is one, or why there is none. */
type Undoing = { of: string; who: string; at: number; write: string | null; failure: Failure | null };

export type LastDeed = {
  /** Keeps what was done in reach of an undo. */
  did(deed: Deed): void;
  /** Undoes it, once. */
  undo(row: WriteRow): void;
  isUndone(write: string): boolean;
  failureOf(write: string): Failure | null;
  /** Whether the key is for something else that was done since. */
  isKeyTaken(write: string): boolean;
  /** Has a write be told by whatever shows it, until the function that it gives is called. */
  show(write: string): () => void;
};

/** What was done last, which can be undone whatever is shown since, and how its undo goes. */
export function useLastDeed() {
  const [last, setLast] = useState<Deed | null>(null);
  const [undoing, setUndoing] = useState<Undoing | null>(null);
  const [shown, setShown] = useState<readonly string[]>([]);
  const now = useNow(1_000);
  const once = useOnce(null);
  const announce = useAnnounce();
  const { mutateAsync } = useWrite("write_undo");
  const row = useRow(last?.write ?? null);
  const back = useRow(undoing?.write ?? null);
  const left = row === null ? 0 : UNDO - since(row, now);
  const isOver = row !== null && (row.stage === "saved" ? left <= 0 : !isOnItsWay(row));
  const canUndo =
    row?.stage === "saved" &&
    row.can.includes("undo") &&
    left > 0 &&
    !once.isUnder(row.id) &&
    undoing?.of !== row.id;
  useEffect(() => {
    if (isOver) {
      setLast(null);
    }
  }, [isOver]);
  const isTold =
    undoing !== null &&
    ((undoing.failure === null && (back === null || isOnItsWay(back))) ||
      (now - (back?.ended ? Date.parse(back.ended) : undoing.at)) / 1_000 < UNDO);
  useEffect(() => {
    if (!isTold) {
      setUndoing(null);
    }
  }, [isTold]);
  const undo = (of: WriteRow) =>
    once.run(of.id, (onError) => {
      const begun = { of: of.id, who: of.name ?? "", at: now, write: null, failure: null };
      const go = (change: Partial<Undoing>) =>
        setUndoing((each) => (each?.of === of.id ? { ...each, ...change } : each));
      setUndoing(begun);
      mutateAsync({ write: of.id }).then(
        ({ write }) => {
          go({ write });
          announce(t.undone);
        },
        ({ failure }: Failed) => {
          go({ failure });
          onError();
        },
      );
    });
  useActions({ "visit.undo": canUndo ? () => undo(row) : undefined });
  const deed: LastDeed = {
    did: setLast,
    undo,
    isUndone: once.isUnder,
    failureOf: (write) => (undoing?.of === write ? undoing.failure : null),
    isKeyTaken: (write) => canUndo && row.id !== write,
    show: (write) => {
      setShown((all) => [...all, write]);
      return () => setShown((all) => all.toSpliced(all.indexOf(write), 1));
    },
  };
  const isShown = (write: string | null | undefined) => write != null && shown.includes(write);
  const strip =
    undoing !== null && isTold ? (
      isShown(undoing.write) || isShown(undoing.of) ? null : (
        <Back who={undoing.who} row={back} failure={undoing.failure} />
      )
    ) : canUndo && !isShown(row.id) ? (
      <Reach who={last?.who ?? ""} row={row} left={left} onUndo={() => undo(row)} />
    ) : null;
  return {
    deed,
    strip:
      strip === null ? null : (
        <section className={styles.last} aria-label={t.last}>
          {strip}
        </section>
      ),
  };
}

/** Has a write be told by what shows it. */
export function useShows(show: LastDeed["show"], write: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the same from one drawing to the next
  useLayoutEffect(() => show(write), [write]);
}

function useRow(write: string | null): WriteRow | null {
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== null });
  return (write === null ? undefined : page.data?.rows.find(({ id }) => id === write)) ?? null;
}

function isOnItsWay({ stage }: WriteRow): boolean {
  return stage === "waiting" || stage === "sent";
}

function Reach({ who, row, left, onUndo }: { who: string; row: WriteRow; left: number; onUndo: () => void }) {
  return (
    <>
      <p>
        <Dot tone={stageOf(row).tone} /> <b dir="auto">{who}</b>{" "}
        <span>{visitWriteText.did[row.kind as VisitKind]}</span>
      </p>
      <Button action="visit.undo" onPress={onUndo}>
        {t.undo}
      </Button>
      <span className={styles.muted}>{t.undoLeft(left)}</span>
    </>
  );
}

function Back({ who, row, failure }: { who: string; row: WriteRow | null; failure: Failure | null }) {
  const openWrite = useOpenWrite();
  const words = failure === null ? null : failureWords(failure, "once");
  const said = words === null ? backWords(row) : [words.title, words.next].join(" ").trim();
  const isAmiss = row !== null && !isOnItsWay(row) && row.stage !== "saved";
  return (
    <>
      <p role="status">
        {row === null ? null : <Dot tone={stageOf(row).tone} />} <b dir="auto">{who}</b> <span>{said}</span>
      </p>
      {isAmiss ? (
        <Button weight="quiet" onPress={() => openWrite(row.id)}>
          {t.toWrites}
        </Button>
      ) : null}
    </>
  );
}

function backWords(row: WriteRow | null): string {
  if (row === null || isOnItsWay(row)) {
    return t.undone;
  }
  const kind = row.kind as VisitKind;
  if (row.stage === "saved") {
    return t.didUndo(visitWriteText.did[kind]);
  }
  return row.stage === "unknown" ? t.unknownUndo : t.didNotUndo(visitWriteText.didNot[kind]);
}
