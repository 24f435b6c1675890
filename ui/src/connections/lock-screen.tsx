import { type FormEvent, type ReactNode, useState } from "react";
import type { Failure, PersonName } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
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
  children,
}: {
  people: readonly PersonName[];
  passphrase: boolean;
  onUnlocked: OnUnlocked;
  /** Another way in for whoever has no passphrase. */
  children?: ReactNode;
}) {
  if (passphrase) {
    return (
      <Screen title={t.title} lead={t.passphraseLead}>
        <PassphraseForm isHalf={people.length > 0} onUnlocked={onUnlocked} />
        {children}
      </Screen>
    );
  }
  return people.length === 0 ? (
    <Screen title={t.title} lead={t.nobodyLead}>
      <Unasked onUnlocked={onUnlocked} />
    </Screen>
  ) : (
    <Screen title={t.title} lead={t.lead}>
      <Who people={people} onUnlocked={onUnlocked} />
    </Screen>
  );
}

function Who({ people, onUnlocked }: { people: readonly PersonName[]; onUnlocked: OnUnlocked }) {
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
    <PinForm
      person={chosen}
      onBack={people.length === 1 ? null : () => setChosen(null)}
      onUnlocked={onUnlocked}
    />
  );
}

function PinForm({
  person,
  onBack,
  onUnlocked,
}: {
  person: PersonName;
  onBack: (() => void) | null;
  onUnlocked: OnUnlocked;
}) {
  const signIn = useWrite("person_sign_in", ({ place }) => onUnlocked(place));
  return (
    <SecretForm
      title={person.name}
      label={t.pin}
      act={t.unlock}
      numeric
      failure={signIn.error?.failure}
      isPending={signIn.isPending}
      onBack={onBack}
      onTyped={(pin, again) => signIn.mutate({ person: person.id, pin }, { onError: again })}
    />
  );
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
function Unasked({ onUnlocked }: { onUnlocked: OnUnlocked }) {
  const open = useWrite("profile_open", ({ place }) => onUnlocked(place));
  return (
    <div className={styles.box}>
      {open.error === null ? null : <FailureNotice failure={open.error.failure} />}
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={open.isPending} onPress={() => open.mutate({})}>
          {t.unlock}
        </Button>
      </div>
    </div>
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
}: {
  title: string | null;
  label: string;
  act: string;
  numeric?: boolean;
  failure: Failure | undefined;
  isPending: boolean;
  onBack: (() => void) | null;
  onTyped: (secret: string, again: () => void) => void;
}) {
  const [secret, setSecret] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The key that chose a person may end here; it is no guess.
    if (secret !== "") {
      onTyped(secret, () => setSecret(""));
    }
  };
  return (
    <form className={styles.box} onSubmit={submit} aria-label={title ?? t.title}>
      {title === null ? null : <h2 className={styles.or}>{title}</h2>}
      <Field label={label} value={secret} onChange={setSecret} secret numeric={numeric} autoFocus />
      {failure === undefined ? null : <FailureNotice failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={isPending}>
          {act}
        </Button>
        {onBack === null ? null : (
          <Button weight="quiet" onPress={onBack}>
            {t.other}
          </Button>
        )}
      </div>
    </form>
  );
}
