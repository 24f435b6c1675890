import { type ReactNode, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Added, DemoSize, SignInKind } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Pick } from "../kit/pick.tsx";
import { Segments } from "../kit/segments.tsx";
import { FailureNotice, type KeyedEnvironment, useAdd, Waiting } from "./adding.tsx";
import { KeyForm, NO_DRAFT } from "./key-form.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const KINDS: readonly { kind: KeyedEnvironment; name: string; note: string }[] = [
  { kind: "preview", name: connectionsText.welcome.preview, note: connectionsText.welcome.previewNote },
  {
    kind: "production",
    name: connectionsText.welcome.production,
    note: connectionsText.welcome.productionNote,
  },
  { kind: "other", name: connectionsText.welcome.other, note: connectionsText.welcome.otherNote },
];

const SIZES = (["clinic", "solo", "group"] as const).map((id) => ({
  id,
  name: connectionsText.welcome.sizes[id],
}));

const SIGN_INS = (["app", "person"] as const).map((id) => ({
  id,
  name: connectionsText.welcome.demoSignIns[id].name,
}));

/** Which practice to open: the demo, or one at athenahealth. `prepare` makes the profile where there is none. */
export function Choose({
  prepare,
  onAdded,
  children,
}: {
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
  /** Another way to begin. */
  children?: ReactNode;
}) {
  const [kind, setKind] = useState<KeyedEnvironment | null>(null);
  const [draft, setDraft] = useState(NO_DRAFT);
  return (
    <Screen title={connectionsText.welcome.title} lead={connectionsText.welcome.lead}>
      {kind === null ? (
        <>
          <Choices prepare={prepare} onAdded={onAdded} onKind={setKind} />
          {children}
        </>
      ) : (
        <KeyForm
          kind={kind}
          draft={draft}
          onDraft={setDraft}
          prepare={prepare}
          onAdded={onAdded}
          onBack={() => setKind(null)}
        />
      )}
    </Screen>
  );
}

/** The demo practice, and the kinds of athenahealth a key may be for. */
export function Choices({
  prepare,
  onAdded,
  onKind,
}: {
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
  onKind: (kind: KeyedEnvironment) => void;
}) {
  return (
    <>
      <DemoChoice prepare={prepare} onAdded={onAdded} />
      <h2 className={styles.or}>{connectionsText.welcome.or}</h2>
      <div className={styles.kinds}>
        {KINDS.map((each) => (
          <AriaButton key={each.kind} className={styles.kind ?? ""} onPress={() => onKind(each.kind)}>
            <b>{each.name}</b>
            <span className={styles.note}>{each.note}</span>
          </AriaButton>
        ))}
      </div>
    </>
  );
}

/** The one press that opens the demo practice; its size is a choice one step further in. */
function DemoChoice({
  prepare,
  onAdded,
}: {
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
}) {
  const [size, setSize] = useState<DemoSize>("clinic");
  const [signIn, setSignIn] = useState<SignInKind>("app");
  const { failure, busy, add } = useAdd(prepare, onAdded);
  const press = () =>
    add({
      environment: { kind: "demo", size },
      practice: "",
      clientId: "",
      clientSecret: "",
      ...(signIn === "person" ? { signIn } : {}),
    });
  return (
    <div className={styles.box}>
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={busy} onPress={press}>
          {connectionsText.welcome.demo}
        </Button>
        <span className={styles.note}>
          {busy ? connectionsText.welcome.demoBusy : connectionsText.welcome.demoNote}
        </span>
      </div>
      <Pick
        wide
        label={connectionsText.welcome.size}
        options={SIZES}
        value={size}
        onChange={(id) => setSize(SIZES.find((each) => each.id === id)?.id ?? "clinic")}
      />
      <Segments
        label={connectionsText.welcome.signIn}
        options={SIGN_INS}
        value={signIn}
        onChange={setSignIn}
      />
      <p className={styles.note}>{connectionsText.welcome.demoSignIns[signIn].hint}</p>
      {busy && signIn === "person" ? <Waiting /> : null}
      {failure === null ? null : <FailureNotice failure={failure} />}
    </div>
  );
}
