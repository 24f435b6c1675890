import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { connectionsRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { AddPractice } from "./add-practice.tsx";
import styles from "./connections.module.css";
import { FillTimes } from "./fill-times.tsx";
import { NO_DRAFT } from "./key-form.tsx";
import { PracticeList } from "./practice-list.tsx";
import { useShowAdded } from "./show-added.ts";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows: add, switch, remove, and when each is read. */
export function Connections() {
  const connections = useQuery(connectionsRead);
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState(NO_DRAFT);
  const showAdded = useShowAdded();
  return (
    <>
      <Card level={2} title={t.title}>
        <PracticeList
          practices={connections.data?.rows ?? []}
          current={connections.data?.current ?? null}
          act={t.switch}
        />
        <div className={styles.acts}>
          <Button onPress={() => setAdding(true)}>{t.add}</Button>
        </div>
        {adding ? (
          <AddPractice
            draft={draft}
            onDraft={setDraft}
            onClose={() => setAdding(false)}
            onAdded={showAdded}
          />
        ) : null}
      </Card>
      {connections.data === undefined ? null : <FillTimes connections={connections.data} />}
    </>
  );
}
