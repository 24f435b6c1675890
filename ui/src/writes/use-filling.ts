import { useMemo, useState } from "react";
import type { FieldTrouble, PatientField } from "../ipc/bindings.ts";
import { giveCaret } from "../place/caret.ts";
import { type Box, elsewhereAt, meant, troubleOf, troubleWords, type Values } from "./form-values.ts";

type Unfit = ReadonlyMap<PatientField, FieldTrouble["why"]>;

/** What can be left: a field, or all the ways to reach a person. */
type Part = PatientField | "contact";

type How = {
  isNew: boolean;
  /** Whether each field says from the start what is wrong with it. */
  isMarked: boolean;
  today: string;
};

/** What stands in the boxes of a form, and what is wrong with it. */
export function useFilling(boxes: readonly Box[], { isNew, isMarked, today }: How) {
  const all = (): ReadonlySet<Part> => new Set([...boxes.map(({ of }) => of.field), "contact"]);
  const [typed, setTyped] = useState<Values>({});
  const [left, setLeft] = useState<ReadonlySet<Part>>(() => (isMarked ? all() : new Set()));
  const [told, setTold] = useState<readonly FieldTrouble[]>([]);
  const values = useMemo(() => valuesOf(boxes, typed, today), [boxes, typed, today]);
  const unfit = unfitOf(boxes, values, isNew, told);
  return {
    values,
    unfit,
    textIn: (box: Box) => typed[box.of.field] ?? box.begun,
    type: (field: PatientField, text: string) => {
      setTyped((known) => ({ ...known, [field]: text }));
      setTold((known) => known.filter((trouble) => !concerns(trouble, field)));
    },
    leave: (part: Part) => setLeft((known) => new Set(known).add(part)),
    /** What the console finds wrong. */
    tell: setTold,
    /** Says at each field what is wrong with it, and goes to the first of some. */
    showAt: ([first]: readonly PatientField[]) => {
      setLeft(all());
      if (first !== undefined) {
        giveCaret({ field: first, at: null });
      }
    },
    /** What is said at a field, once it was left or is meant to be sent. */
    errorAt: (box: Box): string | undefined => {
      const { field } = box.of;
      const why = unfit.get(field);
      const wasLeft = why !== undefined && saidOnceLeft(box, why).some((part) => left.has(part));
      return wasLeft ? troubleWords(box, values, why) : undefined;
    },
  };
}

// Two that do not belong together are said at one of them, once either was left. Of the ways to reach a
// person one may be left for another.
function saidOnceLeft({ of: { field, need } }: Box, why: FieldTrouble["why"]): readonly Part[] {
  if (why === "elsewhere") {
    return ["zip", "state"];
  }
  return why === "missing" && need === "oneOf" ? ["contact"] : [field];
}

function concerns({ field, why }: FieldTrouble, typed: PatientField): boolean {
  return field === typed || (why === "elsewhere" && (typed === "zip" || typed === "state"));
}

function valuesOf(boxes: readonly Box[], typed: Values, today: string): Values {
  return Object.fromEntries(
    boxes.map((box) => [box.of.field, meant(box, typed[box.of.field] ?? box.begun, today)]),
  );
}

function unfitOf(
  boxes: readonly Box[],
  values: Values,
  isNew: boolean,
  told: readonly FieldTrouble[],
): Unfit {
  const unfit = new Map<PatientField, FieldTrouble["why"]>();
  for (const box of boxes) {
    const { field } = box.of;
    const value = values[field] ?? "";
    const why = isNew || value !== box.saw ? troubleOf(box, value) : null;
    if (why !== null) {
      unfit.set(field, why);
    }
  }
  const apart = elsewhereAt(boxes, values);
  if (apart !== null) {
    unfit.set(apart, "elsewhere");
  }
  const first = isNew ? unreached(boxes, values) : null;
  if (first !== null) {
    unfit.set(first, "missing");
  }
  for (const { field, why } of told) {
    unfit.set(field, why);
  }
  return unfit;
}

/** The first of the ways to reach a person, where none of them says anything. */
export function unreached(boxes: readonly Box[], values: Values): PatientField | null {
  const ways = boxes.filter(({ of }) => of.need === "oneOf").map(({ of }) => of.field);
  return ways.every((field) => (values[field] ?? "") === "") ? (ways[0] ?? null) : null;
}
