import { useQuery } from "@tanstack/react-query";
import { FailureNotice, Waiting } from "../connections/adding.tsx";
import type { Connection } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { appText } from "./text.ts";

/** Nobody is signed in, or somebody else than who sits here: what that means, and the way to sign in. */
export function SignInAgain({ connection: { id, person, another } }: { connection: Connection }) {
  const seat = useQuery(sessionRead).data?.seat;
  const signIn = useWrite("connection_sign_in");
  const signOut = useWrite("connection_sign_out");
  const { signedOut, nobodySits } = appText;
  const theirs = another && person !== null ? wordsOf(person) : null;
  const t = theirs ?? (seat?.seat === "signedOut" ? nobodySits : signedOut);
  if (signIn.isPending) {
    return <Waiting />;
  }
  const failure = (signIn.error ?? signOut.error)?.failure ?? null;
  return (
    <>
      {failure === null ? null : <FailureNotice failure={failure} />}
      <Notice tone="notice" title={t.title} next={t.next}>
        <Button onPress={() => signIn.mutate({ connection: id })}>{t.act}</Button>
        {seat?.seat === "atAthena" ? (
          <Button weight="quiet" onPress={() => signOut.mutate({ connection: id })}>
            {signedOut.leave(seat.name)}
          </Button>
        ) : null}
      </Notice>
    </>
  );
}

function wordsOf(who: string) {
  const { title, next, act } = appText.another;
  return { title: title(who), next: next(who), act };
}
