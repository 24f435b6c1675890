/** Whether the window is drawn by WebKitGTK, the webview of Linux. */
export function isWebKitGtk(userAgent: string): boolean {
  return /\(X11;.*AppleWebKit/.test(userAgent) && !/Chrom/.test(userAgent);
}

type Stroke = Pick<KeyboardEvent, "key" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey">;

/** What a stroke means to text that is being typed: Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, caps lock apart. */
export function historyCommand(stroke: Stroke): "undo" | "redo" | null {
  if (!stroke.ctrlKey || stroke.altKey || stroke.metaKey) {
    return null;
  }
  switch (stroke.key.toLowerCase()) {
    case "z":
      return stroke.shiftKey ? "redo" : "undo";
    case "y":
      return stroke.shiftKey ? null : "redo";
    default:
      return null;
  }
}

/**
 * Gives the keys of undo and redo to text fields in WebKitGTK, which keeps what was typed but leaves the keys
 * to the program around it. Other webviews have keys of their own.
 */
export function bindHistoryKeys(page: Window): void {
  if (!isWebKitGtk(page.navigator.userAgent)) {
    return;
  }
  // Ahead of the page's own handlers: a dialog keeps what is typed in it to itself.
  page.addEventListener("keydown", undoOrRedo, { capture: true });
}

function undoOrRedo(event: KeyboardEvent): void {
  const command = historyCommand(event);
  const field = event.target;
  if (command === null || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
    return;
  }
  event.preventDefault();
  field.ownerDocument.execCommand(command);
}
