import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Added, Connection } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { connectionsRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Modal } from "../kit/modal.tsx";
import { Tag } from "../kit/tag.tsx";
import { text } from "../text.ts";
import { AddPractice } from "./add-practice.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./connections.module.css";
import { NO_DRAFT } from "./key-form.tsx";
import { ProbeList } from "./probes.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices this console knows: add, switch, remove. */
export function Connections() {
  const connections = useQuery(connectionsRead);
  const switchTo = useWrite("connection_switch");
  const remove = useWrite("connection_remove");
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState(NO_DRAFT);
  const [added, setAdded] = useState<Added | null>(null);
  const [leaving, setLeaving] = useState<Connection | null>(null);
  const failure = switchTo.error?.failure ?? remove.error?.failure ?? null;
  return (
    <Card level={2} title={t.title}>
      <ul>
        {connections.data?.connections.map((each) => (
          <Row
            key={each.id}
            connection={each}
            current={each.id === connections.data.current}
            onSwitch={() => switchTo.mutate({ connection: each.id })}
            onRemove={() => setLeaving(each)}
          />
        ))}
      </ul>
      {failure === null ? null : <FailureNotice failure={failure} />}
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
      {leaving === null ? null : (
        <Leaving
          connection={leaving}
          onClose={() => setLeaving(null)}
          onYes={() => {
            setLeaving(null);
            remove.mutate({ connection: leaving.id });
          }}
        />
      )}
    </Card>
  );
}

function Row({
  connection,
  current,
  onSwitch,
  onRemove,
}: {
  connection: Connection;
  current: boolean;
  onSwitch: () => void;
  onRemove: () => void;
}) {
  const { kind } = connection.environment;
  const what = kind === "demo" ? t.demoRow : t.row(connection.practice, text.environment[kind]);
  return (
    <li className={styles.row}>
      <span>
        <b>{connection.label}</b>
        <small>{what}</small>
      </span>
      {current ? (
        <Tag tone="good">{t.inUse}</Tag>
      ) : (
        <Button label={`${t.switch}: ${connection.label}`} onPress={onSwitch}>
          {t.switch}
        </Button>
      )}
      <Button weight="quiet" label={`${t.remove}: ${connection.label}`} onPress={onRemove}>
        {t.remove}
      </Button>
    </li>
  );
}

function Leaving({
  connection,
  onClose,
  onYes,
}: {
  connection: Connection;
  onClose: () => void;
  onYes: () => void;
}) {
  return (
    <Modal title={t.removeTitle(connection.label)} alert onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t.removeWhich(connection.practice, text.environment[connection.environment.kind])}</p>
        <p>{t.removeBody}</p>
        <div className={styles.acts}>
          <Button weight="danger" onPress={onYes}>
            {t.removeYes}
          </Button>
          <Button autoFocus onPress={onClose}>
            {t.keep}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
