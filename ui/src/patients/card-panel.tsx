import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, type RefObject, useState } from "react";
import { failureWords } from "../failure.ts";
import { age, usDate } from "../format.ts";
import type { PatientCard, PatientRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { syncRead } from "../ipc/freshness.ts";
import { useEmergency, useMay } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions, useElementKeys } from "../kit/keymap.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Panel } from "../kit/panel.tsx";
import { Tag } from "../kit/tag.tsx";
import { PersonLine } from "../person.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./card.module.css";
import { CardParts, RowParts } from "./card-parts.tsx";
import { CardWrites } from "./card-writes.tsx";
import type { ListKeys } from "./list-keys.ts";
import { cardRead } from "./queries.ts";
import { patientsText } from "./text.ts";
import { FLAG_TONE } from "./words.ts";

/** The card of one patient, from the copy at once, each part with its age. Beside a list that is turned through it
 * shows what the row tells, until the card of whom the cursor rests on is there. */
export function CardPanel({
  patient,
  row,
  list,
  onClose,
}: {
  patient: string;
  /** Whom the cursor was turned to, where that is known. */
  row: PatientRow | null;
  list: RefObject<ListKeys | null>;
  onClose: () => void;
}) {
  const asked = useQuery(cardRead(patient));
  const refresh = useWrite("patient_refresh");
  const announce = useAnnounce();
  const entering = usePlace("entering");
  const place = usePlaceStore();
  const navigate = useNavigate();
  const meaning = useElementKeys("list");
  const isTurning = row !== null && row.id !== patient;
  const shown = isTurning ? row.id : patient;
  const card = isTurning ? undefined : asked.data;
  const isWhole = useEmergency() === null;
  const again = isWhole
    ? () => refresh.mutate({ patient: shown }, { onSuccess: () => announce(text.askedFor) })
    : undefined;
  const looked = () => {
    place.set({ auditPatient: shown });
    void navigate({ to: "/audit" });
  };
  const may = useMay("editPatients");
  const openForm = useOpenForm();
  const change = may ? () => openForm({ patient: shown }) : undefined;
  const openPatient = useOpenPatient();
  const left = card === undefined || card.id === patient ? null : card;
  const toLeft = left === null ? undefined : () => openPatient(left.id);
  const mayBook = useMay("editSchedule") && card !== undefined && card.deceased === null;
  const book = mayBook ? () => place.set({ booking: { patient: card.id } }) : undefined;
  useActions({ again, "patients.book": book, "patients.change": change, "patients.left": toLeft });
  const refused = refresh.variables?.patient === shown ? refresh.error : null;
  const failure = isTurning ? null : (asked.error?.failure ?? refused?.failure ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.startsWith("Arrow") && list.current?.press(meaning(event)) === true) {
      event.preventDefault();
    }
  };
  const words = failure === null ? null : failureWords(failure, "once");
  return (
    <Panel
      label={patientsText.card.label}
      of={shown}
      closeLabel={text.close}
      onClose={onClose}
      entering={entering === "patient"}
      onEntered={() => place.set({ entering: null })}
      keys="besideList"
      onKeyDown={onKeyDown}
      head={card !== undefined ? <CardHead card={card} /> : row !== null ? <PersonHead person={row} /> : null}
      acts={
        <>
          {change === undefined ? null : (
            <Button action="patients.change" weight="first" onPress={change}>
              {patientsText.card.change}
            </Button>
          )}
          {book === undefined ? null : (
            <Button action="patients.book" onPress={book}>
              {patientsText.card.book}
            </Button>
          )}
          {again === undefined ? null : (
            <>
              <Button action="again" isPending={refresh.isPending} onPress={again}>
                {patientsText.card.again}
              </Button>
              <Button weight="quiet" onPress={looked}>
                {patientsText.card.looked}
              </Button>
            </>
          )}
        </>
      }
    >
      {left === null ? null : <Merged asked={patient} left={left} onOpen={() => openPatient(left.id)} />}
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      {may ? <CardWrites patient={isTurning ? null : (card?.id ?? null)} /> : null}
      {card !== undefined ? (
        <CardBody key={card.id} card={card} />
      ) : (
        <>
          {row === null ? null : <RowParts row={row} />}
          {isTurning || asked.isPending ? <Late>{text.loading}</Late> : null}
        </>
      )}
    </Panel>
  );
}

// Whoever has the patient open is told, and goes on with the one who is left.
function Merged({ asked, left, onOpen }: { asked: string; left: PatientCard; onOpen: () => void }) {
  const t = patientsText.card.merged;
  return (
    <Notice tone="notice" title={t.title(asked, left.name, left.id)} next={t.next}>
      <Button action="patients.left" onPress={onOpen}>
        {t.act}
      </Button>
    </Notice>
  );
}

// How long what was never read is taken to be on its way.
const ON_ITS_WAY = 60_000;

// A card that is opened is asked for at athenahealth, all of it, where that can be reached.
function CardBody({ card }: { card: PatientCard }) {
  const now = useNow(1_000);
  const [opened] = useState(now);
  const sync = useQuery(syncRead);
  const t = patientsText.card;
  const comes = sync.data?.problem === null && now - opened < ON_ITS_WAY;
  const unread = comes ? t.beingRead : t.neverRead;
  const ageOf = (instant: string | null) => (instant === null ? unread : t.ageOf(age(instant, now)));
  return <CardParts card={card} ageOf={ageOf} comes={comes} />;
}

type Person = Pick<PatientCard, "name" | "sex" | "age" | "dob" | "id" | "preferred" | "flags">;

function PersonHead({
  person,
  deceased = null,
  children,
}: {
  person: Person;
  deceased?: string | null;
  children?: ReactNode;
}) {
  const t = patientsText.card;
  return (
    <div className={styles.head}>
      <h2>{person.name}</h2>
      <p className={styles.sub}>
        <PersonLine sex={person.sex} age={person.age} dob={person.dob} id={person.id} />
      </p>
      {person.preferred === null ? null : <p className={styles.sub}>{t.preferred(person.preferred)}</p>}
      {person.flags.length === 0 ? null : (
        <p className={styles.flags}>
          {person.flags.map((flag) => (
            <Tag key={flag} tone={FLAG_TONE[flag]}>
              {flag === "deceased" && deceased !== null ? t.deceasedOn(usDate(deceased)) : text.flag[flag]}
            </Tag>
          ))}
        </p>
      )}
      {children}
    </div>
  );
}

function CardHead({ card }: { card: PatientCard }) {
  const t = patientsText.card;
  return (
    <PersonHead person={card} deceased={card.deceased}>
      {card.previousIds.length === 0 ? null : (
        <p className={styles.sub}>{t.previously(card.previousIds.join(", "))}</p>
      )}
    </PersonHead>
  );
}
