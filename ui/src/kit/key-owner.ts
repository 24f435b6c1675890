/** Whether the keyboard belongs to the element for now: text is typed there, or a list of choices is open. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  const typed = target.closest(FIELD);
  const plain = typed instanceof HTMLInputElement && ["radio", "checkbox", "button"].includes(typed.type);
  return (typed !== null && !plain) || target.closest("[data-choices]") !== null;
}

const FIELD = "input, textarea, select, [contenteditable=true]";
const DIALOG = "[role=dialog], [role=alertdialog]";

/** The dialog that it is in. */
export function dialogOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest(DIALOG) : null;
}

/** Whether it is in a dialog, which has the keyboard to itself. */
export function inDialog(target: EventTarget | null): boolean {
  return dialogOf(target) !== null;
}

/** Whether a dialog lies over the page. It has the keyboard wherever the focus is: what held it may be gone. */
export function isUnderDialog(): boolean {
  return document.querySelector(DIALOG) !== null;
}

/** Whether a key that an element heard is meant for it: not for a field inside it, nor for a dialog that was opened
 * from inside it and lies elsewhere on the page, or is about to. */
export function isMeantFor({ target, currentTarget }: Pick<Event, "target" | "currentTarget">): boolean {
  if (isUnderDialog() && !inDialog(target)) {
    return false;
  }
  if (!(target instanceof Element && currentTarget instanceof Element) || target === currentTarget) {
    return true;
  }
  return currentTarget.contains(target) && target.closest(FIELD) === null && !takesText(target);
}
