import { Icon, type IconName } from "./icons.tsx";
import styles from "./kbd.module.css";
import { SHIFT } from "./keymap.tsx";

// Drawn: the window's font has not all of them, and to look for another that has them costs the first frame dear.
const DRAWN: Record<string, IconName> = {
  "↑": "up",
  "↓": "down",
  "←": "left",
  "→": "right",
  [SHIFT]: "shift",
};

/** A key as it is printed on the keyboard, Shift as a key of its own. Screen readers hear it from the sheet of
 * keys. */
export function Kbd({ sign }: { sign: string }) {
  return sign.startsWith(SHIFT) ? (
    <span className={styles.pair}>
      <Cap sign={SHIFT} />
      <Cap sign={sign.slice(SHIFT.length).trim()} />
    </span>
  ) : (
    <Cap sign={sign} />
  );
}

function Cap({ sign }: { sign: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd cannot be focused
    <kbd className={styles.key} aria-hidden="true">
      {[...sign].map((letter) => {
        const drawn = DRAWN[letter];
        return drawn === undefined ? letter : <Icon key={letter} name={drawn} />;
      })}
    </kbd>
  );
}
