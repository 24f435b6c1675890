import { useNavigate, useRouter } from "@tanstack/react-router";
import { forWhom, sayMore } from "./booking.ts";
import { BLANK, type Form, type Path, usePlaceStore } from "./place.tsx";

/** Opens the form from anywhere: of a patient to be changed, of a draft, or of somebody to be registered. */
export function useOpenForm(): (form: Partial<Omit<Form, "turn" | "from">>) => void {
  const place = usePlaceStore();
  const router = useRouter();
  return (form) => {
    const before = place.get().form;
    const here = router.state.location.pathname as Path;
    const from = here === "/form" ? (before?.from ?? BLANK.from) : here;
    const booking = here === "/form" ? (before?.booking ?? null) : null;
    place.set({ form: { ...BLANK, booking, ...form, from, turn: (before?.turn ?? 0) + 1 } });
    void router.navigate({ to: "/form" });
  };
}

/** Closes the form and goes back to where it was opened, with the focus where it was. A booking that waited goes on, for
 * whoever was registered. */
export function useCloseForm(): (registered: string | null) => void {
  const place = usePlaceStore();
  const router = useRouter();
  return (registered) => {
    // Whoever went elsewhere while the draft was being kept stays there.
    if (router.state.location.pathname !== "/form") {
      return;
    }
    const { form, patient, visitOpen, write } = place.get();
    const from = form?.from ?? BLANK.from;
    const isOpen = {
      patient: from === "/patients" && patient !== null,
      visit: from === "/schedule" && visitOpen,
      write: from === "/writes" && write !== null,
    };
    const entering = (["patient", "visit", "write"] as const).find((panel) => isOpen[panel]) ?? null;
    const waits = form?.booking ?? null;
    const booking = waits === null || registered === null ? waits : sayMore(waits, forWhom(registered));
    place.set({ form: null, ...(booking === null ? { entering } : { booking }) });
    void router.navigate({ to: from });
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
