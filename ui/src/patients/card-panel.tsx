import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { failureWords } from "../failure.ts";
import { age, usDate } from "../format.ts";
import type { PatientCard } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Panel } from "../kit/panel.tsx";
import { Tag } from "../kit/tag.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./card.module.css";
import { CardParts } from "./card-parts.tsx";
import { cardRead } from "./queries.ts";
import { patientsText } from "./text.ts";
import { FLAG_TONE } from "./words.ts";

/** The card of one patient, from the copy at once, each part with its age. */
export function CardPanel({ patient, onClose }: { patient: string; onClose: () => void }) {
  const card = useQuery(cardRead(patient));
  const refresh = useWrite("patient_refresh");
  const announce = useAnnounce();
  const entering = usePlace("entering");
  const place = usePlaceStore();
  const navigate = useNavigate();
  const again = () => refresh.mutate({ patient }, { onSuccess: () => announce(text.askedFor) });
  const looked = () => {
    place.set({ auditPatient: patient });
    void navigate({ to: "/audit" });
  };
  useActions({ again });
  const failure = card.error?.failure ?? refresh.error?.failure ?? null;
  const words = failure === null ? null : failureWords(failure, "once");
  return (
    <Panel
      label={patientsText.card.label}
      closeLabel={text.close}
      onClose={onClose}
      entering={entering === "patient"}
      onEntered={() => place.set({ entering: null })}
      head={card.data === undefined ? null : <CardHead card={card.data} asked={patient} />}
      acts={
        <>
          <Button action="again" isPending={refresh.isPending} onPress={again}>
            {patientsText.card.again}
          </Button>
          <Button weight="quiet" onPress={looked}>
            {patientsText.card.looked}
          </Button>
        </>
      }
    >
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      {card.data === undefined ? (
        card.isPending ? (
          <Late>{text.loading}</Late>
        ) : null
      ) : (
        <CardBody card={card.data} />
      )}
    </Panel>
  );
}

function CardBody({ card }: { card: PatientCard }) {
  const now = useNow(1_000);
  const t = patientsText.card;
  const ageOf = (instant: string | null) => (instant === null ? t.neverRead : t.ageOf(age(instant, now)));
  return <CardParts card={card} ageOf={ageOf} />;
}

function CardHead({ card, asked }: { card: PatientCard; asked: string }) {
  const t = patientsText.card;
  const born = card.dob === null ? null : text.person.born(usDate(card.dob), card.age);
  return (
    <header className={styles.head}>
      <h2>{card.name}</h2>
      <p className={styles.sub}>
        {[card.sex, born, text.person.id(card.id)].filter((part) => part !== null).join(text.dot)}
      </p>
      {card.preferred === null ? null : <p className={styles.sub}>{t.preferred(card.preferred)}</p>}
      {card.flags.length === 0 ? null : (
        <p className={styles.flags}>
          {card.flags.map((flag) => (
            <Tag key={flag} tone={FLAG_TONE[flag]}>
              {flag === "deceased" && card.deceased !== null
                ? t.deceasedOn(usDate(card.deceased))
                : patientsText.flag[flag]}
            </Tag>
          ))}
        </p>
      )}
      {card.id === asked ? null : <p className={styles.sub}>{t.mergedFrom(asked)}</p>}
      {card.previousIds.length === 0 ? null : (
        <p className={styles.sub}>{t.previously(card.previousIds.join(", "))}</p>
      )}
    </header>
  );
}
