import { useId } from "react";
import styles from "./field.module.css";

/** A named field of which one of a list stands there. */
export function Choose({
  label,
  options,
  value,
  onChange,
  onLeave,
  hint,
  error,
}: {
  label: string;
  options: readonly { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
  /** The field was left. */
  onLeave?: () => void;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const id = useId();
  const said = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={`${styles.input} ${styles.select}`}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        onBlur={onLeave}
        aria-invalid={error !== undefined}
        data-invalid={error === undefined ? undefined : true}
        aria-describedby={said === undefined ? undefined : `${id}-said`}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
      {said === undefined ? null : (
        <span id={`${id}-said`} className={error === undefined ? styles.hint : styles.error}>
          {said}
        </span>
      )}
    </div>
  );
}
