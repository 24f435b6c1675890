import { Link } from "@tanstack/react-router";
import { Icon, type IconName } from "../kit/icons.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { useKeySign } from "../kit/keymap.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";
import type { PageName } from "./keys.ts";
import { appText } from "./text.ts";

/** The pages there are. */
export function Rail({ page }: { page: PageName }) {
  return (
    <nav className={styles.rail} aria-label={appText.rail.label}>
      <div className={styles.brand}>
        <i aria-hidden="true">{text.productInitial}</i>
        <span>{text.product}</span>
      </div>
      <RailLink to="schedule" icon="day" current={page} />
      <RailLink to="patients" icon="people" current={page} />
      <div className={styles.part}>{appText.rail.practice}</div>
      <RailLink to="sync" icon="turn" current={page} />
      <RailLink to="audit" icon="ledger" current={page} />
      <RailLink to="settings" icon="sliders" current={page} />
    </nav>
  );
}

function RailLink({ to, icon, current }: { to: PageName; icon: IconName; current: PageName }) {
  const sign = useKeySign(`go.${to}`);
  const here = to === current;
  return (
    <Link
      to={`/${to}`}
      className={styles.nav}
      title={text.pages[to]}
      {...(here ? { "aria-current": "page" } : {})}
    >
      <Icon name={icon} />
      <span>{text.pages[to]}</span>
      {sign === undefined ? null : <Kbd sign={sign} />}
    </Link>
  );
}
