import { type FormEvent, type ReactNode, useState } from "react";
import type { Failure, PersonName } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
import { RestNotice, useRest } from "./rest.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.lock;

/** Told where in the window whoever unlocked it was. */
type OnUnlocked = (place: string | null) => void;

/** All there is of the window while it is locked: the passphrase where there is one, who it is, and their
 * PIN. */
export function LockScreen({
  people,
  passphrase,
  onUnlocked,
  forgotten,
  recover,
}: {
  people: readonly PersonName[];
  passphrase: boolean;
  onUnlocked: OnUnlocked;
  /** The way in for whoever forgot their PIN. */
  forgotten: (person: PersonName, onBack: () => void) => ReactNode;
  /** The way in where a passphrase is forgotten, or the keychain does not give the key. */
  recover: (keychain: boolean) => ReactNode;
}) {
  if (passphrase) {
    return (
      <Screen title={t.title} lead={t.passphraseLead}>
        <PassphraseForm isHalf={people.length > 0} onUnlocked={onUnlocked} />
        {recover(false)}
      </Screen>
    );
  }
  return people.length === 0 ? (
    <Screen title={t.title} lead={t.nobodyLead}>
      <Unasked onUnlocked={onUnlocked} recover={recover} />
    </Screen>
  ) : (
    <Screen title={t.title} lead={t.lead}>
      <Who people={people} onUnlocked={onUnlocked} forgotten={forgotten} recover={recover} />
    </Screen>
  );
}

type Ways = {
  onUnlocked: OnUnlocked;
  forgotten: (person: PersonName, onBack: () => void) => ReactNode;
  recover: (keychain: boolean) => ReactNode;
};

function Who({ people, ...ways }: { people: readonly PersonName[] } & Ways) {
  const [chosen, setChosen] = useState<PersonName | null>(people.length === 1 ? (people[0] ?? null) : null);
  return chosen === null ? (
    <ul className={styles.box} aria-label={t.who}>
      {people.map((person, at) => (
        <li key={person.id}>
          <Button autoFocus={at === 0} onPress={() => setChosen(person)}>
            {person.name}
          </Button>
        </li>
      ))}
    </ul>
  ) : (
    <PinForm person={chosen} onBack={people.length === 1 ? null : () => setChosen(null)} {...ways} />
  );
}

function PinForm({
  person,
  onBack,
  onUnlocked,
  forgotten,
  recover,
}: { person: PersonName; onBack: (() => void) | null } & Ways) {
  const signIn = useWrite("person_sign_in", ({ place }) => onUnlocked(place));
  const [isForgotten, setIsForgotten] = useState(false);
  if (isForgotten) {
    return forgotten(person, () => setIsForgotten(false));
  }
  return (
    <>
      <SecretForm
        title={person.name}
        label={t.pin}
        act={t.unlock}
        numeric
        failure={signIn.error?.failure}
        isPending={signIn.isPending}
        onBack={onBack}
        onTyped={(pin, again) => signIn.mutate({ person: person.id, pin }, { onError: again })}
      >
        <Button weight="quiet" onPress={() => setIsForgotten(true)}>
          {t.forgotten}
        </Button>
      </SecretForm>
      <WithoutKey failure={signIn.error?.failure} recover={recover} />
    </>
  );
}

/** What else gives the key that the keychain does not give: the recovery code, with a passphrase where the keychain
 * keeps nothing now. */
function WithoutKey({
  failure,
  recover,
}: {
  failure: Failure | undefined;
  recover: (keychain: boolean) => ReactNode;
}) {
  switch (failure?.code === "profile" ? failure.trouble.kind : null) {
    case "keychainLocked":
      return recover(true);
    case "keychainAbsent":
    case "keychainSilent":
      return recover(false);
    default:
      return null;
  }
}

function PassphraseForm({ isHalf, onUnlocked }: { isHalf: boolean; onUnlocked: OnUnlocked }) {
  const open = useWrite("profile_open", ({ place }) => onUnlocked(place));
  return (
    <SecretForm
      title={null}
      label={t.passphrase}
      act={isHalf ? t.goOn : t.unlock}
      failure={open.error?.failure}
      isPending={open.isPending}
      onBack={null}
      onTyped={(passphrase, again) => open.mutate({ passphrase }, { onError: again })}
    />
  );
}

/** Where nobody is told apart and the keychain has the key. */
function Unasked({ onUnlocked, recover }: Omit<Ways, "forgotten">) {
  const open = useWrite("profile_open", ({ place }) => onUnlocked(place));
  return (
    <>
      <div className={styles.box}>
        {open.error === null ? null : <FailureNotice failure={open.error.failure} />}
        <div className={styles.acts}>
          <Button weight="first" autoFocus isPending={open.isPending} onPress={() => open.mutate({})}>
            {t.unlock}
          </Button>
        </div>
      </div>
      <WithoutKey failure={open.error?.failure} recover={recover} />
    </>
  );
}

/** One secret, which is gone from the window when it was wrong. */
function SecretForm({
  title,
  label,
  act,
  numeric = false,
  failure,
  isPending,
  onBack,
  onTyped,
  children,
}: {
  title: string | null;
  label: string;
  act: string;
  numeric?: boolean;
  failure: Failure | undefined;
  isPending: boolean;
  onBack: (() => void) | null;
  onTyped: (secret: string, again: () => void) => void;
  /** What else may be done. */
  children?: ReactNode;
}) {
  const [secret, setSecret] = useState("");
  const left = useRest(failure);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The key that chose a person may end here; it is no guess.
    if (secret !== "" && left === 0) {
      onTyped(secret, () => setSecret(""));
    }
  };
  const rested = failure?.code === "tooManyTries" || failure?.code === "passphraseRests";
  const said =
    failure === undefined || (rested && left === 0) ? null : rested ? (
      <RestNotice failure={failure} left={left} />
    ) : (
      <FailureNotice failure={failure} />
    );
  return (
    <form className={styles.box} onSubmit={submit} aria-label={title ?? t.title}>
      {title === null ? null : <h2 className={styles.or}>{title}</h2>}
      <Field label={label} value={secret} onChange={setSecret} secret numeric={numeric} autoFocus />
      {said}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={isPending} isSpent={left > 0}>
          {act}
        </Button>
        {onBack === null ? null : (
          <Button weight="quiet" onPress={onBack}>
            {t.other}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
