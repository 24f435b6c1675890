import { failureWords } from "../failure.ts";
import { count } from "../format.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Blank, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import type { Ask } from "./ask.ts";

/** Nobody in the copy matches: whom it holds, and how to ask further. */
export function Nobody({
  words,
  held,
  filled,
  ask,
}: {
  words: string;
  held: number;
  filled: boolean;
  ask: Ask;
}) {
  const t = text.find;
  const holds = filled ? t.copyHolds(count(held)) : t.copyFilling(count(held));
  const nowhere = ask.answer !== null && ask.answer.rows.length === 0;
  return (
    <Blank title={t.nobody(words)} next={nowhere ? t.askedNone : holds}>
      <Button weight="first" isPending={ask.pending} onPress={ask.run} action="patients.ask">
        {ask.pending ? t.asking : t.ask}
      </Button>
      {ask.failure === null ? null : <FindFailure failure={ask.failure} />}
    </Blank>
  );
}

export function NoRecents() {
  return <Blank title={text.find.recentsEmpty} next={text.find.recentsHint} />;
}

export function FindFailure({ failure }: { failure: Failure }) {
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
