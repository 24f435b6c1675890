import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { Opening, PatientCard, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { Field } from "../kit/field.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { usePlaceStore } from "../place/place.tsx";
import { visitWriteText } from "../visit-write-text.ts";
import { writeOf } from "../write-stage.ts";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { HoldButton, HoldLine } from "./hold-line.tsx";
import { ENOUGH, Identifiers } from "./identifiers.tsx";
import { knownOf } from "./known.ts";
import { OpeningList, useOpeningWords } from "./openings.tsx";
import { useHold } from "./use-hold.ts";
import { useSaid } from "./use-said.ts";
import { standing } from "./words.ts";

const t = bookingText;

/** How many times are offered where the one that was chosen is taken. */
const NEXT = 3;
const UNDO = 10;

/** The time that was chosen: whom it is for, what is said with it, and how far the booking is. Where it is taken the
 * next are offered, with all that was typed. */
export function BookStep({
  card,
  purpose,
  opening,
  later,
  onAgain,
  onBack,
  onClose,
}: {
  card: PatientCard;
  /** The kind of visit, or the reason for it. */
  purpose: { kind: string } | { reason: string };
  opening: Opening;
  /** The other open times, the earliest first. */
  later: readonly Opening[];
  /** Has them read again. */
  onAgain: () => void;
  onBack: () => void;
  onClose: () => void;
}) {
  const [note, setNote] = useSaid("note", "");
  const [ticked, setTicked] = useSaid("ticked", []);
  const [isShort, setShort] = useState(false);
  const [tried, setTried] = useSaid("tried", null);
  const wanted = tried ?? opening;
  const [write, setWrite] = useSaid("write", null);
  const book = useWrite("visit_book");
  const discard = useWrite("write_discard");
  const see = useWrite("write_see");
  const page = useQuery({ ...writeOf(write ?? ""), enabled: write !== null });
  const row = page.data?.rows.find(({ id }) => id === write);
  const words = useOpeningWords();
  const { when, where } = words(wanted);
  const hold = useHold(card.id, wanted);
  const isOnItsWay = book.isPending || write !== null;
  useActions({ "booking.hold": isOnItsWay ? undefined : hold.isHeld ? hold.letGo : hold.hold });
  const isTaken = row?.why === "conflict" && (row.stage === "draft" || row.stage === "notSaved");
  const run = (to: Opening) => {
    if (ticked.length < ENOUGH) {
      setShort(true);
      return;
    }
    setTried(to);
    const typed = note.trim();
    book.mutate(
      {
        slot: to.slot,
        patient: card.id,
        ...purpose,
        department: to.department,
        ...(typed === "" ? {} : { note: typed }),
        confirmed: [...ticked],
      },
      {
        onSuccess: (released) => {
          hold.forget();
          setWrite(released.write);
          onAgain();
        },
      },
    );
  };
  // What was lost asks for nobody any more once another time is tried.
  const instead = (to: Opening) => {
    if (row?.can.includes("discard")) {
      discard.mutate({ write: row.id });
    } else if (row?.can.includes("see")) {
      see.mutate({ write: row.id });
    }
    run(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(wanted);
  };
  if (row !== undefined && !isTaken) {
    return <Booked row={row} when={when} where={where} onClose={onClose} />;
  }
  return (
    <form className={styles.dialog} noValidate onSubmit={submit}>
      <p>
        <b>{when}</b> <span className={styles.muted}>{where}</span>
      </p>
      {isTaken ? (
        <>
          <Notice tone="warn" title={t.taken} next={t.takenNext} />
          <OpeningList openings={later.slice(0, NEXT)} onChoose={instead} />
        </>
      ) : null}
      <HoldLine hold={hold} />
      <Field label={t.note} hint={t.noteHint} value={note} onChange={setNote} autoFocus isOptional />
      <Identifiers
        label={t.who}
        known={knownOfCard(card)}
        ticked={ticked}
        onChange={(ids) => {
          setTicked(ids);
          setShort(false);
        }}
        error={isShort ? t.few : undefined}
      />
      <Said failure={book.error?.failure ?? page.error?.failure} />
      <div className={styles.acts}>
        {isTaken ? null : (
          <Button weight="first" type="submit" isPending={isOnItsWay}>
            {t.yes}
          </Button>
        )}
        {isOnItsWay ? null : <HoldButton hold={hold} />}
        <Button onPress={onBack}>{t.back}</Button>
        <Button weight="quiet" onPress={onClose}>
          {t.no}
        </Button>
      </div>
    </form>
  );
}

/** By what somebody can be told from others, as their card has it. */
export function knownOfCard({ name, dob, id, contact, coverages }: PatientCard) {
  const said = {
    mobilePhone: contact.mobilePhone,
    homePhone: contact.homePhone,
    workPhone: contact.workPhone,
  } as Record<string, string | null | undefined>;
  const member =
    coverages.rows.find(({ memberId }) => memberId !== null && memberId !== "")?.memberId ?? null;
  return knownOf({ name, dob, patient: id, member, said: (field) => said[field] ?? "" });
}

/** How far it is: booked only once athenahealth confirmed it. */
export function Booked({
  row,
  when,
  where,
  onClose,
}: {
  row: WriteRow;
  when: string;
  where: string;
  onClose: () => void;
}) {
  const undo = useWrite("write_undo");
  const announce = useAnnounce();
  const now = useNow(1_000);
  const w = visitWriteText;
  const isEnded = row.stage === "saved";
  const isOnItsWay = row.stage === "waiting" || row.stage === "sent";
  const since = row.ended === null ? 0 : Math.floor((now - Date.parse(row.ended)) / 1_000);
  const left = UNDO - since;
  const { title, next } = standing(row);
  const can = row.can.includes("undo") && left > 0 && !undo.isSuccess;
  const place = usePlaceStore();
  const made = isEnded ? row.visit?.id : undefined;
  useEffect(() => {
    if (made !== undefined) {
      place.set({ made: { visit: made, from: place.get().visit } });
    }
  }, [made, place]);
  return (
    <>
      <p>
        <b>{when}</b> <span className={styles.muted}>{where}</span>
      </p>
      {isOnItsWay || isEnded ? (
        <Notice
          tone="notice"
          title={isEnded ? w.did.book : w.doing.book}
          next={undo.isSuccess ? t.undone : isEnded ? w.confirmed : w.unconfirmed}
        />
      ) : (
        <Notice
          tone="warn"
          title={title}
          next={[row.said ?? "", next].filter((part) => part !== "").join(" ")}
        />
      )}
      <Said failure={undo.error?.failure} />
      <div className={styles.acts}>
        <Button weight="first" autoFocus onPress={onClose}>
          {t.close}
        </Button>
        {can ? (
          <>
            <Button
              isPending={undo.isPending}
              onPress={() => undo.mutate({ write: row.id }, { onSuccess: () => announce(t.undone) })}
            >
              {t.undo}
            </Button>
            <span className={styles.muted}>{t.undoLeft(left)}</span>
          </>
        ) : null}
      </div>
    </>
  );
}
