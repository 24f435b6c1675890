import { useQuery } from "@tanstack/react-query";
import { failureWords } from "../failure.ts";
import type { Column, Visit, VisitState, WriteRow } from "../ipc/bindings.ts";
import { useMay } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { isOfSlot, visitWriteText } from "../visit-write-text.ts";
import { isOpen, writesOf } from "../write-stage.ts";
import { GateList } from "./gate-list.tsx";
import { useGates } from "./use-gates.ts";
import styles from "./visit.module.css";
import { type Act, useVisitDeeds } from "./visit-deeds.tsx";
import { VisitStandingNow } from "./visit-standing.tsx";
import { visitText } from "./visit-text.ts";

const TO_COME: readonly Act[] = ["checkIn", "startCheckIn", "cancel"];
const HERE: readonly Act[] = ["checkOut", "cancelCheckIn"];

/** What can be done with a visit as it stands, what leads on first. */
const ACTS: Record<VisitState["state"], readonly Act[]> = {
  booked: TO_COME,
  late: TO_COME,
  checkingIn: ["checkIn", "cancelCheckIn", "cancel"],
  here: HERE,
  waiting: HERE,
  out: [],
  charged: [],
  cancelled: [],
  other: [],
};

/** What is being done with a visit: first what has not ended, then what ended; and whether that is known. */
function useVisitWrites({ id, patient }: Visit, isOn: boolean): { rows: WriteRow[]; isKnown: boolean } {
  const page = useQuery({ ...writesOf(patient ?? ""), enabled: isOn && patient !== null });
  const own = (page.data?.rows ?? []).filter((row) => row.visit?.id === id && !isOfSlot(row));
  return { rows: [...own.filter(isOpen), ...own.filter((row) => !isOpen(row))], isKnown: !page.isPending };
}

/** What took the visit from where the day still shows it. What is done with it since is done under another number. */
function goneBy([last]: readonly WriteRow[]): "move" | "cancel" | null {
  return last?.stage === "saved" && (last.kind === "move" || last.kind === "cancel") ? last.kind : null;
}

/** Whether the last that was done was a check-in, which the day does not show yet. */
function isIn([last]: readonly WriteRow[]): boolean {
  return last?.kind === "checkIn" && last.stage === "saved";
}

function doingOf({ kind }: WriteRow): string {
  return kind === "create" || kind === "edit" ? "" : visitWriteText.doing[kind];
}

/** The buttons under a visit, and how far is what they did: once it is on record that the visit was opened. */
export function useVisitActs(
  { visit, date, column, zoned }: { visit: Visit; date: string; column: Column; zoned: boolean },
  isOpened: boolean,
) {
  const may = useMay("editSchedule") && isOpened;
  const { rows, isKnown } = useVisitWrites(visit, may);
  const deeds = useVisitDeeds();
  const announce = useAnnounce();
  const { patient } = visit;
  const under = rows.find(isOpen);
  const isWaited = under !== undefined || !isKnown;
  const isBusy = isWaited || deeds.isUnder(visit.id);
  const gone = goneBy(rows);
  const acts = may && patient !== null && gone === null ? ACTS[visit.state.state] : [];
  const gates = useGates(visit, acts.includes("checkIn") && !isBusy);
  const run = (act: Act) => {
    if (patient !== null && !isWaited) {
      deeds.begin(act, { visit, patient, date, column, zoned }, gates);
    }
  };
  // Whoever presses meanwhile hears what it waits for.
  const waits = under === undefined ? undefined : () => announce(visitText.waits(doingOf(under)));
  useActions(
    Object.fromEntries(acts.map((act) => [`visit.${act}`, isWaited ? waits : () => run(act)] as const)),
  );
  const failure = deeds.whyNot(visit.id);
  const words = failure === null ? null : failureWords(failure, "once");
  return {
    buttons: acts.map((act, at) => (
      <Button
        key={act}
        weight={at === 0 ? "first" : "plain"}
        action={`visit.${act}`}
        isPending={isBusy}
        onPress={() => run(act)}
      >
        {visitWriteText.does[act]}
      </Button>
    )),
    standing: (
      <>
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        <VisitStandingNow rows={rows} />
        {under === undefined || acts.length === 0 ? null : (
          <p className={styles.muted}>{visitText.waitsFor}</p>
        )}
        {gone === null ? null : <p className={styles.muted}>{visitText.gone[gone]}</p>}
        {patient === null || isBusy || isIn(rows) || !acts.includes("checkIn") ? null : (
          <GateList gates={gates} patient={patient} />
        )}
      </>
    ),
  };
}
