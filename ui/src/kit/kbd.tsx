import { Icon, type IconName } from "./icons.tsx";
import styles from "./kbd.module.css";

// Drawn: the window's font has not all four, and to look for another that has them costs the first frame dear.
const ARROWS: Record<string, IconName> = { "↑": "up", "↓": "down", "←": "left", "→": "right" };

/** A key as it is printed on the keyboard. Screen readers hear it from the sheet of keys. */
export function Kbd({ sign }: { sign: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd cannot be focused
    <kbd className={styles.key} aria-hidden="true">
      {[...sign].map((letter) => {
        const arrow = ARROWS[letter];
        return arrow === undefined ? letter : <Icon key={letter} name={arrow} />;
      })}
    </kbd>
  );
}
