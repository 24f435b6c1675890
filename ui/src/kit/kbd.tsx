import styles from "./kbd.module.css";

/** A key as it is printed on the keyboard. Screen readers hear it from the sheet of keys. */
export function Kbd({ sign }: { sign: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd cannot be focused
    <kbd className={styles.key} aria-hidden="true">
      {sign}
    </kbd>
  );
}
