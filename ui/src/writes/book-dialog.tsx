import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { age } from "../format.ts";
import type { DayPart, Opening, PatientCard, SlotFind, SlotForm } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { useNow } from "../kit/clock.tsx";
import { Field } from "../kit/field.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { typedDate } from "../typed-date.ts";
import { BookStep } from "./book-step.tsx";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { OpeningList } from "./openings.tsx";

const t = bookingText;

/** How far ahead one question looks, how many departments it asks, and how many times are shown. */
const DAYS = 31;
const MOST_DEPARTMENTS = 8;
const SHOWN = 40;

/** Finds a time for somebody and books it. */
export function BookDialog({ patient, onClose }: { patient: string; onClose: () => void }) {
  const form = useQuery(read("slot_form", {}));
  const card = useQuery(read("patient_open", { patient }));
  const failure = form.error?.failure ?? card.error?.failure;
  return (
    <Modal title={t.title(card.data?.name ?? patient)} wide onClose={onClose}>
      <div className={styles.dialog}>
        <Said failure={failure} />
        {form.data !== undefined && card.data !== undefined ? (
          <Booking form={form.data} card={card.data} onClose={onClose} />
        ) : failure === undefined ? (
          <Late>{text.loading}</Late>
        ) : null}
      </div>
    </Modal>
  );
}

function Booking({ form, card, onClose }: { form: SlotForm; card: PatientCard; onClose: () => void }) {
  const [kind, setKind] = useState(form.kinds[0]?.id ?? "");
  const [provider, setProvider] = useState("");
  const [department, setDepartment] = useState("");
  const [typed, setTyped] = useState("");
  const [part, setPart] = useState<DayPart | "">("");
  const [chosen, setChosen] = useState<Opening | null>(null);
  const { mutate, data, error, isPending } = useWrite("slot_find");
  const now = useNow(1_000);
  const places =
    department === "" ? form.departments : form.departments.filter(({ id }) => id === department);
  const today = places[0]?.today ?? "";
  const read = typed.trim() === "" ? { day: today } : typedDate(typed, today);
  const day = "day" in read ? read.day : null;
  const ask: SlotFind | null =
    kind === "" || day === null || places.length === 0
      ? null
      : {
          kind,
          departments: places.slice(0, MOST_DEPARTMENTS).map(({ id }) => id),
          providers: provider === "" ? [] : [provider],
          from: day,
          days: DAYS,
          ...(part === "" ? {} : { part }),
          limit: SHOWN,
        };
  const asked = ask === null ? null : JSON.stringify(ask);
  useEffect(() => {
    if (asked !== null) {
      mutate(JSON.parse(asked) as SlotFind);
    }
  }, [asked, mutate]);
  if (card.deceased !== null) {
    return <Notice tone="error" title={t.deceased} next="" />;
  }
  if (chosen !== null) {
    const later = (data?.rows ?? []).filter(({ slot }) => slot !== chosen.slot);
    return (
      <BookStep
        card={card}
        kind={kind}
        opening={chosen}
        later={later}
        onAgain={() => (ask === null ? undefined : mutate(ask))}
        onBack={() => setChosen(null)}
        onClose={onClose}
      />
    );
  }
  const named = (rows: readonly { id: string; name: string }[], any: string) => [
    { id: "", name: any },
    ...rows.map(({ id, name }) => ({ id, name })),
  ];
  return (
    <>
      {card.coverages.asOf !== null &&
      !card.coverages.rows.some(({ active, selfPay }) => active && !selfPay) ? (
        <Notice tone="warn" title={t.uncovered} next="" />
      ) : null}
      <div className={styles.asked}>
        <Choose label={t.kind} options={form.kinds} value={kind} onChange={setKind} />
        <Choose
          label={t.provider}
          options={named(form.providers, t.anyProvider)}
          value={provider}
          onChange={setProvider}
        />
        <Choose
          label={t.department}
          options={named(form.departments, t.anyDepartment)}
          value={department}
          onChange={setDepartment}
        />
        <Choose
          label={t.part}
          options={[
            { id: "", name: t.parts.any },
            { id: "morning", name: t.parts.morning },
            { id: "afternoon", name: t.parts.afternoon },
          ]}
          value={part}
          onChange={(id) => setPart(id === "morning" || id === "afternoon" ? id : "")}
        />
        <Field
          label={t.from}
          hint={t.fromHint}
          value={typed}
          onChange={setTyped}
          error={day === null ? t.fromWrong : undefined}
          isOptional
        />
      </div>
      <Said failure={error?.failure} />
      {isPending ? <Late>{t.finding}</Late> : null}
      {data === undefined ? null : data.rows.length === 0 ? (
        <Notice tone="notice" title={t.none} next={t.noneNext} />
      ) : (
        <>
          <OpeningList key={asked} openings={data.rows} onChoose={setChosen} />
          <p className={styles.muted}>
            {t.asOf(age(data.asOf, now))} {data.more ? t.more : ""}
          </p>
        </>
      )}
      <div className={styles.acts}>
        <Button onPress={onClose}>{t.no}</Button>
      </div>
    </>
  );
}
