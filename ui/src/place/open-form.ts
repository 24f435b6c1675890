import { useNavigate } from "@tanstack/react-router";
import { type Form, usePlaceStore } from "./place.tsx";

const NEW: Form = { patient: null, write: null, typed: "", turn: 0 };

/** Opens the form from anywhere: of a patient to be changed, of a draft, or of somebody to be registered. */
export function useOpenForm(): (form: Partial<Omit<Form, "turn">>) => void {
  const place = usePlaceStore();
  const navigate = useNavigate();
  return (form) => {
    place.set({ form: { ...NEW, ...form, turn: (place.get().form?.turn ?? 0) + 1 } });
    void navigate({ to: "/form" });
  };
}

/** Opens the list of writes, on one of them. */
export function useOpenWrite(): (write: string | null) => void {
  const place = usePlaceStore();
  const navigate = useNavigate();
  return (write) => {
    place.set({ write, entering: write === null ? null : "write" });
    void navigate({ to: "/writes" });
  };
}
