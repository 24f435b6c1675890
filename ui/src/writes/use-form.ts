import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { AlikeView, Failure, Identifier, PatientField, PatientForm, WriteRow } from "../ipc/bindings.ts";
import { useHost } from "../ipc/commands.ts";
import { failureOf } from "../ipc/host.ts";
import { overviewRead } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import type { Caret } from "../place/caret.ts";
import { createDraftKeeper, type Draft } from "./draft-keeper.ts";
import { formText } from "./form-text.ts";
import { boxesOf, changesOf, fieldsOf, lookedForBy, type Values } from "./form-values.ts";
import { ENOUGH } from "./identifiers.tsx";
import { useFilling } from "./use-filling.ts";
import { useKept } from "./use-kept.ts";

const t = formText;

/** Until the practice's calendar is there, no birth date is in the future. */
const NO_DAY = "9999-12-31";

/** Without these nobody can be looked for. */
const LOOK_NEEDS: readonly PatientField[] = ["last", "first", "dob"];

export type Start = {
  form: PatientForm;
  row: WriteRow | null;
  before: Values;
  /** Where in it somebody typed, or is to go on. */
  caret: Caret | null;
  /** Whether each field says from the start what is wrong with it. */
  isMarked: boolean;
};

type Heard = { onKept: (write: string) => void; onSent: (write: string) => void };

/** The day it is in the practice. */
export function useToday(): string {
  return useQuery(overviewRead).data?.rows[0]?.today ?? NO_DAY;
}

/** A form that is being filled in: what stands in it, the draft that keeps it, and the way to send it. */
export function useForm(
  { form, row, before, caret, isMarked }: Start,
  /** Into whom the patient was merged while the form is open. */
  left: string | null,
  { onKept, onSent }: Heard,
) {
  const host = useHost();
  const client = useQueryClient();
  const announce = useAnnounce();
  const isNew = form.patient === null;
  const [boxes] = useState(() => boxesOf(form, row, before));
  const [keeper] = useState(() => createDraftKeeper(host, client, row?.id ?? null));
  const [ticked, setTicked] = useState<readonly Identifier[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [short, setShort] = useState<string | null>(null);
  const [pending, setPending] = useState<"look" | "send" | null>(null);
  const filling = useFilling(boxes, { isNew, isMarked, today: useToday() });
  const begun = useRef(caret);
  const { values, unfit } = filling;
  const looked = useLooked(row, JSON.stringify(lookedForBy(values)));
  const changes = changesOf(boxes, values);
  // A form in which nothing was typed is no draft of anybody.
  const whose = changes.length === 0 ? form.patient : (left ?? form.patient);
  const draft: Draft = isNew
    ? { kind: "create", fields: fieldsOf(values), ruledOut: [...looked.ruledOut] }
    : { kind: "edit", patient: whose ?? "", changes };
  const isEmpty = draft.kind === "edit" ? draft.changes.length === 0 : draft.fields.length === 0;
  const keep = useKept(keeper, draft, onKept, (thrown) => setFailure(failureOf(thrown)));

  const show = (fields: readonly PatientField[]) => {
    filling.showAt(fields);
    setShort(t.wrong(fields.length));
  };
  const failed = (thrown: unknown) => {
    const why = failureOf(thrown);
    if (why.code === "badFields" && why.troubles.length > 0) {
      filling.tell(why.troubles);
      show(why.troubles.map(({ field }) => field));
    } else {
      setFailure(why);
    }
  };
  const during = async (what: "look" | "send", step: () => Promise<void>) => {
    setPending(what);
    setFailure(null);
    setShort(null);
    await step().catch(failed);
    setPending(null);
  };
  const look = () => {
    filling.leave("contact");
    const needed = LOOK_NEEDS.filter((field) => unfit.has(field));
    if (needed.length > 0) {
      return show(needed);
    }
    return during("look", async () => {
      const { rows } = await host.call("patient_alike", { fields: lookedForBy(values) });
      looked.found(rows);
      if (rows.length === 0) {
        announce(t.lookedNobody);
      }
    });
  };
  const send = () => {
    if (left !== null) {
      return setShort(t.mergedNow.short);
    }
    if (isEmpty) {
      return setShort(t.nothing);
    }
    if (unfit.size > 0) {
      return show([...unfit.keys()]);
    }
    if (ticked.length < ENOUGH) {
      document.querySelector<HTMLElement>("[data-identifiers] input:not(:checked)")?.focus();
      return setShort(t.few);
    }
    return during("send", async () => {
      const { troubles } = await keeper.keep(draft);
      if (troubles.length > 0) {
        filling.tell(troubles);
        show(troubles.map(({ field }) => field));
      } else {
        onSent(await keeper.release([...ticked]));
      }
    });
  };
  return {
    ...filling,
    ...looked,
    boxes,
    isNew,
    isEmpty,
    /** Where the fields are gone on with, said once: nowhere in particular where nobody was in them before. */
    takeCaret: (): Caret | null => {
      const at = begun.current;
      begun.current = null;
      return at;
    },
    ticked,
    failure,
    short,
    pending,
    type: (field: PatientField, text: string) => {
      filling.type(field, text);
      setShort(null);
    },
    tick: (ids: readonly Identifier[]) => {
      setTicked(ids);
      setShort(null);
    },
    go: () => void (isNew && !looked.isLooked ? look() : send()),
    /** Keeps what stands in the form, or nothing of it where it says nothing; says which. */
    close: async (): Promise<boolean> => {
      if (isEmpty) {
        await keeper.drop().catch(() => undefined);
        return false;
      }
      return keep().catch((thrown) => {
        setFailure(failureOf(thrown));
        throw thrown;
      });
    },
    drop: () => keeper.drop(),
  };
}

export type FormState = ReturnType<typeof useForm>;

/** Who was found alike, by what, and whether a person looked at them. */
type Looked = { key: string; rows: readonly AlikeView[]; ruledOut: readonly string[] | null };

/** Whether somebody to be registered was looked for by what the form says of them now. */
function useLooked(row: WriteRow | null, key: string) {
  const [looked, setLooked] = useState<Looked | null>(() => heldFor(row, key));
  // Whoever looked, or ruled somebody out, goes on with the identifiers once they stand there.
  const goesOn = useRef(false);
  const isLooked = looked !== null && looked.key === key;
  return {
    isLooked,
    wasLooked: looked !== null,
    ruledOut: (isLooked ? looked.ruledOut : null) ?? [],
    /** Who is alike and was not looked at yet. */
    toCompare: isLooked && looked.ruledOut === null ? looked.rows : null,
    found: (rows: readonly AlikeView[]) => {
      goesOn.current = rows.length === 0;
      setLooked({ key, rows, ruledOut: rows.length === 0 ? [] : null });
    },
    ruleOut: () => {
      goesOn.current = true;
      setLooked((known) => known && { ...known, ruledOut: known.rows.map(({ patient }) => patient) });
    },
    backToFields: () => setLooked(null),
    /** Whether the focus is to go to the identifiers, said once. */
    takesFocus: (): boolean => {
      const takes = goesOn.current;
      goesOn.current = false;
      return takes;
    },
  };
}

// Those for whom a draft was held have been found already.
function heldFor(row: WriteRow | null, key: string): Looked | null {
  return row !== null && row.kind === "create" && row.alike.length > 0
    ? { key, rows: row.alike, ruledOut: null }
    : null;
}
