/** In the place of a dialog that is still being read from disk: the keyboard is its own already. */
export function Coming() {
  return <div role="dialog" hidden />;
}
