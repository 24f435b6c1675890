import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { clockTime, shortDay } from "../format.ts";
import type { FreedTime } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay, usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { Notice } from "../kit/notice.tsx";
import { OfferDialog } from "./offer-dialog.tsx";
import { waitlistText } from "./text.ts";

const t = waitlistText;

/** Said across every page once a time was freed from here that somebody waits for, until it is filled or put aside.
 * athenahealth is asked once for each time. */
export function FreedNotice() {
  const may = useMay("editSchedule");
  const freed = useQuery({ ...read("waitlist_freed", {}), enabled: may });
  const [aside, setAside] = useState<readonly string[]>([]);
  const latest = freed.data?.rows.find(({ visit }) => !aside.includes(visit));
  const [offered, setOffered] = useState<FreedTime | null>(null);
  if (!may) {
    return null;
  }
  // What is being offered stays, also once the time is free no more because it was filled.
  const shown = offered ?? latest;
  return shown === undefined ? null : (
    <Freed
      key={shown.visit}
      time={shown}
      isOpen={offered !== null}
      onOpen={() => setOffered(shown)}
      onAside={() => {
        setAside([...aside, shown.visit]);
        setOffered(null);
      }}
    />
  );
}

function Freed({
  time,
  isOpen,
  onOpen,
  onAside,
}: {
  time: FreedTime;
  isOpen: boolean;
  onOpen: () => void;
  onAside: () => void;
}) {
  const { mutate, data } = useWrite("waitlist_match");
  const [{ hourClock }] = usePreferences();
  const { visit, place } = time;
  useEffect(() => mutate({ visit }), [mutate, visit]);
  const rows = data?.rows ?? [];
  const isOffered = rows.length > 0;
  useActions({ "waitlist.offer": isOffered && !isOpen ? onOpen : undefined });
  const when = `${shortDay(place.date)}, ${clockTime(place.minute, hourClock)} ${place.zone}, ${place.provider}`;
  if (data === undefined || !isOffered) {
    return null;
  }
  return (
    <>
      <Notice tone="notice" title={t.freed(when)} next={t.waits(rows.length)}>
        <Button weight="first" action="waitlist.offer" onPress={onOpen}>
          {t.offer}
        </Button>
        <Button onPress={onAside}>{t.dismiss}</Button>
      </Notice>
      {isOpen ? <OfferDialog when={when} waiting={data} onClose={onAside} /> : null}
    </>
  );
}
