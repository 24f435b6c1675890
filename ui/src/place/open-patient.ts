import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { read, useWrite } from "../ipc/commands.ts";
import { useEmergency } from "../ipc/session.ts";
import { usePlaceStore } from "./place.tsx";

/** Opens a patient's card from anywhere, and remembers who was opened once the card is there. */
export function useOpenPatient(): (patient: string) => void {
  const place = usePlaceStore();
  const navigate = useNavigate();
  const remember = useRememberOpened();
  return (patient) => {
    place.set({ patient, entering: "patient" });
    void navigate({ to: "/patients" });
    remember(patient);
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
