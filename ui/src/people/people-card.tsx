import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { People, PersonView, Seat } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { seatMay, sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late } from "../kit/notice.tsx";
import { Pick } from "../kit/pick.tsx";
import { text } from "../text.ts";
import { FailureNotice } from "./failure-notice.tsx";
import { OwnPin } from "./own-pin.tsx";
import styles from "./people.module.css";
import { PersonForm } from "./person-form.tsx";
import { Roles } from "./roles.tsx";
import { peopleText } from "./text.ts";

const t = peopleText;

/** Who works at this desktop, what each role may do, and when it locks. */
export function PeopleCard() {
  const session = useQuery(sessionRead);
  const seat = session.data?.seat;
  if (seat === undefined) {
    return null;
  }
  return (
    <Card level={2} title={t.title}>
      {seatMay(seat, "managePeople") ? <Managed seat={seat} /> : <Signed seat={seat} />}
      <Roles />
    </Card>
  );
}

function Signed({ seat }: { seat: Seat }) {
  return seat.seat === "person" ? (
    <>
      <p>
        {t.signedIn(seat.person.name, t.roles[seat.person.role])} {t.managed}
      </p>
      <ChangeOwn />
    </>
  ) : null;
}

function ChangeOwn() {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={styles.acts}>
      <Button onPress={() => setIsAsking(true)}>{t.own.act}</Button>
      {isAsking ? <OwnPin onDone={() => setIsAsking(false)} /> : null}
    </div>
  );
}

function Managed({ seat }: { seat: Seat }) {
  const people = useQuery(read("people_list", {}));
  if (people.data === undefined) {
    return people.error === null ? (
      <Late>{text.loading}</Late>
    ) : (
      <FailureNotice failure={people.error.failure} />
    );
  }
  return (
    <>
      {seat.seat === "person" ? (
        <>
          <p>{t.signedIn(seat.person.name, t.roles[seat.person.role])}</p>
          <ChangeOwn />
        </>
      ) : null}
      {people.data.people.length === 0 ? (
        <p className={styles.note}>{seat.seat === "atAthena" ? t.atAthena(seat.name) : t.nobody}</p>
      ) : null}
      <List people={people.data} />
    </>
  );
}

type Doing = { what: "add" } | { what: "change" | "remove"; person: PersonView };

function List({ people: { people, idleMinutes, leaseHours } }: { people: People }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const idle = useWrite("idle_set");
  const lease = useWrite("lease_set");
  const isFirst = people.length === 0;
  const done = () => setDoing(null);
  return (
    <>
      <ul>
        {people.map((person) => (
          <li key={person.id} className={styles.row}>
            <span>
              <b>{person.name}</b>
              <small>{t.roles[person.role]}</small>
            </span>
            <Button
              label={`${t.change}: ${person.name}`}
              onPress={() => setDoing({ what: "change", person })}
            >
              {t.change}
            </Button>
            <Button
              weight="quiet"
              label={`${t.remove}: ${person.name}`}
              onPress={() => setDoing({ what: "remove", person })}
            >
              {t.remove}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button onPress={() => setDoing({ what: "add" })}>{isFirst ? t.addFirst : t.add}</Button>
      </div>
      <div className={styles.picks}>
        {isFirst ? null : (
          <Pick
            wide
            label={t.idle}
            options={MINUTES}
            value={String(idleMinutes)}
            onChange={(id) => idle.mutate({ minutes: Number(id) })}
          />
        )}
        <Pick
          wide
          label={t.lease}
          options={HOURS}
          value={String(leaseHours)}
          onChange={(id) => lease.mutate({ hours: Number(id) })}
        />
      </div>
      {doing === null ? null : doing.what === "remove" ? (
        <Removing person={doing.person} onDone={done} />
      ) : (
        <PersonForm person={doing.what === "add" ? null : doing.person} isFirst={isFirst} onDone={done} />
      )}
    </>
  );
}

const HOURS = [4, 8, 12, 24, 48, 72, 96, 120, 168].map((count) => ({
  id: String(count),
  name: t.hours(count),
}));
const MINUTES = Array.from({ length: 15 }, (_, at) => ({ id: String(at + 1), name: t.minutes(at + 1) }));

function Removing({ person, onDone }: { person: PersonView; onDone: () => void }) {
  const remove = useWrite("person_remove");
  return (
    <Modal title={t.removeTitle(person.name)} alert onClose={onDone}>
      <div className={styles.dialog}>
        <p>{t.removeBody}</p>
        {remove.error === null ? null : <FailureNotice failure={remove.error.failure} />}
        <div className={styles.acts}>
          <Button
            weight="danger"
            isPending={remove.isPending}
            onPress={() => remove.mutate({ person: person.id }, { onSuccess: onDone })}
          >
            {t.removeYes}
          </Button>
          <Button autoFocus onPress={onDone}>
            {t.removeNo}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
