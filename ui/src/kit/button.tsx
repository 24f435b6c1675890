import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
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
  isPending?: boolean;
  autoFocus?: boolean;
  /** The action of the key table that does the same. */
  action?: string;
  label?: string;
  describedBy?: string;
};

export function Button({ children, weight = "plain", action, label, describedBy, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { "aria-label": label })}
      {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
      className={`${styles.button} ${styles[weight]}`}
    >
      {children}
      {action === undefined ? null : <ActionKey action={action} />}
    </AriaButton>
  );
}

function ActionKey({ action }: { action: string }) {
  const sign = useKeySign(action);
  return sign === undefined ? null : <Kbd sign={sign} />;
}
