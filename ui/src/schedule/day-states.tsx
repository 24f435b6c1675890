import { useQuery } from "@tanstack/react-query";
import { type FailureWords, failureWords, problemTone } from "../failure.ts";
import type { DaySheet } from "../ipc/bindings.ts";
import { syncRead } from "../ipc/freshness.ts";
import { Button } from "../kit/button.tsx";
import { useAct, useLiveActions } from "../kit/keymap.tsx";
import { Blank, Notice } from "../kit/notice.tsx";
import { scheduleText } from "./text.ts";

/** What keeps the schedule from being fresher, where something does. */
export function Trouble() {
  const sync = useQuery(syncRead);
  const problem = sync.data?.problem ?? null;
  // Above every page the frame says that nobody is signed in, with the way to, and what emergency access opened.
  if (problem === null || problem.code === "signInNeeded" || problem.code === "leaseOver") {
    return null;
  }
  const words = failureWords(problem);
  return (
    <Notice tone={problemTone(words)} title={words.title} next={words.next}>
      <PacketButton />
    </Notice>
  );
}

/** Whoever makes the packet for an outage stands beside the schedule. */
function PacketButton() {
  const live = useLiveActions();
  const act = useAct();
  return live.has("schedule.packet") ? (
    <Button action="schedule.packet" onPress={() => act("schedule.packet")}>
      {scheduleText.packet}
    </Button>
  ) : null;
}

export function Said({ words: { severity, title, next } }: { words: FailureWords }) {
  return <Notice tone={severity} title={title} next={next} />;
}

/** A day on which nothing is booked, or of which nothing is known. */
export function NoVisits({
  sheet,
  department,
  onAgain,
  busy,
}: {
  sheet: DaySheet;
  department: string | null;
  onAgain: (() => void) | undefined;
  busy: boolean;
}) {
  const { title, next } = blankOf(sheet, department);
  return (
    <Blank title={title} next={next}>
      {onAgain === undefined ? undefined : (
        <Button action="again" isPending={busy} onPress={onAgain}>
          {scheduleText.again}
        </Button>
      )}
    </Blank>
  );
}

function blankOf(sheet: DaySheet, department: string | null) {
  const t = scheduleText;
  if (sheet.asOf === null) {
    return sheet.kept ? { title: t.notRead, next: t.notReadNext } : { title: t.outside, next: t.outsideNext };
  }
  return department === null
    ? { title: t.empty, next: t.emptyNext }
    : { title: t.emptyDepartment, next: t.emptyDepartmentNext };
}

/** A day of which nothing is looked for. */
export function NothingMeant({ onAll }: { onAll: () => void }) {
  const t = scheduleText.filter;
  return (
    <Blank title={t.nothing} next={t.nothingNext}>
      <Button action="schedule.all" onPress={onAll}>
        {t.all}
      </Button>
    </Blank>
  );
}
