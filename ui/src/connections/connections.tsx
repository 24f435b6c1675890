import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Added } from "../ipc/bindings.ts";
import { connectionsRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import { AddPractice } from "./add-practice.tsx";
import styles from "./connections.module.css";
import { NO_DRAFT } from "./key-form.tsx";
import { PracticeList } from "./practice-list.tsx";
import { ProbeList } from "./probes.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows: add, switch, remove. */
export function Connections() {
  const connections = useQuery(connectionsRead);
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState(NO_DRAFT);
  const [added, setAdded] = useState<Added | null>(null);
  return (
    <Card level={2} title={t.title}>
      <PracticeList
        practices={connections.data?.connections ?? []}
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
          onAdded={(one) => {
            setAdding(false);
            setDraft(NO_DRAFT);
            setAdded(one);
          }}
        />
      ) : null}
      {added === null ? null : (
        <Modal
          title={connectionsText.welcome.addedTitle(added.connection.label)}
          onClose={() => setAdded(null)}
        >
          <div className={styles.dialog}>
            <ProbeList probes={added.probes} />
            <div className={styles.acts}>
              <Button weight="first" autoFocus onPress={() => setAdded(null)}>
                {text.goOn}
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </Card>
  );
}
