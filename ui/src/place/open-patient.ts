import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { read, useWrite } from "../ipc/commands.ts";
import { usePlaceStore } from "./place.tsx";

/** Opens a patient's card from anywhere, and remembers who was opened once the card is there. */
export function useOpenPatient(): (patient: string) => void {
  const place = usePlaceStore();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate: remember } = useWrite("patient_remember");
  return (patient) => {
    place.set({ patient, entering: "patient" });
    void navigate({ to: "/patients" });
    client.ensureQueryData(read("patient_open", { patient })).then(
      (card) => remember({ patient: card.id }),
      // The card itself shows why it did not open.
      () => undefined,
    );
  };
}
