import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { ShowAddedProvider } from "../connections/show-added.ts";
import { failureWords } from "../failure.ts";
import type { Added } from "../ipc/bindings.ts";
import { failureOf } from "../ipc/host.ts";
import { connectionsRead, sessionRead } from "../ipc/session.ts";
import { Late, Notice } from "../kit/notice.tsx";
import { PlaceProvider } from "../place/place.tsx";
import { text } from "../text.ts";
import { useAppearance } from "./appearance.ts";
import { drawnLater } from "./later.ts";
import { Pages } from "./pages.tsx";

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
  useAppearance(session.data?.preferences);
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
  const { stage } = session.data;
  switch (stage.stage) {
    case "firstRun":
      return <NoPractice keychain={stage.keychain} onAdded={setAdded} />;
    case "needsPassphrase":
      return <Passphrase />;
    case "stuck":
      return <Stuck trouble={stage.trouble} />;
    case "noPractice":
      return <NoPractice keychain={null} onAdded={setAdded} />;
    case "ready":
      return (
        <ShowAddedProvider value={setAdded}>
          <Ready />
        </ShowAddedProvider>
      );
    default:
      return stage satisfies never;
  }
}

// Another practice is another desk: nothing typed or chosen in one is carried into the other.
function Ready() {
  const connections = useQuery(connectionsRead);
  const current = connections.data?.current ?? null;
  return current === null ? (
    <Late>{text.loading}</Late>
  ) : (
    <PlaceProvider key={current}>
      <Pages />
    </PlaceProvider>
  );
}
