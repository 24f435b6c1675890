import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../failure.ts";
import { age } from "../format.ts";
import type { Failure, PacketState } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { sessionRead, useEmergency, useMay } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { useNow } from "../kit/clock.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Pick } from "../kit/pick.tsx";
import { text } from "../text.ts";
import { PacketCopies } from "./packet-copies.tsx";
import styles from "./printing.module.css";
import { printingText } from "./text.ts";

const t = printingText.packet;

const DAYS = [1, 2, 3, 5, 7].map((days) => ({ id: String(days), name: t.daysAre(days) }));
const HOURS = [1, 2, 4, 8, 24].map((hours) => ({ id: String(hours), name: t.hoursAre(hours) }));

/** The packet for an outage: whether it is made, where it goes, how old it is. */
export function PacketCard() {
  const isWhole = useEmergency() === null;
  const seat = useQuery(sessionRead).data?.seat.seat;
  const isOpen = isWhole && seat !== undefined && seat !== "locked" && seat !== "signedOut";
  const state = useQuery({ ...read("packet_read", {}), enabled: isOpen });
  if (!isOpen) {
    return null;
  }
  return (
    <Card level={2} title={t.title}>
      <p>{t.lead}</p>
      {state.data === undefined ? null : <Packet state={state.data} />}
      {state.isPending ? <Late>{text.loading}</Late> : null}
      <Failed failure={state.error?.failure} />
    </Card>
  );
}

function Packet({ state }: { state: PacketState }) {
  const manages = useMay("manageProfile");
  const mayMake = useMay("makePacket");
  const now = useNow(60_000);
  const announce = useAnnounce();
  const begin = useWrite("packet_begin");
  const set = useWrite("packet_set");
  const make = useWrite("packet_make");
  const end = useWrite("packet_end");
  const print = useWrite("packet_words_print");
  const [words, setWords] = useState<string | null>(null);
  const { days, hours, made, failed, copies } = state;
  const copyTo = copies === null ? {} : { copyTo: copies.folder };
  const done = () => {
    setWords(null);
    begin.reset();
    print.reset();
  };
  const failure = begin.error ?? set.error ?? make.error ?? end.error;
  return (
    <div className={styles.part}>
      {state.isOn ? <Standing made={made} now={now} /> : <p>{t.off}</p>}
      {failed === null ? null : (
        <Notice tone="error" title={t.failed(age(failed.at, now))} next={t.why[failed.why]} />
      )}
      <p className={styles.folder}>
        <span>{t.folder}</span> <code>{made?.file ?? state.folder}</code>
      </p>
      {manages ? (
        <div className={styles.acts}>
          <Pick
            label={t.days}
            options={withNow(DAYS, days, t.daysAre)}
            value={String(days)}
            onChange={(id) => set.mutate({ days: Number(id), hours, ...copyTo })}
          />
          <Pick
            label={t.hours}
            options={withNow(HOURS, hours, t.hoursAre)}
            value={String(hours)}
            onChange={(id) => set.mutate({ days, hours: Number(id), ...copyTo })}
          />
        </div>
      ) : null}
      <PacketCopies state={state} now={now} set={manages ? set : null} />
      <div className={styles.acts}>
        {state.isOn && mayMake ? (
          <Button
            weight="first"
            isPending={make.isPending}
            onPress={() => make.mutate({}, { onSuccess: () => announce(t.madeNow) })}
          >
            {t.make}
          </Button>
        ) : null}
        {manages ? (
          <Button
            isPending={begin.isPending}
            onPress={() => begin.mutate({}, { onSuccess: (answer) => setWords(answer.words) })}
          >
            {state.isOn ? t.again : t.begin}
          </Button>
        ) : null}
        {manages && state.isOn ? (
          <Button weight="danger" isPending={end.isPending} onPress={() => end.mutate({})}>
            {t.end}
          </Button>
        ) : null}
        {manages || state.isOn ? null : <p className={styles.note}>{t.managed}</p>}
      </div>
      <Failed failure={failure?.failure} />
      {words === null ? null : (
        <Modal title={t.words} onClose={done}>
          <div className={styles.box}>
            <p>{t.wordsLead}</p>
            <fieldset className={styles.words} aria-label={t.words}>
              {words.split("-").map((word, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the words keep their places, and one may come twice
                <span key={at}>{word}</span>
              ))}
            </fieldset>
            <p className={styles.note}>{t.wordsForm}</p>
            <p className={styles.note}>{t.wordsBefore}</p>
            <div className={styles.acts}>
              <Button weight="first" onPress={done} autoFocus>
                {t.written}
              </Button>
              <Button isPending={print.isPending} onPress={() => print.mutate({ words })}>
                {t.printWords}
              </Button>
            </div>
            <Failed failure={print.error?.failure} />
            {print.isSuccess ? (
              <Notice tone="notice" title={t.wordsPrinted} next={t.wordsPrintedNext} />
            ) : null}
          </div>
        </Modal>
      )}
    </div>
  );
}

function Standing({ made, now }: { made: PacketState["made"]; now: number }) {
  return <p>{made === null ? t.none : t.made(age(made.at, now), made.visits, made.pages)}</p>;
}

/** What can be chosen, with what is chosen now among it. */
function withNow(
  options: readonly { id: string; name: string }[],
  now: number,
  name: (count: number) => string,
) {
  const isKnown = options.some(({ id }) => id === String(now));
  return isKnown ? options : [...options, { id: String(now), name: name(now) }];
}

function Failed({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) {
    return null;
  }
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
