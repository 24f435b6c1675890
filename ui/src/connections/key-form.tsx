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
  WayBack,
} from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Segments } from "../kit/segments.tsx";
import { text } from "../text.ts";
import { FailureNotice, type KeyedEnvironment, useAdd, Waiting } from "./adding.tsx";
import styles from "./screen.module.css";
import { connectionsText } from "./text.ts";

type Texts = { address: string; practice: string; clientId: string; clientSecret: string };

export type Draft = Texts & {
  signIn: SignInKind;
  scopes: Record<SignInKind, string>;
  wayBack: WayBack["kind"];
  port: string;
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

const WAYS = (["any", "listed", "port"] as const).map((id) => ({
  id,
  name: connectionsText.welcome.waysBack[id].name,
}));

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
        <WayBackFields draft={draft} onDraft={onDraft} error={fieldError(failure, "port")} />
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

/** Where this computer is come back to from the browser, as the app's registration has it. */
function WayBackFields({
  draft,
  onDraft,
  error,
}: {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  error: string | undefined;
}) {
  const t = connectionsText.welcome;
  return (
    <>
      <Segments
        label={t.wayBack}
        options={WAYS}
        value={draft.wayBack}
        onChange={(wayBack) => onDraft({ ...draft, wayBack })}
      />
      <p className={styles.note}>{t.waysBack[draft.wayBack].hint}</p>
      {draft.wayBack === "port" ? (
        <Field
          label={t.port}
          hint={t.portHint}
          value={draft.port}
          onChange={(port) => onDraft({ ...draft, port })}
          error={error}
          numeric
        />
      ) : null}
    </>
  );
}

/** What is no port is sent as none, and refused as one. */
function wayBackOf({ wayBack, port }: Draft): WayBack {
  if (wayBack !== "port") {
    return { kind: wayBack };
  }
  const typed = port.trim();
  const number = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  return { kind: "port", port: number <= 65_535 ? number : 0 };
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

function fieldError(failure: Failure | null, field: FieldName): string | undefined {
  return failure?.code === "invalid" && failure.field === field ? failureWords(failure).next : undefined;
}
