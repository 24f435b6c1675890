/**
 * Keeps a webview that can print from printing the page: what it would put on paper is on no record.
 * What is printed is made by the program.
 */
export function refusePrinting(target: Window): void {
  target.addEventListener(
    "keydown",
    (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p") {
        event.preventDefault();
      }
    },
    { capture: true },
  );
  target.print = () => undefined;
}
