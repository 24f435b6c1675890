import { useMemo, useState } from "react";
import { failureWords } from "../failure.ts";
import type { Asked, PatientRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { patientsText } from "./text.ts";

const t = patientsText.find;

/** Who athenahealth named, beside whom the list showed when it was asked. */
type Answer = Asked & { words: string; shown: ReadonlySet<string> };

const NOBODY: readonly PatientRow[] = [];

/** Asking athenahealth for whom the copy does not hold. The answer belongs to the words it was asked with. */
export function useAsk(words: string) {
  const announce = useAnnounce();
  const { mutate, isPending, error, variables } = useWrite("patient_ask");
  const [asked, setAsked] = useState<Answer | null>(null);
  const answer = asked !== null && asked.words === words ? asked : null;
  const isAbout = variables?.text === words;
  const pending = isPending && isAbout;
  const further = useMemo(
    () => (answer === null ? NOBODY : answer.rows.filter(({ id }) => !answer.shown.has(id))),
    [answer],
  );
  return {
    pending,
    /** Those it named beyond the list. */
    further,
    said: pending
      ? ({ severity: "notice", title: t.asking, next: "" } as const)
      : error !== null && isAbout
        ? failureWords(error.failure, "once")
        : answer !== null
          ? said(answer)
          : null,
    run: (shown: readonly PatientRow[]) => {
      if (pending || words === "") {
        return;
      }
      const ids = new Set(shown.map(({ id }) => id));
      mutate(
        { text: words },
        {
          onSuccess: (found) => {
            const answered = { ...found, words, shown: ids };
            setAsked(answered);
            const { title, next } = said(answered);
            announce(`${title} ${next}`);
          },
        },
      );
    },
  };
}

export type Ask = ReturnType<typeof useAsk>;

function said({ rows, new: fresh, more, shown }: Answer) {
  if (rows.length > 0) {
    const title = t.asked(rows.length, fresh, more);
    return { severity: "notice", title, next: more ? t.askedMoreNext : "" } as const;
  }
  return {
    severity: "notice",
    title: shown.size === 0 ? t.askedNobody : t.askedNobodyElse,
    next: t.askedNext,
  } as const;
}
