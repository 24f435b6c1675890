import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { failureWords } from "../failure.ts";
import { failureText } from "../failure-text.ts";
import type { Failure, WriteRow } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Blank, Late } from "../kit/notice.tsx";
import { Page } from "../kit/panel.tsx";
import { useCloseForm, useOpenWrite } from "../place/open-form.ts";
import { useOpenPatient } from "../place/open-patient.ts";
import { type Form, usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { writeOf, writesOf } from "../write-stage.ts";
import { formText } from "./form-text.ts";
import { MayNot } from "./may-not.tsx";
import { PatientForm } from "./patient-form.tsx";
import { prefilled } from "./prefill.ts";
import { Progress } from "./progress.tsx";
import { type Start, useToday } from "./use-form.ts";

const t = formText;

/** Changing a patient, or registering one. */
export function FormPage() {
  const form = usePlace("form");
  const may = useMay("editPatients");
  return (
    <Page label={text.pages.form} panel={null}>
      {!may ? <MayNot /> : form === null ? <Nobody /> : <Opened key={form.turn} form={form} />}
    </Page>
  );
}

function Nobody() {
  const navigate = useNavigate();
  const toPatients = () => void navigate({ to: "/patients" });
  useActions({ back: toPatients });
  return (
    <Blank title={t.none} next={t.noneNext}>
      <Button onPress={toPatients}>{t.toPatients}</Button>
    </Blank>
  );
}

function Opened({ form }: { form: Form }) {
  const { patient, write, typed, booking, caret, isMarked } = form;
  const place = usePlaceStore();
  const [sent, setSent] = useState<string | null>(null);
  // What is read anew, or kept meanwhile, does not begin the form again.
  const [start, setStart] = useState<Start | null>(null);
  const close = useCloseForm();
  const onClose = () => close(null);
  const openPatient = useOpenPatient();
  const goesOnWith = (kept: string) => {
    const now = place.get().form;
    if (now?.turn === form.turn && now.write !== kept) {
      place.set({ form: { ...now, write: kept } });
    }
  };
  const asked = useQuery({
    ...read("patient_form", patient === null ? {} : { patient }),
    enabled: start === null,
  });
  const whom = start?.form.patient ?? asked.data?.patient ?? patient;
  const wantsDraft = write !== null || patient !== null;
  const drafts = useQuery({
    ...(patient === null ? writeOf(write ?? "") : writesOf(whom ?? patient)),
    enabled: start === null && wantsDraft && asked.isSuccess,
  });
  const today = useToday();
  if (sent !== null) {
    return (
      <Progress write={sent} patient={whom} onMade={setSent} isBooking={booking !== null} onClose={close} />
    );
  }
  if (start !== null) {
    return (
      <PatientForm
        start={start}
        asked={patient}
        onKept={goesOnWith}
        onSent={(write) => {
          goesOnWith(write);
          setSent(write);
        }}
        onThem={booking === null ? openPatient : close}
        onClose={onClose}
      />
    );
  }
  const failure = asked.error?.failure ?? drafts.error?.failure;
  if (failure !== undefined && asked.data === undefined) {
    return <NotOpened failure={failure} onClose={onClose} />;
  }
  if (asked.data === undefined || (wantsDraft && drafts.isPending)) {
    return <Late>{text.loading}</Late>;
  }
  const rows = drafts.data?.rows ?? [];
  const row = draftAmong(rows, write, patient);
  if (write !== null && row === null) {
    const isOnItsWay = rows.some(({ id, stage }) => id === write && stage !== "draft");
    return isOnItsWay ? (
      <Progress write={write} patient={whom} onMade={setSent} isBooking={booking !== null} onClose={close} />
    ) : (
      <Gone onClose={onClose} />
    );
  }
  const before = patient === null ? prefilled(typed, today) : {};
  setStart({ form: asked.data, row, before, caret, isMarked });
  return null;
}

// The draft that was asked for or, of a patient, the one that was kept when the form was last left.
function draftAmong(
  rows: readonly WriteRow[],
  write: string | null,
  patient: string | null,
): WriteRow | null {
  const goesOn = ({ can }: WriteRow) => can.includes("redraft");
  const isKept = (row: WriteRow) => patient !== null && row.kind === "edit" && row.stage === "draft";
  return rows.find((row) => goesOn(row) && (write === null ? isKept(row) : row.id === write)) ?? null;
}

function NotOpened({ failure, onClose }: { failure: Failure; onClose: () => void }) {
  const { title, next } = failureWords(failure, "once");
  useActions({ back: onClose });
  return (
    <Ended title={title} next={next}>
      <Button action="back" onPress={onClose}>
        {t.back}
      </Button>
    </Ended>
  );
}

// The draft may have been sent or taken back by somebody else meanwhile.
function Gone({ onClose }: { onClose: () => void }) {
  const openWrite = useOpenWrite();
  useActions({ back: onClose });
  return (
    <Ended title={failureText.outOfTurn} next={failureText.outOfTurnNext}>
      <Button onPress={() => openWrite(null)}>{t.toWrites}</Button>
    </Ended>
  );
}

function Ended({ title, next, children }: { title: string; next: string; children: ReactNode }) {
  return (
    <Blank title={title} next={next}>
      {children}
    </Blank>
  );
}
