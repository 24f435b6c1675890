import type { QueryClient } from "@tanstack/react-query";
import { ACCESS, type Drafted, type FieldChange, type FieldValue, type Identifier } from "../ipc/bindings.ts";
import { dropStale } from "../ipc/client.ts";
import type { CommandName, Host, Request, Response } from "../ipc/host.ts";

/** What a form says. */
export type Draft =
  | { kind: "create"; fields: FieldValue[]; ruledOut: string[] }
  | { kind: "edit"; patient: string; changes: FieldChange[] };

/** Keeps what stands in a form as one draft, however often it is told. */
export type DraftKeeper = {
  /** The draft's name, once there is one. */
  write(): string | null;
  keep(draft: Draft): Promise<Drafted>;
  /** Takes the draft back, where there is one. */
  drop(): Promise<void>;
  /** Sends it off. Nothing is kept after that. */
  release(confirmed: Identifier[]): Promise<string>;
  isOver(): boolean;
};

/** A keeper of the draft that a form goes on with, or of one that is yet to be made. */
export function createDraftKeeper(host: Host, client: QueryClient, draft: string | null): DraftKeeper {
  let write = draft;
  let over = false;
  let known: { said: string; drafted: Drafted } | null = null;
  // One after the other: two at once would be two drafts.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
    const next = last.then(step, step);
    last = next.catch(() => undefined);
    return next;
  };
  const call = async <Name extends CommandName>(
    name: Name,
    request: Request<Name>,
  ): Promise<Response<Name>> => {
    const answer = await host.call(name, request);
    dropStale(client, ACCESS[name].tags);
    return answer;
  };
  const send = (draft: Draft): Promise<Drafted> => {
    if (write !== null) {
      const redraft = draft.kind === "edit" ? { kind: draft.kind, changes: draft.changes } : { ...draft };
      return call("write_redraft", { write, draft: redraft });
    }
    return draft.kind === "create"
      ? call("write_create", { fields: draft.fields, ruledOut: draft.ruledOut })
      : call("write_edit", { patient: draft.patient, changes: draft.changes });
  };
  return {
    write: () => write,
    isOver: () => over,
    keep: (draft) =>
      inTurn(async () => {
        const said = JSON.stringify(draft);
        if (known?.said === said) {
          return known.drafted;
        }
        const drafted = await send(draft);
        write = drafted.write;
        known = { said, drafted };
        return drafted;
      }),
    drop: () =>
      inTurn(async () => {
        over = true;
        if (write !== null) {
          await call("write_discard", { write });
          write = null;
        }
      }),
    release: (confirmed) =>
      inTurn(async () => {
        const id = write ?? "";
        await call("write_release", { write: id, confirmed });
        over = true;
        return id;
      }),
  };
}
