import { useState } from "react";
import type { Asked, Failure } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { text } from "../text.ts";

/** Asking athenahealth for whom the copy does not hold. The answer belongs to the words it was asked with. */
export function useAsk(words: string) {
  const announce = useAnnounce();
  const { mutate, isPending, error, reset } = useWrite("patient_ask");
  const [asked, setAsked] = useState<{ words: string; answer: Asked } | null>(null);
  const answer = asked !== null && asked.words === words ? asked.answer : null;
  const failure: Failure | null = error?.failure ?? null;
  return {
    pending: isPending,
    failure,
    answer,
    rows: answer !== null && answer.rows.length > 0 ? answer.rows : null,
    forget: () => {
      setAsked(null);
      reset();
    },
    run: () => {
      if (!isPending && words !== "") {
        mutate(
          { text: words },
          {
            onSuccess: (found) => {
              setAsked({ words, answer: found });
              announce(
                found.rows.length === 0 ? text.find.askedNone : text.find.asked(found.rows.length, found.new),
              );
            },
          },
        );
      }
    },
  };
}

export type Ask = ReturnType<typeof useAsk>;
