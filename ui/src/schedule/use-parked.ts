import { useQuery } from "@tanstack/react-query";
import type { Parked, ParkedVisit, Visit } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useOnce } from "../kit/once.ts";
import { parkedText } from "./beside-text.ts";
import { isMovable } from "./open-times.ts";
import { AFTER_THE_DAY, useAfter } from "./use-after.ts";
import { visitName } from "./words.ts";

const t = parkedText;

/** The visits that wait for a place, and the ways to put one there, to take one off, and to pick one up. */
export function useParked(onPickUp: (row: ParkedVisit, visit: Visit) => void) {
  const may = useMay("editSchedule");
  const announce = useAnnounce();
  const list = useQuery({ ...read("parked_list", {}), enabled: useAfter(AFTER_THE_DAY) && may });
  const put = useWrite("visit_park");
  const off = useWrite("visit_unpark");
  const parked: Parked | undefined = may ? list.data : undefined;
  const rows = parked?.rows ?? [];
  const rowOf = (visit: string) => rows.find(({ column }) => column.visits[0]?.id === visit);
  const turning = useOnce(list.data);
  const once = ({ id, patient }: Visit, write: typeof put | typeof off, said: string) => {
    if (patient !== null) {
      turning.run(id, (onError) =>
        write.mutate({ visit: id, patient }, { onSuccess: () => announce(said), onError }),
      );
    }
  };
  const takeOff = (visit: Visit) => once(visit, off, t.tookOff(visitName(visit)));
  const pick = (row: ParkedVisit) => {
    const [visit] = row.column.visits;
    if (visit === undefined) {
      return;
    }
    if (isMovable(visit)) {
      onPickUp(row, visit);
    } else {
      announce(t.begun(visitName(visit)));
    }
  };
  return {
    parked,
    pick,
    takeOff,
    failure: put.error?.failure ?? null,
    /** Puts a visit there, or takes it off again. */
    turn: (visit: Visit) => {
      if (rowOf(visit.id) !== undefined) {
        takeOff(visit);
      } else {
        once(visit, put, t.put(visitName(visit)));
      }
    },
    /** The one after the one that is carried, the first where none is. */
    next: (carried: string | null): ParkedVisit | undefined => {
      const at = rows.findIndex(({ column }) => column.visits[0]?.id === carried);
      return rows[(at + 1) % Math.max(1, rows.length)];
    },
  };
}
