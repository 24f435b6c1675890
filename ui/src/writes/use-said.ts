import { type BookingSaid, sayMore } from "../place/booking.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";

/** Says more of the booking that is open. */
export function useSay(): (more: Partial<BookingSaid>) => void {
  const place = usePlaceStore();
  return (more) => {
    const { booking } = place.get();
    if (booking !== null) {
      place.set({ booking: sayMore(booking, more) });
    }
  };
}

/** One thing that is said of the booking that is open, and how to say it. */
export function useSaid<Name extends keyof BookingSaid>(
  name: Name,
  begun: BookingSaid[Name],
): [BookingSaid[Name], (to: BookingSaid[Name]) => void] {
  const said: Partial<BookingSaid> = usePlace("booking")?.said ?? {};
  const say = useSay();
  const known = said[name] as BookingSaid[Name] | undefined;
  return [known === undefined ? begun : known, (to) => say({ [name]: to })];
}
