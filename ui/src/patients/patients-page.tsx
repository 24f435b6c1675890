import { useRef } from "react";
import { Page } from "../kit/panel.tsx";
import { useCloseCard } from "../place/open-patient.ts";
import { usePlace } from "../place/place.tsx";
import { text } from "../text.ts";
import { CardPanel } from "./card-panel.tsx";
import { FindBox } from "./find-box.tsx";
import { FoundList } from "./found-list.tsx";
import type { ListKeys } from "./list-keys.ts";
import { useTurning } from "./turning.ts";

/** Finding a patient, and the card beside the list. Only what is found is drawn when an answer comes. */
export function PatientsPage() {
  const patient = usePlace("patient");
  const closeCard = useCloseCard();
  const turning = useTurning(patient);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<ListKeys>(null);
  const close = () => {
    turning.forget();
    // Whoever turned to another, or looks for one, has gone on from where the card was opened.
    const isElsewhere = turning.row !== null || document.activeElement === box.current;
    if (!closeCard(isElsewhere)) {
      box.current?.focus();
    }
  };
  return (
    <Page
      label={text.pages.patients}
      panel={
        patient === null ? null : (
          <CardPanel patient={patient} row={turning.row} list={list} onClose={close} />
        )
      }
    >
      <FoundList box={box} keys={list} patient={patient} turning={turning}>
        <h1>{text.pages.patients}</h1>
        <FindBox box={box} list={list} onClose={patient === null ? undefined : close} />
      </FoundList>
    </Page>
  );
}
