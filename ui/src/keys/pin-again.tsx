import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sessionRead } from "../ipc/session.ts";
import { Field } from "../kit/field.tsx";
import { keysText } from "./text.ts";

/** The PIN of whoever sits here, asked for again before what cannot be taken back. */
export type PinAgain = {
  /** Whether they have one. */
  isAsked: boolean;
  pin: string;
  change(pin: string): void;
  /** What goes with the request. */
  sent: { pin?: string };
};

export function usePinAgain(): PinAgain {
  const isAsked = useQuery(sessionRead).data?.seat.seat === "person";
  const [pin, change] = useState("");
  return { isAsked, pin, change, sent: isAsked ? { pin } : {} };
}

/** Its field; nothing where nobody has a PIN. */
export function PinAgainField({ again, autoFocus = false }: { again: PinAgain; autoFocus?: boolean }) {
  const { isAsked, pin, change } = again;
  return isAsked ? (
    <Field label={keysText.pin} value={pin} onChange={change} secret numeric autoFocus={autoFocus} />
  ) : null;
}
