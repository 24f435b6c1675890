import { FailureNotice, Waiting } from "../connections/adding.tsx";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { appText } from "./text.ts";

/** Nobody is signed in: what that means, and the way to sign in again. */
export function SignInAgain({ connection }: { connection: string }) {
  const signIn = useWrite("connection_sign_in");
  const t = appText.signedOut;
  if (signIn.isPending) {
    return <Waiting />;
  }
  return (
    <>
      {signIn.error === null ? null : <FailureNotice failure={signIn.error.failure} />}
      <Notice tone="notice" title={t.title} next={t.next}>
        <Button onPress={() => signIn.mutate({ connection })}>{t.act}</Button>
      </Notice>
    </>
  );
}
