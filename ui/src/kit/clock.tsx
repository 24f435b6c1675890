import { createContext, useContext, useSyncExternalStore } from "react";

/** What time it is, for ages only: nothing a practice's calendar says comes from here. */
export type Clock = { now(): number; every(milliseconds: number, tick: () => void): () => void };

export const computerClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, tick) {
    const timer = setInterval(tick, milliseconds);
    return () => clearInterval(timer);
  },
};

const ClockContext = createContext<Clock>(computerClock);

export const ClockProvider = ClockContext.Provider;

/** Now, rounded down to the step, so that a render within it sees the same instant. */
export function useNow(step: number): number {
  const clock = useContext(ClockContext);
  return useSyncExternalStore(
    (tick) => clock.every(step, tick),
    () => Math.floor(clock.now() / step) * step,
  );
}
