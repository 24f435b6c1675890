import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { read } from "../ipc/commands.ts";
import { useEmergency, useMay } from "../ipc/session.ts";
import { useActions } from "../kit/keymap.tsx";
import { usePlace } from "../place/place.tsx";

const PrintDialog = lazy(() =>
  import("./print-dialog.tsx").then(({ PrintDialog }) => ({ default: PrintDialog })),
);

/** The key that prints the day on screen. */
export function PrintKey() {
  const date = usePlace("date");
  const department = usePlace("department");
  const slip = usePlace("slip");
  const may = useMay("print");
  const isWhole = useEmergency() === null;
  const [isOpen, setOpen] = useState(false);
  const only = department === null ? {} : { department };
  // The day that is shown was asked for by the schedule: this is the same answer.
  const day = useQuery({
    ...read("schedule_day", { ...(date === null ? {} : { date }), ...only }),
    enabled: false,
  });
  const shown = date ?? day.data?.date;
  useActions({
    "schedule.print": may && isWhole && shown !== undefined ? () => setOpen(true) : undefined,
  });
  return isOpen && shown !== undefined ? (
    <Suspense fallback={null}>
      <PrintDialog
        date={slip?.date ?? shown}
        department={department}
        visit={slip?.visit ?? null}
        onClose={() => setOpen(false)}
      />
    </Suspense>
  ) : null;
}
