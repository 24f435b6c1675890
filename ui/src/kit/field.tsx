import { useLayoutEffect, useRef, useState } from "react";
import { FieldError, Input, Label, Text, TextField } from "react-aria-components";
import { text } from "../text.ts";
import styles from "./field.module.css";

/** A named text field with its hint, and what is wrong with it. */
export function Field({
  label,
  value,
  onChange,
  onLeave,
  hint,
  error,
  secret = false,
  showable = false,
  numeric = false,
  autoFocus = false,
  isOptional = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The field was left. */
  onLeave?: () => void;
  hint?: string;
  error?: string | undefined;
  secret?: boolean;
  /** A secret that whoever types it may look at: it is long, and stands on paper. */
  showable?: boolean;
  numeric?: boolean;
  autoFocus?: boolean;
  isOptional?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isShown, setIsShown] = useState(false);
  // React Aria takes Enter on a button for a screen reader's click, and then waits with the focus for every
  // transition on the page: what is typed meanwhile would go nowhere.
  useLayoutEffect(() => {
    if (autoFocus) {
      input.current?.focus();
    }
  }, [autoFocus]);
  return (
    <TextField
      className={styles.field ?? ""}
      value={value}
      onChange={onChange}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
      type={(secret || showable) && !isShown ? "password" : "text"}
      inputMode={numeric ? "numeric" : "text"}
      autoComplete="off"
      isRequired={!isOptional}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <div className={styles.line}>
        <Input ref={input} className={styles.input ?? ""} spellCheck={false} autoCapitalize="off" />
        {showable ? (
          <button
            type="button"
            className={styles.show}
            aria-pressed={isShown}
            aria-label={`${text.show}: ${label}`}
            onClick={() => setIsShown(!isShown)}
          >
            {text.show}
          </button>
        ) : null}
      </div>
      {hint === undefined ? null : (
        <Text slot="description" className={styles.hint ?? ""}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ""}>{error}</FieldError>
    </TextField>
  );
}
