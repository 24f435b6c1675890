import { lazy, Suspense } from "react";
import { usePlace } from "../place/place.tsx";
import { CarriedProvider } from "./carried.tsx";
import { DayPage } from "./day-page.tsx";
import { VisitDeedsProvider } from "./visit-deeds.tsx";

const WeekPage = lazy(() => import("./week-page.tsx").then(({ WeekPage }) => ({ default: WeekPage })));

/** The schedule, by day or by week. */
export function SchedulePage() {
  const { kind } = usePlace("view");
  return (
    <VisitDeedsProvider>
      <CarriedProvider>
        {kind === "week" ? (
          <Suspense fallback={null}>
            <WeekPage />
          </Suspense>
        ) : (
          <DayPage />
        )}
      </CarriedProvider>
    </VisitDeedsProvider>
  );
}
