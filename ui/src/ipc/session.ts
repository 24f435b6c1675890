import { useQuery } from "@tanstack/react-query";
import type { Permission, Preferences, Seat } from "./bindings.ts";
import { read, readWhole, useWrite } from "./commands.ts";

const FALLBACK: Preferences = {
  theme: "system",
  density: "dense",
  hourClock: "twelve",
  quiet: false,
  openTimes: false,
};

const USUAL_PATIENCE = 15;

export const sessionRead = read("session_read", {});
export const connectionsRead = readWhole("connection_list", {});
export const overviewRead = readWhole("practice_overview", {});

/** How the console should look, and how to change it. */
export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const session = useQuery(sessionRead);
  const write = useWrite("preference_set");
  const preferences = session.data?.preferences ?? FALLBACK;
  return [preferences, (change) => write.mutate({ preferences: { ...preferences, ...change } })];
}

/** After how many minutes in the waiting room a wait is long. */
export function usePatience(): number {
  return useQuery(sessionRead).data?.patienceMinutes ?? USUAL_PATIENCE;
}

/** How long emergency access lasts yet, in milliseconds as the console last said; `null` without it. */
export function useEmergency(): number | null {
  const stage = useQuery(sessionRead).data?.stage;
  return stage?.stage === "emergency" ? stage.leftMs : null;
}

/** What is not refused by emergency access. */
const AT_THE_DESK: readonly Permission[] = ["useConsole", "viewSchedule", "viewPatients"];

/** Whether whoever sits here may do something. The console checks it again; this keeps what it would refuse out of
 * the way. */
export function useMay(permission: Permission): boolean {
  const seat = useQuery(sessionRead).data?.seat;
  const emergency = useEmergency();
  if (emergency !== null && !AT_THE_DESK.includes(permission)) {
    return false;
  }
  return seat !== undefined && seatMay(seat, permission);
}

/** The same of a seat, whatever stage the console is in. */
export function seatMay(seat: Seat, permission: Permission): boolean {
  return seat.seat === "everybody" || (seat.seat !== "locked" && seat.permissions.includes(permission));
}
