import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { ShowAddedProvider } from "../connections/show-added.ts";
import { failureWords } from "../failure.ts";
import type { Added, Seat } from "../ipc/bindings.ts";
import { failureOf } from "../ipc/host.ts";
import { connectionsRead, sessionRead } from "../ipc/session.ts";
import { Late, Notice } from "../kit/notice.tsx";
import { createPlace, PlaceProvider, type PlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { useAppearance } from "./appearance.ts";
import { drawnLater } from "./later.ts";
import { Pages } from "./pages.tsx";
import { createPages } from "./router.tsx";

const LockScreen = drawnLater("LockScreen");
const NoPractice = drawnLater("NoPractice");
const Passphrase = drawnLater("Passphrase");
const Probes = drawnLater("Probes");
const Stuck = drawnLater("Stuck");

/** Shows what the console's stage allows: setting up, opening, or the practice itself. */
export function Gate() {
  return (
    <Suspense fallback={<Late>{text.loading}</Late>}>
      <Stage />
    </Suspense>
  );
}

function Stage() {
  const session = useQuery(sessionRead);
  const [added, setAdded] = useState<Added | null>(null);
  const kept = useRef<Kept | null>(null);
  useAppearance(session.data?.preferences);
  useNothingKept(session.data?.seat.seat === "locked");
  if (added !== null) {
    return <Probes added={added} onDone={() => setAdded(null)} />;
  }
  if (session.data === undefined) {
    if (session.error !== null) {
      const { title, next } = failureWords(failureOf(session.error));
      return <Notice tone="error" title={title} next={next} />;
    }
    return <Late>{text.loading}</Late>;
  }
  const { stage, seat } = session.data;
  if (seat.seat === "locked") {
    return <LockScreen people={seat.people} />;
  }
  switch (stage.stage) {
    case "firstRun":
      return <NoPractice keychain={stage.keychain} onAdded={setAdded} />;
    case "needsPassphrase":
      return <Passphrase />;
    case "stuck":
      return <Stuck trouble={stage.trouble} folder={session.data.folder} />;
    case "noPractice":
      return <NoPractice keychain={null} onAdded={setAdded} />;
    case "ready":
      return (
        <ShowAddedProvider value={setAdded}>
          <Ready seat={seat} kept={kept} />
        </ShowAddedProvider>
      );
    default:
      return stage satisfies never;
  }
}

/** Whose desk it was, and where they were. */
type Kept = {
  connection: string;
  /** Nobody, where nobody was told apart. */
  person: string | null;
  /** Which of the desks that were sat at, one after another. */
  turn: number;
  place: PlaceStore;
  pages: ReturnType<typeof createPages>;
};

// Another practice is another desk, and so is another person: nothing typed or chosen at one is carried into
// the other. Whoever unlocks theirs again finds it as they left it, and so does the first who is told apart.
function Ready({ seat, kept }: { seat: Seat; kept: RefObject<Kept | null> }) {
  const connections = useQuery(connectionsRead);
  const current = connections.data?.current ?? null;
  if (current === null) {
    return <Late>{text.loading}</Late>;
  }
  const person = seat.seat === "person" ? seat.person.id : null;
  const before = kept.current;
  const same =
    before?.connection === current && (before.person === null || before.person === person) ? before : null;
  const turn = (before?.turn ?? 0) + 1;
  const desk = same ?? { turn, place: createPlace(), pages: createPages() };
  kept.current = { ...desk, connection: current, person };
  return (
    <PlaceProvider key={desk.turn} store={desk.place}>
      <Pages pages={desk.pages} />
    </PlaceProvider>
  );
}

/** Forgets every answer while the console is locked, but for who may unlock it. */
function useNothingKept(locked: boolean) {
  const client = useQueryClient();
  useEffect(() => {
    if (locked) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionRead.queryKey[0] });
      client.getMutationCache().clear();
    }
  }, [client, locked]);
}
