import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import { failureText, fieldNextText } from "../failure-text.ts";
import type { Failure, PersonView, Role } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { Segments } from "../kit/segments.tsx";
import { text } from "../text.ts";
import { NewPinFields, useNewPin } from "./new-pin.tsx";
import styles from "./people.module.css";
import { peopleText } from "./text.ts";

const t = peopleText;
const ROLES = (Object.keys(t.roles) as Role[]).map((id) => ({ id, name: t.roles[id] }));

/** A person to be added, or changed. The first one is a manager. */
export function PersonForm({
  person,
  isFirst,
  onDone,
}: {
  person: PersonView | null;
  isFirst: boolean;
  onDone: () => void;
}) {
  const [name, setName] = useState(person?.name ?? "");
  const [role, setRole] = useState<Role>(person?.role ?? (isFirst ? "manager" : "frontDesk"));
  const newPin = useNewPin();
  const add = useWrite("person_add");
  const change = useWrite("person_change");
  const failure = add.error?.failure ?? change.error?.failure ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!newPin.isTwice()) {
      return;
    }
    const { pin } = newPin;
    if (person === null) {
      add.mutate({ name, role, pin }, { onSuccess: onDone });
    } else {
      change.mutate({ person: person.id, name, role, ...(pin === "" ? {} : { pin }) }, { onSuccess: onDone });
    }
  };
  const atAField = failure?.code === "invalid" || failure?.code === "nameTaken";
  const words = failure === null || atAField ? null : failureWords(failure, "once");
  const title = person === null ? (isFirst ? t.addFirst : t.add) : t.changeTitle(person.name);
  return (
    <Modal title={title} onClose={onDone}>
      <form className={styles.dialog} onSubmit={submit}>
        <Field label={t.name} value={name} onChange={setName} error={nameError(failure)} autoFocus />
        {isFirst ? null : <Segments label={t.role} options={ROLES} value={role} onChange={setRole} />}
        <NewPinFields
          label={person === null ? t.pin : t.newPin}
          hint={person === null ? t.pinHint : t.newPinHint}
          failure={failure}
          newPin={newPin}
          isOptional={person !== null}
        />
        {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={add.isPending || change.isPending}>
            {person === null ? t.add : t.keep}
          </Button>
          <Button weight="quiet" onPress={onDone}>
            {text.back}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function nameError(failure: Failure | null): string | undefined {
  if (failure?.code === "nameTaken") {
    return `${failureText.nameTaken} ${failureText.nameTakenNext}`;
  }
  return failure?.code === "invalid" && failure.field === "person" ? fieldNextText.person : undefined;
}
