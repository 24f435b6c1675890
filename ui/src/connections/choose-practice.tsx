import type { ReactNode } from "react";
import type { Added, Connection } from "../ipc/bindings.ts";
import { useAdding } from "./adding-practice.tsx";
import { PracticeList } from "./practice-list.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows, while it works with none of them. */
export function ChoosePractice({
  practices,
  onAdded,
  children,
}: {
  practices: readonly Connection[];
  onAdded: (added: Added) => void;
  /** Another way to begin. */
  children?: ReactNode;
}) {
  const adding = useAdding(onAdded);
  return (
    <Screen title={t.chooseTitle} lead={t.chooseLead}>
      <div className={styles.box}>
        <PracticeList practices={practices} current={null} act={t.open} onAnew={adding.anew} beginsHere />
      </div>
      <div className={styles.acts}>{adding.button}</div>
      {children}
      {adding.dialog}
    </Screen>
  );
}
