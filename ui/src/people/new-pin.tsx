import { useState } from "react";
import { fieldNextText } from "../failure-text.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Field } from "../kit/field.tsx";
import { peopleText } from "./text.ts";

const t = peopleText;

/** A PIN that is typed twice, since nobody sees what they typed. */
export type NewPin = {
  pin: string;
  again: string;
  change(pin: string): void;
  changeAgain(again: string): void;
  /** Whether both are the same; from then on the form says so where they are not. */
  isTwice(): boolean;
  /** Whether it was found that they differ, and they still do. */
  differs: boolean;
};

export function useNewPin(): NewPin {
  const [pin, change] = useState("");
  const [again, changeAgain] = useState("");
  const [tried, setTried] = useState(false);
  const isTwice = () => {
    setTried(true);
    return pin === again;
  };
  return { pin, again, change, changeAgain, isTwice, differs: tried && pin !== again };
}

/** Its two fields. */
export function NewPinFields({
  label,
  hint,
  failure,
  newPin,
  isOptional = false,
}: {
  label: string;
  hint: string;
  failure: Failure | null;
  newPin: NewPin;
  isOptional?: boolean;
}) {
  const isWeak = failure?.code === "invalid" && failure.field === "pin";
  return (
    <>
      <Field
        label={label}
        hint={hint}
        value={newPin.pin}
        onChange={newPin.change}
        error={isWeak ? fieldNextText.pin : undefined}
        isOptional={isOptional}
        secret
        numeric
      />
      <Field
        label={t.pinAgain}
        value={newPin.again}
        onChange={newPin.changeAgain}
        error={newPin.differs ? t.pinDiffers : undefined}
        isOptional={isOptional}
        secret
        numeric
      />
    </>
  );
}
