import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Opening, PatientCard, SheetSlot, SlotForm } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { ANY_TIME, forWhom, type Wanted } from "../place/booking.ts";
import { usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { BesideStep } from "./beside-step.tsx";
import { BookStep } from "./book-step.tsx";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { FindTime, providersOf, useReasons } from "./find-time.tsx";
import { useOpeningWords } from "./openings.tsx";
import { useOpenings } from "./use-openings.ts";
import { useSaid, useSay } from "./use-said.ts";
import { questionOf } from "./wanted.ts";
import { WhomStep } from "./whom-step.tsx";

const t = bookingText;

/** Finds a time and books it: for somebody, or for whom is said once a time is found, on the sheet too. */
export function BookDialog({
  patient,
  at,
  onClose,
}: {
  patient: string | null;
  /** The time that was chosen. */
  at?: SheetSlot;
  onClose: () => void;
}) {
  const [whom] = useSaid("whom", patient);
  const say = useSay();
  const words = useOpeningWords();
  const form = useQuery(read("slot_form", {}));
  const card = useQuery({ ...read("patient_open", { patient: whom ?? "" }), enabled: whom !== null });
  const failure = form.error?.failure ?? card.error?.failure;
  const isThere = form.data !== undefined && (whom === null || card.data !== undefined);
  return (
    <Modal
      title={
        whom !== null
          ? t.title(card.data?.name ?? whom)
          : at === undefined
            ? t.find
            : (at.slot === "" ? t.beside.title : t.bookThis)(words(at).when)
      }
      wide="columns"
      onClose={onClose}
    >
      <div className={styles.dialog}>
        <Said failure={failure} />
        {form.data !== undefined && form.data.kinds.length + form.data.departments.length > 0 ? (
          <Booking
            form={form.data}
            card={whom === null ? null : (card.data ?? null)}
            isWhomKnown={whom !== null}
            at={at ?? null}
            onWhom={(to) => say(forWhom(to))}
            onClose={onClose}
          />
        ) : null}
        {isThere || failure !== undefined ? null : <Late>{text.loading}</Late>}
      </div>
    </Modal>
  );
}

function Booking({
  form,
  card,
  isWhomKnown,
  at,
  onWhom,
  onClose,
}: {
  form: SlotForm;
  card: PatientCard | null;
  isWhomKnown: boolean;
  at: SheetSlot | null;
  onWhom: (patient: string | null) => void;
  onClose: () => void;
}) {
  const place = usePlaceStore();
  const say = useSay();
  const [first] = useState<Wanted>(() =>
    at === null ? begun(form, place.get().wanted) : wantedAt(form, at),
  );
  const [wanted, setWanted] = useSaid("wanted", first);
  const [chosen] = useSaid("chosen", at);
  const setChosen = (to: Opening | null) => say({ chosen: to, tried: null, write: null });
  const [asksWhom, setAsksWhom] = useSaid("asksWhom", false);
  const mayBook = useMay("editSchedule");
  const reasons = useReasons(form, wanted);
  const found = useOpenings(questionOf(form, wanted, providersOf(wanted, reasons.data?.rows)));
  const change = (part: Partial<Wanted>) => {
    const next = { ...wanted, ...part };
    setWanted(next);
    place.set({ wanted: { ...next, typed: "" } });
  };
  const { purpose } = wanted;
  if (card !== null && card.deceased !== null) {
    return (
      <>
        <Notice tone="error" title={t.deceased} next="" />
        <div className={styles.acts}>
          <Button autoFocus onPress={onClose}>
            {t.no}
          </Button>
        </div>
      </>
    );
  }
  if (asksWhom || (chosen !== null && !isWhomKnown)) {
    return (
      <WhomStep
        onWhom={onWhom}
        onBack={() => {
          setAsksWhom(false);
          setChosen(null);
        }}
        onClose={onClose}
      />
    );
  }
  if (chosen?.slot === "" && at !== null && card !== null) {
    return (
      <BesideStep
        key={card.id}
        form={form}
        card={card}
        at={at}
        onBack={() => setChosen(null)}
        onClose={onClose}
      />
    );
  }
  if (chosen !== null && card !== null && purpose !== null) {
    const later = (found.openings?.rows ?? []).filter(({ slot }) => slot !== chosen.slot);
    return (
      <BookStep
        key={card.id}
        card={card}
        purpose={purpose}
        opening={chosen}
        later={later}
        onAgain={found.again}
        onBack={() => setChosen(null)}
        onClose={onClose}
      />
    );
  }
  return (
    <>
      {card !== null &&
      card.coverages.asOf !== null &&
      !card.coverages.rows.some(({ active, selfPay }) => active && !selfPay) ? (
        <Notice tone="warn" title={t.uncovered} next="" />
      ) : null}
      <FindTime
        form={form}
        wanted={wanted}
        onWanted={change}
        reasons={reasons}
        found={found}
        onChoose={(opening) => (mayBook ? setChosen(opening) : undefined)}
      />
      <div className={styles.acts}>
        <Button onPress={onClose}>{t.no}</Button>
        {mayBook ? (
          <Button weight="quiet" onPress={() => setAsksWhom(true)}>
            {isWhomKnown ? t.forAnother : t.forWhom}
          </Button>
        ) : (
          <span className={styles.muted}>{t.mayNot}</span>
        )}
      </div>
    </>
  );
}

// What is looked for where the time that was chosen is not to be had, or another is wanted.
function wantedAt(form: SlotForm, { kindId, department, provider, date }: SheetSlot): Wanted {
  const [first] = form.kinds;
  const kind = kindId ?? first?.id;
  const purpose = kind === undefined ? null : { kind };
  return { ...ANY_TIME, purpose, departments: [department], providers: [provider], typed: date };
}

// What was looked for the last time, as far as the practice still has it.
function begun(form: SlotForm, last: Wanted | null): Wanted {
  const [first] = form.kinds;
  const plain: Wanted = { ...ANY_TIME, purpose: first === undefined ? null : { kind: first.id } };
  if (last === null) {
    return plain;
  }
  const { purpose } = last;
  const isThere =
    purpose !== null && ("reason" in purpose || form.kinds.some(({ id }) => id === purpose.kind));
  const among = (rows: readonly { id: string }[], ids: readonly string[]) =>
    ids.filter((id) => rows.some((row) => row.id === id));
  return {
    ...last,
    purpose: isThere ? purpose : plain.purpose,
    departments: among(form.departments, last.departments),
    providers: among(form.providers, last.providers),
    typed: "",
  };
}
