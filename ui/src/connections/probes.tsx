import { type ReactNode, useEffect, useRef } from "react";
import type { Added, Probe } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { takesText } from "../kit/key-owner.ts";
import { Dot, type Tone } from "../kit/tag.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const TONE: Record<Probe["trial"], Tone | "hollow"> = { allowed: "good", refused: "stop", notTold: "hollow" };

/** What the new connection's key may do, and what is missing. */
export function Probes({
  added,
  onDone,
  children,
}: {
  added: Added;
  onDone: () => void;
  /** What is worth doing before going on. */
  children?: ReactNode;
}) {
  const t = connectionsText.welcome;
  const acts = useRef<HTMLDivElement>(null);
  // A dialog that it was added in has the focus until it is gone. Whoever types already is left to it.
  useEffect(() => {
    const focus = () => {
      if (!takesText(document.activeElement)) {
        acts.current?.querySelector("button")?.focus();
      }
    };
    const timer = setTimeout(focus, 50);
    return () => clearTimeout(timer);
  }, []);
  const complete = added.probes.every((probe) => probe.trial === "allowed");
  return (
    <Screen title={t.addedTitle(added.connection.label)} lead={complete ? t.allAllowed : t.addedLead}>
      <ProbeList probes={added.probes} />
      {complete ? null : <p className={styles.warn}>{t.missingLead}</p>}
      {children}
      <div ref={acts} className={styles.acts}>
        <Button weight="first" autoFocus onPress={onDone}>
          {t.start}
        </Button>
      </div>
    </Screen>
  );
}

/** Each capability with what its trial showed, in words. */
function ProbeList({ probes }: { probes: readonly Probe[] }) {
  return (
    <ul className={`${styles.box} ${styles.probes}`}>
      {probes.map(({ capability, trial }) => (
        <li key={capability} className={styles.probe}>
          <Dot tone={TONE[trial]} />
          <b>{connectionsText.capability[capability]}</b>
          <span>
            {trial === "allowed"
              ? connectionsText.trial.allowed
              : `${connectionsText.trial[trial]}: ${connectionsText.missing[capability]}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
