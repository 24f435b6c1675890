import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PatientCard, SheetSlot, SlotForm } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { Field } from "../kit/field.tsx";
import { writeOf } from "../write-stage.ts";
import { Booked, knownOfCard } from "./book-step.tsx";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { ENOUGH, Identifiers } from "./identifiers.tsx";
import { useOpeningWords } from "./openings.tsx";
import { useSaid } from "./use-said.ts";

const t = bookingText;

/** A visit booked beside another on purpose: of which kind, why, and whom it is for. */
export function BesideStep({
  form,
  card,
  at,
  onBack,
  onClose,
}: {
  form: SlotForm;
  card: PatientCard;
  at: SheetSlot;
  onBack: () => void;
  onClose: () => void;
}) {
  const alike = form.kinds.find(({ name }) => name === at.kind) ?? form.kinds[0];
  const [kind, setKind] = useSaid("kind", alike?.id ?? "");
  const [reason, setReason] = useSaid("reason", "");
  const [ticked, setTicked] = useSaid("ticked", []);
  const [isShort, setShort] = useState(false);
  const [write, setWrite] = useSaid("write", null);
  const double = useWrite("visit_double");
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== null });
  const row = page.data?.rows.find(({ id }) => id === write);
  const { when, where } = useOpeningWords()(at);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === "" || ticked.length < ENOUGH || kind === "") {
      setShort(true);
      return;
    }
    const { date, minute, provider, department } = at;
    const deed = { kind: "book" as const, patient: card.id, of: kind, confirmed: [...ticked] };
    double.mutate(
      { place: { date, minute, provider, department }, reason: reason.trim(), deed },
      { onSuccess: (released) => setWrite(released.write) },
    );
  };
  if (row !== undefined) {
    return <Booked row={row} when={when} where={where} onClose={onClose} />;
  }
  return (
    <form className={styles.dialog} noValidate onSubmit={submit}>
      <p>
        <b>{when}</b> <span className={styles.muted}>{where}</span>
      </p>
      <p>{t.beside.body}</p>
      <Choose label={t.kind} options={form.kinds} value={kind} onChange={setKind} />
      <Field
        label={t.beside.reason}
        hint={t.beside.reasonHint}
        value={reason}
        onChange={setReason}
        error={isShort && reason.trim() === "" ? t.beside.reasonWrong : undefined}
      />
      <Identifiers
        label={t.who}
        known={knownOfCard(card)}
        ticked={ticked}
        onChange={setTicked}
        error={isShort && ticked.length < ENOUGH ? t.few : undefined}
      />
      <Said failure={double.error?.failure ?? page.error?.failure} />
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={double.isPending || write !== null}>
          {t.beside.yes}
        </Button>
        <Button onPress={onBack}>{t.back}</Button>
        <Button weight="quiet" onPress={onClose}>
          {t.no}
        </Button>
      </div>
    </form>
  );
}
