import { lazy, Suspense } from "react";
import { usePlace } from "../place/place.tsx";
import { DayPage } from "./day-page.tsx";

const WeekPage = lazy(() => import("./week-page.tsx").then(({ WeekPage }) => ({ default: WeekPage })));

/** The schedule, by day or by week. */
export function SchedulePage() {
  const { kind } = usePlace("view");
  return kind === "week" ? (
    <Suspense fallback={null}>
      <WeekPage />
    </Suspense>
  ) : (
    <DayPage />
  );
}
