import { useQuery } from "@tanstack/react-query";
import type { SavedView, ViewKind, ViewOrder } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { useEmergency, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useActions } from "../kit/keymap.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { isFiltered, unfiltered, type View, viewAction } from "../place/view.ts";
import { ORDERS } from "./list-rows.ts";
import { scheduleText } from "./text.ts";
import { AFTER_THE_DAY, useAfter } from "./use-after.ts";

export const viewsRead = read("view_list", {});

/** How the schedule is shown, and the ways to have it shown otherwise, by key and by mouse. */
export function useViewKeys() {
  const view = usePlace("view");
  const department = usePlace("department");
  const place = usePlaceStore();
  const announce = useAnnounce();
  const [{ density }, setPreferences] = usePreferences();
  const isWhole = useEmergency() === null;
  const saved = useSaved(isWhole);
  const t = scheduleText;
  const set = (to: Partial<View>) => place.set({ view: { ...view, ...to } });
  const toKind = (kind: ViewKind) => {
    set({ kind });
    announce(t.kindNow[kind]);
  };
  const order = (by: ViewOrder, isTurned: boolean) => {
    set({ order: by, isTurned });
    announce(t.list.orderedNow(t.list.columns[by], isTurned));
  };
  // One department alone is what the top bar says as well.
  const filter = (to: View) => {
    const [only] = to.departments;
    const isOne = to.departments.length === 1 && only !== undefined;
    place.set({ department: isOne ? only : null, view: isOne ? { ...to, departments: [] } : to });
  };
  const all = () => {
    place.set({ view: unfiltered(view) });
    announce(t.filter.allNow);
  };
  const show = ({ key: _key, name, density: wanted, ...to }: SavedView) => {
    filter(to);
    if (wanted !== density && isWhole) {
      setPreferences({ density: wanted });
    }
    announce(t.views.shown(name));
  };
  const other = density === "dense" ? "roomy" : "dense";
  const isList = view.kind === "list";
  const next = ORDERS[(ORDERS.indexOf(view.order) + 1) % ORDERS.length] ?? "time";
  useActions({
    "schedule.columns": () => toKind("columns"),
    "schedule.list": () => toKind("list"),
    "schedule.week": () => toKind("week"),
    "schedule.all": isFiltered(view) ? all : undefined,
    "schedule.order": isList ? () => order(next, false) : undefined,
    "schedule.turn": isList ? () => order(view.order, !view.isTurned) : undefined,
    "schedule.density": isWhole
      ? () => {
          setPreferences({ density: other });
          announce(t.density[other]);
        }
      : undefined,
    ...Object.fromEntries(saved.map((each) => [viewAction(each.key), () => show(each)])),
  });
  /** The same with the department of the top bar among what is looked for. */
  const chosen: View = department === null ? view : { ...view, departments: [department] };
  return {
    view,
    chosen,
    /** What a key keeps of how the schedule is shown now. */
    toKeep: (key: number, name: string): SavedView => ({
      key,
      name,
      density,
      kind: chosen.kind,
      departments: [...chosen.departments],
      providers: [...chosen.providers],
      states: [...chosen.states],
      wrongs: [...chosen.wrongs],
      order: chosen.order,
      isTurned: chosen.isTurned,
    }),
    saved: isWhole ? saved : null,
    show,
    toKind,
    filter,
    all,
    orderBy: (by: ViewOrder) => order(by, by === view.order && !view.isTurned),
  };
}

function useSaved(isWhole: boolean): readonly SavedView[] {
  return useQuery({ ...viewsRead, enabled: useAfter(AFTER_THE_DAY) && isWhole }).data?.rows ?? [];
}
