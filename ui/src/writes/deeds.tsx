import { type ReactNode, useState } from "react";
import type { Failure, WriteDeed, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { DiscardDialog, ReleaseDialog } from "./dialogs.tsx";
import { ResolveDialog } from "./resolve-dialog.tsx";
import { writesText } from "./text.ts";

const t = writesText.did;

type Asking = "release" | "discard" | "resolve";

export type Deeds = {
  /** What can be done with a write as it stands, in the order in which it is offered. */
  of(row: WriteRow): { deed: WriteDeed; run: () => void; isPending: boolean }[];
  failure: Failure | undefined;
  dialog: ReactNode;
};

// What leads on comes first, what ends it last. What was held, or is not whole, is changed before it is sent.
const ORDER: readonly WriteDeed[] = ["resolve", "release", "redraft", "again", "see", "undo", "discard"];
const CHANGE_FIRST: readonly WriteDeed[] = ["redraft", "release", "discard"];

/** What a person can do with writes, with whatever has to be asked first. */
export function useDeeds(rows: readonly WriteRow[], onMade: (write: string) => void): Deeds {
  const [asking, setAsking] = useState<{ what: Asking; write: string } | null>(null);
  const again = useWrite("write_again");
  const undo = useWrite("write_undo");
  const see = useWrite("write_see");
  const release = useWrite("write_release");
  const openForm = useOpenForm();
  const announce = useAnnounce();
  const ask = (what: Asking, { id }: WriteRow) => setAsking({ what, write: id });
  const make = (deed: typeof again, row: WriteRow, said: string, goOn?: (write: string) => void) =>
    deed.mutate(
      { write: row.id },
      {
        onSuccess: ({ write }) => {
          onMade(write);
          goOn?.(write);
          announce(said);
        },
      },
    );
  const run = (deed: WriteDeed, row: WriteRow) => {
    switch (deed) {
      case "redraft":
        return openForm({ write: row.id, patient: row.kind === "edit" ? row.patient : null });
      case "again":
        // Of what may be there already, only after a person looked.
        return row.stage === "unknown" ? ask("resolve", row) : make(again, row, t.again);
      case "release":
        // Of what is done with a visit it was made sure whom it is about when it was pressed.
        return row.visit === null
          ? ask(deed, row)
          : release.mutate({ write: row.id, confirmed: [] }, { onSuccess: () => announce(t.released) });
      case "undo":
        if (row.visit !== null) {
          return make(undo, row, t.undoVisit);
        }
        return make(undo, row, t.undo, (write) => setAsking({ what: "release", write }));
      case "see":
        return see.mutate({ write: row.id }, { onSuccess: () => announce(t.seen) });
      default:
        return ask(deed, row);
    }
  };
  const pending: Partial<Record<WriteDeed, boolean>> = {
    again: again.isPending,
    undo: undo.isPending,
    see: see.isPending,
    release: release.isPending,
  };
  const row = asking === null ? undefined : rows.find(({ id }) => id === asking.write);
  const onDone = () => setAsking(null);
  return {
    of: (each) =>
      (each.stage === "draft" && (each.why !== null || each.troubles.length > 0) ? CHANGE_FIRST : ORDER)
        .filter((deed) => each.can.includes(deed))
        .map((deed) => ({
          deed,
          run: () => run(deed, each),
          isPending: pending[deed] ?? false,
        })),
    failure: again.error?.failure ?? undo.error?.failure ?? see.error?.failure ?? release.error?.failure,
    dialog:
      row === undefined || asking === null ? null : asking.what === "release" ? (
        <ReleaseDialog row={row} onDone={onDone} />
      ) : asking.what === "discard" ? (
        <DiscardDialog row={row} onDone={onDone} />
      ) : (
        <ResolveDialog row={row} onDone={onDone} />
      ),
  };
}
