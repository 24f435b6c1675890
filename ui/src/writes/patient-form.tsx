import { useQuery } from "@tanstack/react-query";
import { age } from "../format.ts";
import type { AlikeView } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { PersonLine } from "../person.tsx";
import { useOpenForm, useOpenWrite } from "../place/open-form.ts";
import { text } from "../text.ts";
import { AlikeStep } from "./alike-step.tsx";
import { Said } from "./dialogs.tsx";
import { Fields } from "./field-box.tsx";
import styles from "./form.module.css";
import { FormAside } from "./form-aside.tsx";
import { formText } from "./form-text.ts";
import { type FormState, type Start, useForm } from "./use-form.ts";
import { whyText } from "./why-text.ts";

const t = formText;

/** The form of a patient, or of somebody to be registered, until it is sent off. */
export function PatientForm({
  start,
  asked,
  onKept,
  onSent,
  onThem,
  onClose,
}: {
  start: Start;
  /** Who was asked for, which may be one who was merged into another. */
  asked: string | null;
  /** A draft of it is kept. */
  onKept: (write: string) => void;
  onSent: (write: string) => void;
  /** Somebody registered already is who is meant. */
  onThem: (patient: string) => void;
  onClose: () => void;
}) {
  const { form } = start;
  const card = useQuery({
    ...read("patient_open", { patient: form.patient ?? "" }),
    enabled: form.patient !== null,
  });
  const left = card.data === undefined || card.data.id === form.patient ? null : card.data;
  const state = useForm(start, left?.id ?? null, { onKept, onSent });
  const announce = useAnnounce();
  const openForm = useOpenForm();
  const toLeft = () =>
    left === null
      ? undefined
      : void state.close().then(
          () => openForm({ patient: left.id }),
          // Why it could not be kept is said, and nothing that was typed is left behind.
          () => undefined,
        );
  const member = card.data?.coverages.rows.find(({ memberId }) => memberId !== null)?.memberId ?? null;
  const close = () =>
    void state.close().then(
      (isKept) => {
        if (isKept) {
          announce(t.kept);
        }
        onClose();
      },
      // Whoever leaves in spite of it was told why it could not be kept.
      () => (state.failure === null ? undefined : onClose()),
    );
  const toThem = ({ patient, name }: AlikeView) =>
    void state.drop().then(
      () => {
        announce(t.themSaid(name));
        onThem(patient);
      },
      () => undefined,
    );
  useActions({
    back: state.toCompare === null ? close : state.backToFields,
    "form.go": state.toCompare === null ? state.go : undefined,
    "form.look": state.toCompare === null && looksFirst(state) ? state.go : undefined,
    "form.left": left === null ? undefined : toLeft,
    "form.nobody": state.toCompare === null ? undefined : state.ruleOut,
  });
  if (state.toCompare !== null) {
    return <AlikeStep alike={state.toCompare} state={state} onThem={toThem} />;
  }
  return (
    <div className={styles.step}>
      <FormHead start={start} asked={asked} />
      {left === null ? null : (
        <Notice
          tone="notice"
          title={t.mergedNow.title(form.patient ?? "", left.name, left.id)}
          next={t.mergedNow.next}
        >
          <Button action="form.left" onPress={toLeft}>
            {t.mergedNow.act}
          </Button>
        </Notice>
      )}
      <div className={styles.sheet}>
        <Fields state={state} />
        <FormAside form={form} member={member} state={state} />
      </div>
      <FormActs state={state} onClose={close} />
    </div>
  );
}

function FormHead({ start: { form, row }, asked }: { start: Start; asked: string | null }) {
  const now = useNow(1_000);
  const openWrite = useOpenWrite();
  const isNew = form.patient === null;
  const another = row === null && form.open !== null;
  return (
    <>
      <div className={styles.head}>
        <h1>{isNew ? t.register : t.change(form.name ?? "")}</h1>
        <p className={styles.muted}>
          <PersonLine sex={null} age={null} dob={form.dob} id={form.patient} />
          {form.asOf === null ? null : `${text.dot}${t.asOf(age(form.asOf, now))}`}
        </p>
      </div>
      {row === null ? null : (
        <Notice tone="notice" title={row.why === null || isNew ? t.goesOn : whyText[row.why].title} next="" />
      )}
      {isNew || asked === null || asked === form.patient ? null : (
        <Notice tone="notice" title={t.merged(asked)} next="" />
      )}
      {form.flags.map((flag) => (
        <Notice key={flag} tone="notice" title={t.flags[flag]} next="" />
      ))}
      {another ? (
        <Notice tone="notice" title={t.open.title} next={t.open.next}>
          <Button onPress={() => openWrite(form.open)}>{t.open.act}</Button>
        </Notice>
      ) : null}
    </>
  );
}

// Whether athenahealth is asked first who is registered already.
function looksFirst({ isNew, isLooked }: FormState): boolean {
  return isNew && !isLooked;
}

function FormActs({ state, onClose }: { state: FormState; onClose: () => void }) {
  return (
    <div className={styles.foot}>
      <Said failure={state.failure ?? undefined} />
      {state.short === null ? null : (
        <p className={styles.short} role="alert">
          {state.short}
        </p>
      )}
      <div className={styles.acts}>
        <Button weight="first" action="form.go" isPending={state.pending !== null} onPress={state.go}>
          {looksFirst(state) ? t.look : t.send}
        </Button>
        <Button action="back" onPress={onClose}>
          {t.back}
        </Button>
        <span className={styles.muted}>{t.keeping}</span>
      </div>
    </div>
  );
}
