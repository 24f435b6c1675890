import { useIsMutating, useQuery } from "@tanstack/react-query";
import { type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { ShowAddedProvider } from "../connections/show-added.ts";
import { failureWords } from "../failure.ts";
import type { Added, Seat, Session, Stage, Trouble } from "../ipc/bindings.ts";
import { useHost } from "../ipc/commands.ts";
import { failureOf } from "../ipc/host.ts";
import { connectionsRead, sessionRead } from "../ipc/session.ts";
import { useEarlyKeys } from "../kit/early-keys.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { createPlace, PlaceProvider, type PlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { useAppearance } from "./appearance.ts";
import { useCopied } from "./copied.ts";
import { drawnLater } from "./later.ts";
import { Pages } from "./pages.tsx";
import { readWhereabouts } from "./returning.ts";
import { createPages } from "./router.tsx";

const FirstCode = drawnLater("FirstCode");
const ForgottenPin = drawnLater("ForgottenPin");
const LeaseOver = drawnLater("LeaseOver");
const LockScreen = drawnLater("LockScreen");
const NoPractice = drawnLater("NoPractice");
const Passphrase = drawnLater("Passphrase");
const Probes = drawnLater("Probes");
const Recover = drawnLater("Recover");
const Restore = drawnLater("Restore");
const SetAside = drawnLater("SetAside");
const Stuck = drawnLater("Stuck");

/** What a recovery code opens. */
const NEEDS_KEY: readonly Trouble["kind"][] = [
  "keyGone",
  "keychainChanged",
  "wrongKey",
  "keychainAbsent",
  "keychainLocked",
  "keychainSilent",
];
/** A keychain that keeps nothing now: the code opens the profile for a passphrase. */
const NO_KEYCHAIN: readonly Trouble["kind"][] = ["keychainAbsent", "keychainSilent"];

/** Shows what the console's stage allows: setting up, opening, or the practice itself. */
export function Gate() {
  return (
    <Suspense fallback={<Late>{text.loading}</Late>}>
      <AtStage />
    </Suspense>
  );
}

function AtStage() {
  const session = useQuery(sessionRead);
  const [added, setAdded] = useState<Added | null>(null);
  const kept = useRef<Kept | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  useAppearance(session.data?.preferences);
  useCopied();
  const isEnding = useRenewal(session.data?.stage);
  const isUnlocking = useIsUnlocking();
  const shown = useUntilUnlocked(session.data, isUnlocking);
  useEarlyKeys(added === null && mayOpen(shown?.stage), isUnlocking);
  if (added !== null) {
    const isDemo = added.connection.environment.kind === "demo";
    return (
      <Probes added={added} onDone={() => setAdded(null)}>
        {isDemo ? null : <FirstCode />}
      </Probes>
    );
  }
  if (shown === undefined) {
    if (session.error !== null) {
      const { title, next } = failureWords(failureOf(session.error));
      return <Notice tone="error" title={title} next={next} />;
    }
    return <Late>{text.loading}</Late>;
  }
  const { stage, seat } = shown;
  if (isEnding) {
    return <Late>{text.loading}</Late>;
  }
  switch (stage.stage) {
    case "locked": {
      const people = seat.seat === "locked" ? seat.people : [];
      return (
        <LockScreen
          people={people}
          passphrase={stage.passphrase}
          onUnlocked={setPlace}
          forgotten={(person, onBack) => (
            <ForgottenPin person={person} recovery={stage.recovery} onBack={onBack} onUnlocked={setPlace}>
              <SetAside folder={shown.folder} />
            </ForgottenPin>
          )}
          recover={(keychain) =>
            stage.passphrase || stage.recovery ? <Recover keychain={keychain} /> : null
          }
        />
      );
    }
    case "firstRun":
      return (
        <NoPractice keychain={stage.keychain} onAdded={setAdded}>
          <Restore />
        </NoPractice>
      );
    case "needsPassphrase":
      return (
        <Passphrase>
          <Recover keychain={false} />
          <SetAside folder={shown.folder} />
        </Passphrase>
      );
    case "stuck":
      return (
        <Stuck trouble={stage.trouble} folder={shown.folder}>
          {NEEDS_KEY.includes(stage.trouble.kind) ? (
            <Recover keychain={!NO_KEYCHAIN.includes(stage.trouble.kind)} />
          ) : null}
        </Stuck>
      );
    case "leaseOver":
      return <LeaseOver connection={stage.connection} lease={stage.lease} />;
    case "noPractice":
      return (
        <NoPractice keychain={null} onAdded={setAdded}>
          <Restore />
        </NoPractice>
      );
    case "emergency":
    case "ready":
      return (
        <ShowAddedProvider value={setAdded}>
          <Ready seat={seat} kept={kept} returned={place ?? shown.place} />
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
function Ready({
  seat,
  kept,
  returned,
}: {
  seat: Seat;
  kept: RefObject<Kept | null>;
  /** Where whoever unlocked the console was, as the window had it noted. */
  returned: string | null;
}) {
  const connections = useQuery(connectionsRead);
  const current = connections.data?.current ?? null;
  if (current === null) {
    return <Late>{text.loading}</Late>;
  }
  const person = whose(seat);
  const before = kept.current;
  const same =
    before?.connection === current && (before.person === null || before.person === person) ? before : null;
  const turn = (before?.turn ?? 0) + 1;
  const desk = same ?? { turn, ...opened(before === null ? returned : null, current) };
  kept.current = { ...desk, connection: current, person };
  return (
    <PlaceProvider key={desk.turn} store={desk.place}>
      <Pages pages={desk.pages} />
    </PlaceProvider>
  );
}

/** Whose desk it is, by id; nobody's where nobody is told apart. */
function whose(seat: Seat): string | null {
  return seat.seat === "person" ? seat.person.id : seat.seat === "atAthena" ? seat.id : null;
}

function opened(returned: string | null, connection: string) {
  const where = readWhereabouts(returned, connection);
  return where === null
    ? { place: createPlace(), pages: createPages() }
    : { place: createPlace(where.place), pages: createPages(where.path) };
}

/** The session; while somebody unlocks it, as it was locked: that it is open may be told before their own
 * answer, which says where they were. */
function useUntilUnlocked(session: Session | undefined, isUnlocking: boolean): Session | undefined {
  const [locked, setLocked] = useState<Session | null>(null);
  if (session?.stage.stage === "locked" && locked !== session) {
    setLocked(session);
  }
  return locked !== null && isUnlocking ? locked : session;
}

function useIsUnlocking(): boolean {
  const unlocking = useIsMutating({ mutationKey: ["person_sign_in"] });
  const opening = useIsMutating({ mutationKey: ["profile_open"] });
  const resetting = useIsMutating({ mutationKey: ["pin_reset"] });
  return unlocking + opening + resetting > 0;
}

/** Whether the frame may stand next, with nothing to be read or chosen before it. */
function mayOpen(stage: Stage | undefined): boolean {
  return stage === undefined || ["locked", "needsPassphrase", "ready", "emergency"].includes(stage.stage);
}

/** Has the page destroyed once a console that was open is locked, or emergency access is over: no answer, nothing typed and nothing drawn
 * outlives it. Says whether that is about to happen. */
function useRenewal(stage: Stage | undefined): boolean {
  const host = useHost();
  const [isOpen, setIsOpen] = useState(false);
  const [byEmergency, setByEmergency] = useState(false);
  const isLocked = stage?.stage === "locked";
  if (stage !== undefined && stage.stage !== "leaseOver" && byEmergency !== (stage.stage === "emergency")) {
    setByEmergency(!byEmergency);
  }
  if (
    !isOpen &&
    (stage?.stage === "ready" ||
      stage?.stage === "noPractice" ||
      stage?.stage === "leaseOver" ||
      stage?.stage === "emergency")
  ) {
    setIsOpen(true);
  }
  const isEnding = (isOpen && isLocked) || (byEmergency && stage?.stage === "leaseOver");
  useEffect(() => {
    if (isEnding) {
      host.renew();
    }
  }, [host, isEnding]);
  return isEnding;
}
