import styles from "./kbd.module.css";

/** A key as it is printed on the keyboard. Screen readers hear it from the sheet of keys. */
export function Kbd({ sign }: { sign: string }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {sign}
    </kbd>
  );
}
