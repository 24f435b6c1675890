import type { MouseEvent, ReactNode } from "react";
import styles from "./button.module.css";
import { Kbd } from "./kbd.tsx";
import { useKeySign } from "./keymap.tsx";

export type ButtonProps = {
  children: ReactNode;
  onPress?: () => void;
  /** What it is drawn as: the one thing to do, one of several, or something that cannot be taken back. */
  weight?: "first" | "plain" | "quiet" | "danger";
  type?: "button" | "submit";
  isDisabled?: boolean;
  /** What it did is under way: it keeps the focus, and does nothing more. */
  isPending?: boolean;
  /** There is nothing that it could do now, and it keeps the focus of whoever just pressed it. */
  isSpent?: boolean;
  autoFocus?: boolean;
  /** The action of the key table that does the same. */
  action?: string;
  label?: string;
  describedBy?: string;
};

export function Button({
  children,
  onPress,
  weight = "plain",
  type = "button",
  isDisabled = false,
  isPending = false,
  isSpent = false,
  autoFocus = false,
  action,
  label,
  describedBy,
}: ButtonProps) {
  const isIdle = isPending || isSpent;
  const onClick = (event: MouseEvent) => (isIdle ? event.preventDefault() : onPress?.());
  return (
    <button
      type={type}
      disabled={isDisabled}
      aria-disabled={isIdle || undefined}
      data-weight={weight}
      data-spent={isSpent || undefined}
      aria-label={label}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noAutofocus: a screen with one thing to do begins at it
      autoFocus={autoFocus}
      className={`${styles.button} ${styles[weight]}`}
      onClick={onClick}
    >
      {children}
      {action === undefined ? null : <ActionKey action={action} />}
    </button>
  );
}

function ActionKey({ action }: { action: string }) {
  const sign = useKeySign(action);
  return sign === undefined ? null : <Kbd sign={sign} />;
}
