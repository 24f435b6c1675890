import { useState } from "react";
import type { Added, Connection } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { AddPractice } from "./add-practice.tsx";
import { draftOf, NO_DRAFT } from "./key-form.tsx";
import { connectionsText } from "./text.ts";

/** Adding a practice: a new one, or one that is connected anew with all but its secret. */
export function useAdding(onAdded: (added: Added) => void) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(NO_DRAFT);
  const [again, setAgain] = useState<Connection | null>(null);
  const begin = (connection: Connection | null) => {
    if (connection !== again) {
      setDraft(connection === null ? NO_DRAFT : draftOf(connection));
    }
    setAgain(connection);
    setOpen(true);
  };
  const kind = again?.environment.kind;
  return {
    anew: begin,
    button: <Button onPress={() => begin(null)}>{connectionsText.practices.add}</Button>,
    dialog: open ? (
      <AddPractice
        at={kind === undefined || kind === "demo" ? null : kind}
        draft={draft}
        onDraft={setDraft}
        onClose={() => setOpen(false)}
        onAdded={onAdded}
      />
    ) : null,
  };
}
