import { useQuery } from "@tanstack/react-query";
import { connectionsRead } from "../ipc/session.ts";
import { Card } from "../kit/card.tsx";
import { useAdding } from "./adding-practice.tsx";
import styles from "./connections.module.css";
import { FillTimes } from "./fill-times.tsx";
import { PracticeList } from "./practice-list.tsx";
import { useShowAdded } from "./show-added.ts";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows: add, switch, remove, and when each is read. */
export function Connections() {
  const connections = useQuery(connectionsRead);
  const adding = useAdding(useShowAdded());
  return (
    <>
      <Card level={2} title={t.title}>
        <PracticeList
          practices={connections.data?.rows ?? []}
          current={connections.data?.current ?? null}
          act={t.switch}
          onAnew={adding.anew}
          isChangeable
        />
        <div className={styles.acts}>{adding.button}</div>
        {adding.dialog}
      </Card>
      {connections.data === undefined ? null : <FillTimes connections={connections.data} />}
    </>
  );
}
