import { type FormEvent, useState } from "react";
import type { PersonName } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { FailureNotice } from "./adding.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.lock;

/** All there is of the window while it is locked: who it is, and their PIN. */
export function LockScreen({ people }: { people: readonly PersonName[] }) {
  const [chosen, setChosen] = useState<PersonName | null>(people.length === 1 ? (people[0] ?? null) : null);
  return (
    <Screen title={t.title} lead={t.lead}>
      {chosen === null ? (
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
        <PinForm person={chosen} onBack={people.length === 1 ? null : () => setChosen(null)} />
      )}
    </Screen>
  );
}

function PinForm({ person, onBack }: { person: PersonName; onBack: (() => void) | null }) {
  const [pin, setPin] = useState("");
  const signIn = useWrite("person_sign_in");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The key that chose a person may end here; it is no guess.
    if (pin === "") {
      return;
    }
    signIn.mutate({ person: person.id, pin }, { onError: () => setPin("") });
  };
  return (
    <form className={styles.box} onSubmit={submit} aria-label={person.name}>
      <h2 className={styles.or}>{person.name}</h2>
      <Field label={t.pin} value={pin} onChange={setPin} secret numeric autoFocus />
      {signIn.error === null ? null : <FailureNotice failure={signIn.error.failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={signIn.isPending}>
          {t.unlock}
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
