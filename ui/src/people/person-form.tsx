import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import { fieldNextText } from "../failure-text.ts";
import type { Field as FieldName, PersonView, Role } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { Segments } from "../kit/segments.tsx";
import { text } from "../text.ts";
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
  const [pin, setPin] = useState("");
  const add = useWrite("person_add");
  const change = useWrite("person_change");
  const failure = add.error?.failure ?? change.error?.failure ?? null;
  const errorOf = (field: FieldName) =>
    failure?.code === "invalid" && failure.field === field ? fieldNextText[field] : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (person === null) {
      add.mutate({ name, role, pin }, { onSuccess: onDone });
    } else {
      change.mutate({ person: person.id, name, role, ...(pin === "" ? {} : { pin }) }, { onSuccess: onDone });
    }
  };
  const words = failure === null || failure.code === "invalid" ? null : failureWords(failure, "once");
  const title = person === null ? (isFirst ? t.addFirst : t.add) : t.changeTitle(person.name);
  return (
    <Modal title={title} onClose={onDone}>
      <form className={styles.dialog} onSubmit={submit}>
        <Field label={t.name} value={name} onChange={setName} error={errorOf("person")} autoFocus />
        {isFirst ? null : <Segments label={t.role} options={ROLES} value={role} onChange={setRole} />}
        <Field
          label={person === null ? t.pin : t.newPin}
          hint={person === null ? t.pinHint : t.newPinHint}
          value={pin}
          onChange={setPin}
          error={errorOf("pin")}
          isOptional={person !== null}
          secret
          numeric
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
