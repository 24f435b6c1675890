/** Where in a form somebody types. */
export type Caret = {
  /** The field, by its name in the contract. */
  field: string;
  /** What is selected in it, from and to; nothing where it takes no text. */
  at: [number, number] | null;
};

/** Where it is, if it is in a field that has a name. */
export function readCaret(): Caret | null {
  const box = document.activeElement;
  const field = box?.closest<HTMLElement>("[data-field]")?.dataset.field;
  if (field === undefined) {
    return null;
  }
  const { selectionStart: from = null, selectionEnd: to = null } = box as Partial<HTMLInputElement>;
  return { field, at: from === null || to === null ? null : [from, to] };
}

/** Puts it there, where there is such a field; says whether there is. */
export function giveCaret({ field, at }: Caret): boolean {
  const box = document.querySelector<HTMLInputElement | HTMLSelectElement>(
    `[data-field=${CSS.escape(field)}] :is(input, select)`,
  );
  box?.focus();
  if (at !== null && box instanceof HTMLInputElement) {
    box.setSelectionRange(...at);
  }
  return box !== null;
}
