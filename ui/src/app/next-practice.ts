import type { Connections } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { text } from "../text.ts";
import { appText } from "./text.ts";

/** Turns to the practice after the one in use, and says which that is. */
export function useNextPractice(connections: Connections | undefined): () => void {
  const announce = useAnnounce();
  const { mutate: switchTo } = useWrite("connection_switch");
  return () => {
    const rows = connections?.rows ?? [];
    const at = rows.findIndex((each) => each.id === connections?.current);
    const next = rows[(at + 1) % Math.max(1, rows.length)];
    if (next === undefined || next.id === connections?.current) {
      announce(appText.top.noOtherPractice);
      return;
    }
    announce(appText.top.practiceNow(next.label, text.environment[next.environment.kind]));
    switchTo({ connection: next.id });
  };
}
