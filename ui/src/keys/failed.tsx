import { failureWords } from "../failure.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Notice } from "../kit/notice.tsx";

/** A failure in words, where the thing that failed stands; nothing where nothing did. */
export function Failed({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) {
    return null;
  }
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
