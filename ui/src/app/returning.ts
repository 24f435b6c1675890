import { useRouterState } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { useHost } from "../ipc/commands.ts";
import { readCaret } from "../place/caret.ts";
import { useKeeping } from "../place/keeping.tsx";
import { BLANK, type Place, START, usePlaceStore } from "../place/place.tsx";
import { PLAIN } from "../place/view.ts";

/** How long somebody may stay on a page as they have it before that is noted. */
const SETTLED = 400;

/** Where in the window its person is, of which practice. */
type Whereabouts = { connection: string; path: string; place: Place };

/** Has the console keep where the window's person is, since nothing of the window outlives a lock. */
export function useWhereabouts(connection: string | undefined): void {
  const host = useHost();
  const store = usePlaceStore();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const latest = useRef({ connection, path });
  const noted = useRef("");
  const note = useCallback(async () => {
    const { connection, path } = latest.current;
    if (connection === undefined) {
      return;
    }
    const { form, ...others } = store.get();
    const typing = form === null ? null : { ...form, caret: readCaret() ?? form.caret };
    const here: Whereabouts = {
      connection,
      path,
      place: { ...others, form: typing, asking: false, entering: null },
    };
    const place = JSON.stringify(here);
    if (place !== noted.current) {
      noted.current = place;
      // A console that was not told has its person begin at the first page.
      await host.call("place_note", { place }).catch(() => undefined);
    }
  }, [host, store]);
  useEffect(() => {
    latest.current = { connection, path };
    void note();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe(() => {
      clearTimeout(waiting);
      waiting = setTimeout(note, SETTLED);
    });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [connection, path, note, store]);
  useKeeping("place", note);
}

/** What was kept, where it is of this practice and can be read. */
export function readWhereabouts(kept: string | null, connection: string): Whereabouts | null {
  const read = kept === null ? null : parsed(kept);
  if (read?.connection !== connection) {
    return null;
  }
  const { form, view } = read.place;
  // An earlier Daybook may have noted less.
  const place = { ...START, ...read.place, view: { ...PLAIN, ...view }, form: form && { ...BLANK, ...form } };
  return { ...read, place };
}

function parsed(text: string): Whereabouts | null {
  try {
    return JSON.parse(text) as Whereabouts;
  } catch {
    return null;
  }
}
