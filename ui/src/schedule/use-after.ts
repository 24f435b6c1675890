import { useEffect, useState } from "react";

/** The day is painted before anything is asked for besides. */
export const AFTER_THE_DAY = 250;

/** Whether so many milliseconds went by since it was drawn first. */
export function useAfter(long: number): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), long);
    return () => clearTimeout(timer);
  }, [long]);
  return isAfter;
}
