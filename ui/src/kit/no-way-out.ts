/**
 * Keeps what is shown in the window. The webview's own menu copies and saves what is drawn, its key saves the page,
 * and what is dragged is dropped on other programs: all of that is on no record. Text fields keep the menu, for
 * what edits text.
 */
export function refuseWaysOut(target: Window): void {
  const refuse = (event: Event) => event.preventDefault();
  target.addEventListener("contextmenu", (event) => isField(event.target) || refuse(event), {
    capture: true,
  });
  target.addEventListener("dragstart", refuse, { capture: true });
  target.addEventListener(
    "keydown",
    (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        refuse(event);
      }
    },
    { capture: true },
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
