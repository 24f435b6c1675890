import { useState } from "react";
import { failureWords } from "../failure.ts";
import type { Added, Environment, Failure } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { failureOf } from "../ipc/host.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { connectionsText } from "./text.ts";

export type KeyedEnvironment = Exclude<Environment["kind"], "demo">;

/** A failure in words, where the thing that failed stands. */
export function FailureNotice({ failure }: { failure: Failure }) {
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}

/** While a person is in the browser: what to do there, and how to end the waiting. */
export function Waiting() {
  const stop = useWrite("connection_sign_in_cancel");
  const t = connectionsText.welcome;
  return (
    <Notice tone="notice" title={t.waiting} next={t.waitingNext}>
      <Button autoFocus onPress={() => stop.mutate({})}>
        {t.waitingStop}
      </Button>
    </Notice>
  );
}

/** Adds a connection, making the profile first where there is none. */
export function useAdd(prepare: (() => Promise<unknown>) | null, onAdded: (added: Added) => void) {
  const add = useWrite("connection_add");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  return {
    failure,
    busy,
    add: async (request: Parameters<typeof add.mutateAsync>[0]) => {
      setBusy(true);
      setFailure(null);
      try {
        await prepare?.();
        onAdded(await add.mutateAsync(request));
      } catch (thrown) {
        setFailure(failureOf(thrown));
      } finally {
        setBusy(false);
      }
    },
  };
}
