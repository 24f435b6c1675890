import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import type { Connection } from "../ipc/bindings.ts";
import { syncRead } from "../ipc/freshness.ts";
import { drawnLater } from "./later.ts";

const SignInAgain = drawnLater("SignInAgain");

/** Said across every page once nobody is signed in at the practice's athenahealth any more, or somebody else than
 * who sits here. */
export function SignedOut({ connection }: { connection: Connection }) {
  const ended = useQuery({ ...syncRead, select: ({ problem }) => problem?.code === "signInNeeded" });
  const { signIn, person, another } = connection;
  const isSaid = signIn === "person" && (person === null || another || ended.data === true);
  return isSaid ? (
    <Suspense fallback={null}>
      <SignInAgain connection={connection} />
    </Suspense>
  ) : null;
}
