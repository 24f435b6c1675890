import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { failureWords } from "../failure.ts";
import { fieldNextText } from "../failure-text.ts";
import type {
  Added,
  Connection,
  Environment,
  Failure,
  Field as FieldName,
  SignInKind,
} from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Segments } from "../kit/segments.tsx";
import { text } from "../text.ts";
import { FailureNotice, type KeyedEnvironment, useAdd, Waiting } from "./adding.tsx";
import styles from "./screen.module.css";
import { connectionsText } from "./text.ts";
import { type WayBackDraft, WayBackFields, wayBackOf } from "./way-back.tsx";

type Texts = { address: string; practice: string; clientId: string; clientSecret: string };

export type Draft = Texts &
  WayBackDraft & {
    signIn: SignInKind;
    scopes: Record<SignInKind, string>;
  };

/** What athenahealth gives either kind of registration; an app may have others. */
const USUAL_SCOPES: Record<SignInKind, string> = {
  app: "athena/service/Athenanet.MDP.*",
  person: "openid profile fhirUser offline_access athena/service/Athenanet.MDP.*",
};

export const NO_DRAFT: Draft = {
  address: "https://",
  practice: "",
  clientId: "",
  clientSecret: "",
  signIn: "app",
  scopes: USUAL_SCOPES,
  wayBack: "any",
  port: "",
};

/** What is known of a connection that is to be made anew; its secret is not. */
export function draftOf({ environment, practice, clientId, signIn }: Connection): Draft {
  const address = environment.kind === "other" ? environment.address : NO_DRAFT.address;
  return { ...NO_DRAFT, address, practice, clientId, signIn };
}

const KINDS = (["app", "person"] as const).map((id) => ({
  id,
  name: connectionsText.welcome.signInKinds[id].name,
}));

const FIELDS = {
  address: "address",
  practice: "practiceId",
  clientId: "clientId",
  clientSecret: "clientSecret",
} as const satisfies Record<keyof Texts, FieldName>;

/** Practice, client id and secret of an environment. What cannot be taken is said at its field. */
export function KeyForm({
  kind,
  draft,
  onDraft,
  prepare,
  onAdded,
  onBack,
}: {
  kind: KeyedEnvironment;
  /** What is typed so far; it outlives a step back. */
  draft: Draft;
  onDraft: (draft: Draft) => void;
  prepare: (() => Promise<unknown>) | null;
  onAdded: (added: Added) => void;
  onBack: () => void;
}) {
  const { address, practice, clientId, clientSecret, signIn, scopes } = draft;
  const set = (field: keyof Texts) => (value: string) => onDraft({ ...draft, [field]: value });
  const { failure, busy, add } = useAdd(prepare, onAdded);
  const form = useRef<HTMLFormElement>(null);
  const [blank, setBlank] = useState<readonly FieldName[]>([]);
  // Each refusal leads to the first field it is about.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal is new also where its words are not
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failure, blank]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = blanksOf(kind, draft);
    setBlank(missing);
    if (missing.length > 0) {
      return;
    }
    const environment: Environment = kind === "other" ? { kind, address: address.trim() } : { kind };
    void add({
      environment,
      practice: practice.trim(),
      clientId: clientId.trim(),
      clientSecret: clientSecret.trim(),
      signIn,
      scopes: scopes[signIn].trim(),
      ...(signIn === "person" ? { wayBack: wayBackOf(draft) } : {}),
    });
  };
  const t = connectionsText.welcome;
  const errorOf = (field: keyof Texts) => {
    const name = FIELDS[field];
    return blank.includes(name) && draft[field].trim() === ""
      ? fieldNextText[name]
      : fieldError(failure, name);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onBack();
    }
  };
  return (
    <form ref={form} className={styles.box} onSubmit={submit} onKeyDown={onKeyDown} aria-label={t[kind]}>
      <h2 className={styles.or}>{t[kind]}</h2>
      {kind === "other" ? (
        <Field
          label={t.address}
          hint={t.addressHint}
          value={address}
          onChange={set("address")}
          error={errorOf("address")}
          autoFocus
        />
      ) : null}
      <Field
        label={t.practiceId}
        hint={t.practiceIdHint}
        value={practice}
        onChange={set("practice")}
        error={errorOf("practice")}
        numeric
        autoFocus={kind !== "other"}
      />
      <Segments
        label={t.signIn}
        options={KINDS}
        value={signIn}
        onChange={(chosen) => onDraft({ ...draft, signIn: chosen })}
      />
      <p className={styles.note}>{t.signInKinds[signIn].hint}</p>
      <Field label={t.clientId} value={clientId} onChange={set("clientId")} error={errorOf("clientId")} />
      <Field
        label={signIn === "person" ? t.clientSecretIfAny : t.clientSecret}
        hint={signIn === "person" ? t.secretIfAnyHint : t.secretHint}
        value={clientSecret}
        onChange={set("clientSecret")}
        error={errorOf("clientSecret")}
        secret
        isOptional={signIn === "person"}
      />
      <Field
        label={t.scopes}
        hint={t.scopesHint}
        value={scopes[signIn]}
        onChange={(value) => onDraft({ ...draft, scopes: { ...scopes, [signIn]: value } })}
        error={fieldError(failure, "scopes")}
        isOptional
      />
      {signIn === "person" ? (
        <WayBackFields
          draft={draft}
          onDraft={(chosen) => onDraft({ ...draft, ...chosen })}
          error={fieldError(failure, "port")}
        />
      ) : null}
      {busy && signIn === "person" ? <Waiting /> : null}
      {failure === null || atAField(failure) ? null : <FailureNotice failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={busy}>
          {signIn === "person" ? (busy ? t.waiting : t.signInNow) : busy ? t.connecting : t.connect}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {text.back}
        </Button>
      </div>
    </form>
  );
}

const HERE: readonly FieldName[] = [...Object.values(FIELDS), "scopes", "port"];

function blanksOf(kind: KeyedEnvironment, draft: Draft): FieldName[] {
  const asked = (field: keyof Texts) =>
    (field !== "address" || kind === "other") && (field !== "clientSecret" || draft.signIn === "app");
  return (Object.keys(FIELDS) as (keyof Texts)[])
    .filter((field) => asked(field) && draft[field].trim() === "")
    .map((field) => FIELDS[field]);
}

function atAField(failure: Failure): boolean {
  return failure.code === "invalid" && HERE.includes(failure.field);
}

/** What is to be said at a field that a failure is about. */
export function fieldError(failure: Failure | null, field: FieldName): string | undefined {
  return failure?.code === "invalid" && failure.field === field ? failureWords(failure).next : undefined;
}
