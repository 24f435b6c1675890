import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { failureWords } from "../failure.ts";
import { fieldNextText } from "../failure-text.ts";
import type { Added, Environment, Failure, Field as FieldName } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { text } from "../text.ts";
import { FailureNotice, type KeyedEnvironment, useAdd } from "./adding.tsx";
import styles from "./screen.module.css";
import { connectionsText } from "./text.ts";

export type Draft = { address: string; practice: string; clientId: string; clientSecret: string };

export const NO_DRAFT: Draft = { address: "https://", practice: "", clientId: "", clientSecret: "" };

const FIELDS = {
  address: "address",
  practice: "practiceId",
  clientId: "clientId",
  clientSecret: "clientSecret",
} as const satisfies Record<keyof Draft, FieldName>;

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
  const { address, practice, clientId, clientSecret } = draft;
  const set = (field: keyof Draft) => (value: string) => onDraft({ ...draft, [field]: value });
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
    });
  };
  const t = connectionsText.welcome;
  const errorOf = (field: keyof Draft) => {
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
      <Field label={t.clientId} value={clientId} onChange={set("clientId")} error={errorOf("clientId")} />
      <Field
        label={t.clientSecret}
        hint={t.secretHint}
        value={clientSecret}
        onChange={set("clientSecret")}
        error={errorOf("clientSecret")}
        secret
      />
      {failure === null || atAField(failure) ? null : <FailureNotice failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={busy}>
          {busy ? t.connecting : t.connect}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {text.back}
        </Button>
      </div>
    </form>
  );
}

const HERE: readonly FieldName[] = Object.values(FIELDS);

function blanksOf(kind: KeyedEnvironment, draft: Draft): FieldName[] {
  return (Object.keys(FIELDS) as (keyof Draft)[])
    .filter((field) => (field !== "address" || kind === "other") && draft[field].trim() === "")
    .map((field) => FIELDS[field]);
}

function atAField(failure: Failure): boolean {
  return failure.code === "invalid" && HERE.includes(failure.field);
}

function fieldError(failure: Failure | null, field: FieldName): string | undefined {
  return failure?.code === "invalid" && failure.field === field ? failureWords(failure).next : undefined;
}
