import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { read, useWrite } from "../ipc/commands.ts";
import { useEmergency } from "../ipc/session.ts";
import { type Path, usePlaceStore } from "./place.tsx";

/** Opens a patient's card from anywhere, and remembers who was opened once the card is there. Closing it leads back to
 * the page it was opened on, where one is given. */
export function useOpenPatient(from: Path | null = null): (patient: string) => void {
  const place = usePlaceStore();
  const navigate = useNavigate();
  const remember = useRememberOpened();
  return (patient) => {
    place.set({ patient, cardFrom: from, entering: "patient" });
    void navigate({ to: "/patients" });
    remember(patient);
  };
}

/** Closes the card, and says whether that led back to the page it was opened on, with the focus where it was. */
export function useCloseCard(): (isElsewhere: boolean) => boolean {
  const place = usePlaceStore();
  const navigate = useNavigate();
  return (isElsewhere) => {
    const { cardFrom, visitOpen } = place.get();
    place.set({ patient: null, cardFrom: null });
    if (cardFrom === null || isElsewhere) {
      return false;
    }
    place.set({ entering: cardFrom === "/schedule" && visitOpen ? "visit" : null });
    void navigate({ to: cardFrom });
    return true;
  };
}

/** Remembers somebody whose card is being opened, once it is there. */
export function useRememberOpened(): (patient: string) => void {
  const client = useQueryClient();
  const { mutate: remember } = useWrite("patient_remember");
  // By emergency access it is on record, and nothing else is kept.
  const isKept = useEmergency() === null;
  return useCallback(
    (patient) => {
      if (!isKept) {
        return;
      }
      client.ensureQueryData(read("patient_open", { patient })).then(
        (card) => remember({ patient: card.id }),
        // The card itself shows why it did not open.
        () => undefined,
      );
    },
    [client, isKept, remember],
  );
}
