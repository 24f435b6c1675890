import { failureWords } from "../failure.ts";
import { failureText } from "../failure-text.ts";
import { count } from "../format.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Blank, Notice } from "../kit/notice.tsx";
import { patientsText } from "./text.ts";

/** Nobody in the copy matches: whom it holds, and how to ask further. */
export function Nobody({
  words,
  held,
  filled,
  askable,
  asking,
  onAsk,
  onRegister,
}: {
  words: string;
  held: number;
  filled: boolean;
  /** Whether athenahealth can be asked for these words. */
  askable: boolean;
  asking: boolean;
  onAsk: () => void;
  /** Nothing for who may not register anybody. */
  onRegister: (() => void) | undefined;
}) {
  const t = patientsText.find;
  return (
    <Blank title={t.nobody(words)} next={filled ? t.copyHolds(count(held)) : t.copyFilling(count(held))}>
      {askable ? (
        <Button weight="first" isPending={asking} onPress={onAsk} action="patients.ask">
          {t.ask}
        </Button>
      ) : (
        <p>{t.notAskable(failureText.notAskableNext)}</p>
      )}
      {onRegister === undefined ? null : (
        <Button action="patients.register" onPress={onRegister}>
          {t.register}
        </Button>
      )}
    </Blank>
  );
}

export function NoRecents() {
  return <Blank title={patientsText.find.recentsEmpty} next={patientsText.find.recentsHint} />;
}

export function FindFailure({ failure }: { failure: Failure }) {
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
