import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Added, DemoSize } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Pick } from "../kit/choice.tsx";
import { text } from "../text.ts";
import { FailureNotice, type KeyedEnvironment, useAdd } from "./adding.tsx";
import { KeyForm } from "./key-form.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";

const KINDS: readonly { kind: KeyedEnvironment; name: string; note: string }[] = [
  { kind: "preview", name: text.welcome.preview, note: text.welcome.previewNote },
  { kind: "production", name: text.welcome.production, note: text.welcome.productionNote },
  { kind: "other", name: text.welcome.other, note: text.welcome.otherNote },
];

const SIZES = (["clinic", "solo", "group"] as const).map((id) => ({ id, name: text.welcome.sizes[id] }));

/** Which practice to open: the demo, or one at athenahealth. `prepare` makes the profile where there is none. */
export function Choose({
  prepare,
  onAdded,
}: {
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
}) {
  const [kind, setKind] = useState<KeyedEnvironment | null>(null);
  return (
    <Screen title={text.welcome.title} lead={text.welcome.lead}>
      {kind === null ? (
        <Choices prepare={prepare} onAdded={onAdded} onKind={setKind} />
      ) : (
        <KeyForm kind={kind} prepare={prepare} onAdded={onAdded} onBack={() => setKind(null)} />
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
      <h2 className={styles.or}>{text.welcome.or}</h2>
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
  const { failure, busy, add } = useAdd(prepare, onAdded);
  const press = () =>
    add({ environment: { kind: "demo", size }, practice: "", clientId: "", clientSecret: "" });
  return (
    <div className={styles.box}>
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={busy} onPress={press}>
          {text.welcome.demo}
        </Button>
        <span className={styles.note}>{busy ? text.welcome.demoBusy : text.welcome.demoNote}</span>
      </div>
      <Pick
        wide
        label={text.welcome.size}
        options={SIZES}
        value={size}
        onChange={(id) => setSize(SIZES.find((each) => each.id === id)?.id ?? "clinic")}
      />
      {failure === null ? null : <FailureNotice failure={failure} />}
    </div>
  );
}
