import { useState } from "react";
import { EnvironmentMark } from "../environment.tsx";
import type { Connection } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { Tag } from "../kit/tag.tsx";
import { FailureNotice, Waiting } from "./adding.tsx";
import styles from "./connections.module.css";
import { Registration } from "./registration.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.practices;

/** The practices there are: each to be worked with, or removed. */
export function PracticeList({
  practices,
  current,
  act,
  onAnew,
  beginsHere = false,
  isChangeable = false,
}: {
  practices: readonly Connection[];
  /** The one in use. */
  current: string | null;
  /** What working with one is called. */
  act: string;
  /** Asks for one to be connected anew that somebody changed. */
  onAnew: (connection: Connection) => void;
  /** Whether the screen begins at the first of them. */
  beginsHere?: boolean;
  /** Whether what their apps are registered for can be changed here. */
  isChangeable?: boolean;
}) {
  const switchTo = useWrite("connection_switch");
  const remove = useWrite("connection_remove");
  const [leaving, setLeaving] = useState<Connection | null>(null);
  const [registering, setRegistering] = useState<Connection | null>(null);
  const signIn = useWrite("connection_sign_in");
  const signOut = useWrite("connection_sign_out");
  const failures = [switchTo, remove, signIn, signOut].map((write) => write.error?.failure);
  const failure = failures.find((each) => each !== undefined) ?? null;
  return (
    <>
      <ul>
        {practices.map((each, at) => (
          <Row
            key={each.id}
            connection={each}
            current={each.id === current}
            act={act}
            autoFocus={beginsHere && at === 0}
            onSwitch={() => switchTo.mutate({ connection: each.id })}
            onAnew={() => onAnew(each)}
            onRemove={() => setLeaving(each)}
            onRegister={
              isChangeable && each.environment.kind !== "demo" ? () => setRegistering(each) : undefined
            }
            onSign={() =>
              each.person === null
                ? signIn.mutate({ connection: each.id })
                : signOut.mutate({ connection: each.id })
            }
          />
        ))}
      </ul>
      {signIn.isPending ? <Waiting /> : null}
      {signOut.data?.revoked === false ? (
        <Notice tone="notice" title={t.notRevokedTitle} next={t.notRevokedNext} />
      ) : null}
      {remove.data === undefined || remove.data.left.length === 0 ? null : (
        <Notice tone="warn" title={t.copiesLeftTitle} next={t.copiesLeftNext(remove.data.left)} />
      )}
      {failure === null ? null : <FailureNotice failure={failure} />}
      {registering === null ? null : (
        <Registration connection={registering} onClose={() => setRegistering(null)} />
      )}
      {leaving === null ? null : (
        <Leaving
          connection={practices.find(({ id }) => id === leaving.id) ?? leaving}
          onClose={() => setLeaving(null)}
          onYes={() => {
            setLeaving(null);
            remove.mutate({ connection: leaving.id });
          }}
        />
      )}
    </>
  );
}

function Row({
  connection,
  current,
  act,
  autoFocus,
  onSwitch,
  onAnew,
  onRemove,
  onRegister,
  onSign,
}: {
  connection: Connection;
  current: boolean;
  act: string;
  autoFocus: boolean;
  onSwitch: () => void;
  onAnew: () => void;
  onRemove: () => void;
  /** Changes what its app is registered for, where that can be. */
  onRegister: (() => void) | undefined;
  /** Signs the person out, or one in. */
  onSign: () => void;
}) {
  const { label, changed } = connection;
  const { kind } = connection.environment;
  const what = kind === "demo" ? t.demoRow : t.row(connection.practice);
  return (
    <li className={styles.row}>
      <span>
        <b>{label}</b> <EnvironmentMark environment={connection.environment} />
        <small>{what}</small>
        {connection.waits === 0 ? null : <small>{t.waits(connection.waits)}</small>}
        {changed ? <small role="alert">{t.changed}</small> : <SignedIn connection={connection} />}
      </span>
      {changed ? (
        <Button label={`${t.anew}: ${label}`} autoFocus={autoFocus} onPress={onAnew}>
          {t.anew}
        </Button>
      ) : current ? (
        <Tag tone="good">{t.inUse}</Tag>
      ) : (
        <Button label={`${act}: ${label}`} autoFocus={autoFocus} onPress={onSwitch}>
          {act}
        </Button>
      )}
      {changed ? null : <Sign connection={connection} onPress={onSign} />}
      {changed || onRegister === undefined ? null : <Register connection={connection} onPress={onRegister} />}
      <Button weight="quiet" label={`${t.remove}: ${label}`} onPress={onRemove}>
        {t.remove}
      </Button>
    </li>
  );
}

function SignedIn({ connection: { signIn, person } }: { connection: Connection }) {
  return signIn === "person" ? <small>{person === null ? t.signedOut : t.signedInAs(person)}</small> : null;
}

function Sign({ connection, onPress }: { connection: Connection; onPress: () => void }) {
  const sign = connection.person === null ? t.signIn : t.signOut;
  return connection.signIn === "person" ? (
    <Button label={`${sign}: ${connection.label}`} onPress={onPress}>
      {sign}
    </Button>
  ) : null;
}

function Register({ connection, onPress }: { connection: Connection; onPress: () => void }) {
  const { act, actPerson } = connectionsText.registration;
  const what = connection.signIn === "person" ? actPerson : act;
  return (
    <Button weight="quiet" label={`${what}: ${connection.label}`} onPress={onPress}>
      {what}
    </Button>
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
  const { drafts, writes } = connection.unsent;
  return (
    <Modal title={t.removeTitle(connection.label)} alert onClose={onClose}>
      <div className={styles.dialog}>
        <p>
          {t.removeWhich(connection.practice)} <EnvironmentMark environment={connection.environment} />
        </p>
        {drafts + writes === 0 ? null : (
          <Notice tone="warn" title={t.unsent(drafts, writes)} next={t.unsentNext} />
        )}
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
