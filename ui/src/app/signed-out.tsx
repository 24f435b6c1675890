import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import type { Connection } from "../ipc/bindings.ts";
import { syncRead } from "../ipc/freshness.ts";
import { drawnLater } from "./later.ts";

const SignInAgain = drawnLater("SignInAgain");

/** Said across every page once nobody is signed in at the practice's athenahealth any more. */
export function SignedOut({ connection }: { connection: Connection }) {
  const ended = useQuery({ ...syncRead, select: ({ problem }) => problem?.code === "signInNeeded" });
  const nobody = connection.signIn === "person" && (connection.person === null || ended.data === true);
  return nobody ? (
    <Suspense fallback={null}>
      <SignInAgain connection={connection.id} />
    </Suspense>
  ) : null;
}
