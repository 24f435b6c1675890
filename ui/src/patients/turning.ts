import { useEffect, useState } from "react";
import type { PatientRow } from "../ipc/bindings.ts";
import { useRememberOpened } from "../place/open-patient.ts";
import { usePlaceStore } from "../place/place.tsx";

/** How long the cursor rests on somebody before the card is asked for: each card that is opened is written down
 * as opened, and who turns through a list opens none on the way. */
const REST = 250;

/** The panel follows the cursor: with the row at once, and with the card once the cursor has rested. */
export function useTurning(patient: string | null) {
  const place = usePlaceStore();
  const remember = useRememberOpened();
  const [turned, setTurned] = useState<{ row: PatientRow; over: string } | null>(null);
  const isOn = turned !== null && (patient === turned.over || patient === turned.row.id);
  const row = isOn ? turned.row : null;
  useEffect(() => {
    if (row === null || row.id === patient) {
      return;
    }
    const timer = setTimeout(() => {
      setTurned({ row, over: row.id });
      place.set({ patient: row.id });
      // Those lately opened do not change places under whoever turns through them.
      if (place.get().find.trim() !== "") {
        remember(row.id);
      }
    }, REST);
    return () => clearTimeout(timer);
  }, [row, patient, place, remember]);
  return {
    /** Whom the panel shows, where that is known from a row. */
    row,
    /** Turns the panel, if it is open, to another person. */
    to: (next: PatientRow) => (patient === null ? undefined : setTurned({ row: next, over: patient })),
    /** Somebody was opened on purpose: the card is asked for already. */
    opened: (row: PatientRow) => setTurned({ row, over: row.id }),
    forget: () => setTurned(null),
  };
}

export type Turning = ReturnType<typeof useTurning>;
