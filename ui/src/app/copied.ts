import { useEffect } from "react";
import { useWrite } from "../ipc/commands.ts";

/** Tells the console whatever is copied or cut in the window: it is taken off the clipboard again. */
export function useCopied(): void {
  const { mutate: note } = useWrite("clipboard_note");
  useEffect(() => {
    const hear = (event: ClipboardEvent) => {
      const text = event.defaultPrevented
        ? event.clipboardData?.getData("text/plain")
        : selected(event.target);
      if (text !== undefined && text !== "") {
        note({ text });
      }
    };
    // The window hears last, when a page has put there what it copies.
    window.addEventListener("copy", hear);
    window.addEventListener("cut", hear);
    return () => {
      window.removeEventListener("copy", hear);
      window.removeEventListener("cut", hear);
    };
  }, [note]);
}

function selected(target: EventTarget | null): string | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    ? target.value.slice(target.selectionStart ?? 0, target.selectionEnd ?? 0)
    : document.getSelection()?.toString();
}
