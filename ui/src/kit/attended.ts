import { useEffect, useState } from "react";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** Whether the window is in sight and somebody touched it within so many milliseconds. */
export function useAttended(long: number): boolean {
  const [isAttended, setAttended] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const leave = () => {
      clearTimeout(timer);
      setAttended(false);
    };
    const touch = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, long);
      setAttended(true);
    };
    const turn = () => (document.hidden ? leave() : touch());
    const how = { capture: true, passive: true };
    turn();
    document.addEventListener("visibilitychange", turn);
    for (const sign of SIGNS) {
      window.addEventListener(sign, touch, how);
    }
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", turn);
      for (const sign of SIGNS) {
        window.removeEventListener(sign, touch, how);
      }
    };
  }, [long]);
  return isAttended;
}
