import type { VisitState } from "./ipc/bindings.ts";
import { text } from "./text.ts";

/** How far a visit has come, in words. */
export function stateWord(state: VisitState): string {
  switch (state.state) {
    case "waiting":
      return text.state.waiting(state.minutes);
    case "other":
      return state.word;
    default:
      return text.state[state.state];
  }
}
