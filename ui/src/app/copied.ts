import { useEffect } from "react";
import { useWrite } from "../ipc/commands.ts";

/**
 * Copies text alone, whatever is selected, and tells the console whatever is copied or cut in the window: it is
 * taken off the clipboard again.
 */
export function useCopied(): void {
  const { mutate: note } = useWrite("clipboard_note");
  useEffect(() => {
    const hear = (event: ClipboardEvent) => {
      const text = event.defaultPrevented
        ? event.clipboardData?.getData("text/plain")
        : isField(event.target)
          ? event.target.value.slice(event.target.selectionStart ?? 0, event.target.selectionEnd ?? 0)
          : copyText(event);
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

/** A webview would copy markup and pictures beside the text. */
function copyText(event: ClipboardEvent): string | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || event.clipboardData === null) {
    return undefined;
  }
  const text = selection.toString();
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
  return text;
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
