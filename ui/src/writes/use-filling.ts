import { useMemo, useState } from "react";
import type { FieldTrouble, PatientField } from "../ipc/bindings.ts";
import { type Box, isElsewhere, meant, troubleOf, troubleWords, type Values } from "./form-values.ts";

type Unfit = ReadonlyMap<PatientField, FieldTrouble["why"]>;

/** What stands in the boxes of a form, and what is wrong with it. */
export function useFilling(boxes: readonly Box[], isNew: boolean, today: string) {
  const [typed, setTyped] = useState<Values>({});
  const [left, setLeft] = useState<ReadonlySet<PatientField>>(new Set());
  const [told, setTold] = useState<readonly FieldTrouble[]>([]);
  const values = useMemo(() => valuesOf(boxes, typed, today), [boxes, typed, today]);
  const unfit = unfitOf(boxes, values, isNew, told);
  return {
    values,
    unfit,
    textIn: (box: Box) => typed[box.of.field] ?? box.begun,
    type: (field: PatientField, text: string) => {
      setTyped((known) => ({ ...known, [field]: text }));
      setTold((known) =>
        known.filter(
          (trouble) => trouble.field !== field && !(field === "state" && trouble.why === "elsewhere"),
        ),
      );
    },
    leave: (field: PatientField) => setLeft((known) => new Set(known).add(field)),
    /** What the console finds wrong. */
    tell: setTold,
    /** Says at each field what is wrong with it, and goes to the first of some. */
    showAt: (fields: readonly PatientField[]) => {
      setLeft(new Set(boxes.map(({ of }) => of.field)));
      document.querySelector<HTMLElement>(`[data-field=${fields[0]}] :is(input, select)`)?.focus();
    },
    /** What is said at a field, once it was left or is meant to be sent. */
    errorAt: (box: Box): string | undefined => {
      const { field } = box.of;
      const why = unfit.get(field);
      return why !== undefined && left.has(field) ? troubleWords(box, values[field] ?? "", why) : undefined;
    },
  };
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
  if (isElsewhere(boxes, values)) {
    unfit.set("zip", "elsewhere");
  }
  const contacts = boxes.filter(({ of }) => of.need === "oneOf");
  const [first] = contacts;
  if (isNew && first !== undefined && contacts.every(({ of }) => (values[of.field] ?? "") === "")) {
    unfit.set(first.of.field, "missing");
  }
  for (const { field, why } of told) {
    unfit.set(field, why);
  }
  return unfit;
}
