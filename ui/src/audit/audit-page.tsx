import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../failure.ts";
import { read } from "../ipc/commands.ts";
import { connectionsRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Blank, Late, Notice } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useScrollKeys } from "../kit/scroll-keys.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { personName } from "../who.ts";
import styles from "./audit.module.css";
import { Entries } from "./entries.tsx";
import { ALL, type Filter, Filters } from "./filters.tsx";
import { Proof } from "./proof.tsx";
import { auditText } from "./text.ts";

const t = auditText;

/** Entries on a page: with its seven columns at most, half of what the window may hold. */
const LIMIT = 50;

/** Who did what here, whether it is as it was written, and how it leaves this computer. */
export function AuditPage() {
  const place = usePlaceStore();
  const scroller = useScrollKeys();
  const patient = usePlace("auditPatient");
  const [rest, setRest] = useState(ALL);
  // Where the pages before this one began.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const filter: Filter = { ...rest, patient };
  const cursor = cursors.at(-1);
  const page = useQuery({
    ...read("audit_read", requestOf(filter, cursor)),
    placeholderData: keepPreviousData,
    // Whoever comes here again wants what was done since.
    staleTime: 0,
    refetchOnMount: "always",
  });
  const connections = useQuery(connectionsRead);
  // Where the next page begins, once the one that was asked for stands here.
  const next = page.isPlaceholderData ? null : (page.data?.cursor ?? null);
  const change = ({ patient: who, ...others }: Filter) => {
    place.set({ auditPatient: who });
    setRest(others);
    setCursors([]);
  };
  const older = next === null ? undefined : () => setCursors([...cursors, next]);
  const newer = cursors.length === 0 ? undefined : () => setCursors(cursors.slice(0, -1));
  useActions({ again: () => void page.refetch(), "audit.older": older, "audit.newer": newer });
  const words = page.error === null ? null : failureWords(page.error.failure, "once");
  const names = new Map([
    ...(page.data?.people ?? []).map((each): [string, string] => [each.id, personName(each)]),
    ...(connections.data?.rows ?? []).map(({ id, label }): [string, string] => [id, label]),
  ]);
  const inUse = connections.data?.rows.find(({ id }) => id === connections.data.current);
  const isAll = filter.kind === null && filter.person === null && filter.connection === null;
  const isWhole = isAll && patient === "" && filter.day === null;
  return (
    <Page label={text.pages.audit} panel={null}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section ref={scroller} className={styles.page} aria-label={t.title} tabIndex={0}>
        <h1>{t.title}</h1>
        <Filters
          filter={filter}
          people={page.data?.people ?? []}
          connections={connections.data?.rows ?? []}
          current={connections.data?.current ?? null}
          today={page.data?.today ?? ""}
          onChange={change}
        />
        <p className={styles.note}>{t.counted}</p>
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        {page.data === undefined ? (
          page.isPending ? (
            <Late>{text.loading}</Late>
          ) : null
        ) : page.data.rows.length === 0 ? (
          <Blank title={isWhole ? t.empty : t.none} {...(isWhole ? {} : { next: t.noneNext })} />
        ) : (
          <Entries lines={page.data.rows} names={names} practice={inUse?.practice} />
        )}
        <div className={styles.turn}>
          <Button action="audit.newer" isSpent={newer === undefined} onPress={() => newer?.()}>
            {t.newer}
          </Button>
          <Button action="audit.older" isSpent={older === undefined} onPress={() => older?.()}>
            {t.older}
          </Button>
        </div>
        <Proof />
      </section>
    </Page>
  );
}

function requestOf({ kind, person, connection, patient, day }: Filter, cursor: string | undefined) {
  return {
    limit: LIMIT,
    ...(cursor === undefined ? {} : { cursor }),
    ...(kind === null ? {} : { kind }),
    ...(person === null ? {} : { person }),
    ...(connection === null ? {} : { connection }),
    ...(patient === "" ? {} : { patient }),
    ...(day === null ? {} : { day }),
  };
}
