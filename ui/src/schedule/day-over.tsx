import { lazy, Suspense } from "react";
import type { Column, DaySheet } from "../ipc/bindings.ts";
import { Coming } from "../kit/coming.tsx";
import type { Spot } from "./moves.ts";
import type { useCarry } from "./use-carry.ts";
import type { useViewKeys } from "./view-keys.ts";

const DateJump = lazy(() => import("./date-jump.tsx").then(({ DateJump }) => ({ default: DateJump })));
const SavedViews = lazy(() =>
  import("./saved-views.tsx").then(({ SavedViews }) => ({ default: SavedViews })),
);
const Filter = lazy(() => import("./filter.tsx").then(({ Filter }) => ({ default: Filter })));
const FindVisit = lazy(() => import("./find-visit.tsx").then(({ FindVisit }) => ({ default: FindVisit })));
const BesideDialog = lazy(() =>
  import("./beside-dialog.tsx").then(({ BesideDialog }) => ({ default: BesideDialog })),
);
const PlanDialog = lazy(() =>
  import("./plan-dialog.tsx").then(({ PlanDialog }) => ({ default: PlanDialog })),
);
const NoShows = lazy(() => import("./no-shows.tsx").then(({ NoShows }) => ({ default: NoShows })));

export type Over = "jump" | "find" | "filter" | "views" | "noShows" | "beside" | "plan";

/** What is opened over a day. */
export function DayOver({
  over,
  whole,
  sheet,
  ways,
  beside,
  column,
  onDay,
  onFound,
  onClose,
}: {
  over: Over | null;
  /** The day with all that is filtered out. */
  whole: DaySheet | undefined;
  sheet: DaySheet | undefined;
  ways: ReturnType<typeof useViewKeys>;
  /** Where a visit that is carried could be put beside another. */
  beside: ReturnType<typeof useCarry>["beside"];
  /** The column that the cursor is in. */
  column: Column | undefined;
  onDay: (date: string | null) => void;
  onFound: (spot: Spot) => void;
  onClose: () => void;
}) {
  if (over === null || whole === undefined || sheet === undefined) {
    return null;
  }
  const dialogs = {
    jump: () => <DateJump date={sheet.date} today={sheet.today} onClose={onClose} onDay={onDay} />,
    find: () => <FindVisit sheet={whole} onFound={onFound} onClose={onClose} />,
    filter: () => <Filter sheet={whole} view={ways.chosen} onChange={ways.filter} onClose={onClose} />,
    views: () => <SavedViews sheet={whole} now={ways.toKeep} onShow={ways.show} onClose={onClose} />,
    noShows: () => <NoShows sheet={sheet} onClose={onClose} />,
    beside: () =>
      beside === null ? null : (
        <BesideDialog
          {...beside}
          onYes={(to, minute, reason) => {
            onClose();
            beside.onYes(to, minute, reason);
          }}
          onClose={onClose}
        />
      ),
    plan: () =>
      column === undefined ? null : <PlanDialog date={sheet.date} column={column} onClose={onClose} />,
  } satisfies Record<Over, () => unknown>;
  return <Suspense fallback={<Coming />}>{dialogs[over]()}</Suspense>;
}
