import { useState } from "react";
import type { Added, Connection } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { AddPractice } from "./add-practice.tsx";
import { NO_DRAFT } from "./key-form.tsx";
import { PracticeList } from "./practice-list.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows, while it works with none of them. */
export function ChoosePractice({
  practices,
  onAdded,
}: {
  practices: readonly Connection[];
  onAdded: (added: Added) => void;
}) {
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState(NO_DRAFT);
  return (
    <Screen title={t.chooseTitle} lead={t.chooseLead}>
      <div className={styles.box}>
        <PracticeList practices={practices} current={null} act={t.open} beginsHere />
      </div>
      <div className={styles.acts}>
        <Button onPress={() => setAdding(true)}>{t.add}</Button>
      </div>
      {adding ? (
        <AddPractice draft={draft} onDraft={setDraft} onClose={() => setAdding(false)} onAdded={onAdded} />
      ) : null}
    </Screen>
  );
}
