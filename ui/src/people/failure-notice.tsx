import { failureWords } from "../failure.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Notice } from "../kit/notice.tsx";

/** What went wrong with the people, in words. */
export function FailureNotice({ failure }: { failure: Failure }) {
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
