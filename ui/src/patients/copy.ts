import { useEffect } from "react";
import { usDate } from "../format.ts";
import type { PatientRow } from "../ipc/bindings.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { patientsText } from "./text.ts";

/** Copies who the cursor is on where no text is selected: the name, the birth date and the id. */
export function useCopy(row: PatientRow | null): void {
  const announce = useAnnounce();
  useEffect(() => {
    const hear = (event: ClipboardEvent) => {
      if (row !== null && event.clipboardData !== null && !hasSelection(event.target)) {
        event.clipboardData.setData("text/plain", copyOf(row));
        event.preventDefault();
        announce(patientsText.find.copied(row.name));
      }
    };
    document.addEventListener("copy", hear);
    return () => document.removeEventListener("copy", hear);
  }, [row, announce]);
}

function hasSelection(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement
    ? target.selectionStart !== target.selectionEnd
    : document.getSelection()?.toString() !== "";
}

function copyOf({ name, dob, id }: PatientRow): string {
  const born = dob === null ? [] : [patientsText.find.copiedBorn(usDate(dob))];
  return [name, ...born, patientsText.find.copiedId(id)].join("\t");
}
