import { Link } from "@tanstack/react-router";
import { useEmergency, useMay } from "../ipc/session.ts";
import { Unseen } from "../kit/announce.tsx";
import { Icon, type IconName } from "../kit/icons.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { useKeySign } from "../kit/keymap.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";
import type { PageName } from "./keys.ts";
import { appText } from "./text.ts";
import { asking, useWriteCounts } from "./writes-mark.tsx";

/** The pages there are. */
export function Rail({ page }: { page: PageName }) {
  const isWhole = useEmergency() === null;
  return (
    <nav className={styles.rail} aria-label={appText.rail.label}>
      <div className={styles.brand}>
        <i aria-hidden="true">{text.productInitial}</i>
        <span>{text.product}</span>
      </div>
      <RailLink to="schedule" icon="day" current={page} />
      <RailLink to="patients" icon="people" current={page === "form" ? "patients" : page} />
      <WritesLink current={page} />
      {isWhole ? (
        <>
          <div className={styles.part}>{appText.rail.practice}</div>
          <RailLink to="sync" icon="turn" current={page} />
          <RailLink to="audit" icon="ledger" current={page} />
          <RailLink to="settings" icon="sliders" current={page} />
        </>
      ) : null}
    </nav>
  );
}

// Who may not write has nothing to look for there.
function WritesLink({ current }: { current: PageName }) {
  const may = useMay("editPatients");
  const counts = useWriteCounts();
  return may ? (
    <RailLink to="writes" icon="outbox" current={current} asks={counts === undefined ? 0 : asking(counts)} />
  ) : null;
}

function RailLink({
  to,
  icon,
  current,
  asks = 0,
}: {
  to: PageName;
  icon: IconName;
  current: PageName;
  /** How much there asks for a person. */
  asks?: number;
}) {
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
      {asks > 0 ? <AsksMark count={asks} /> : sign === undefined ? null : <Kbd sign={sign} />}
    </Link>
  );
}

function AsksMark({ count }: { count: number }) {
  return (
    <>
      <b className={styles.asks} title={appText.rail.asks(count)} aria-hidden="true">
        {count}
      </b>
      <Unseen> {appText.rail.asks(count)}</Unseen>
    </>
  );
}
