import { troubleWords } from "../failure.ts";
import type { Trouble } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

/** A profile that does not open: what is the matter, and what to do. */
export function Stuck({ trouble }: { trouble: Trouble }) {
  const open = useWrite("profile_open");
  // A second try that fails another way says its own reason.
  const failure = open.error?.failure;
  const words = troubleWords(failure?.code === "profile" ? failure.trouble : trouble);
  return (
    <Screen title={words.title} lead={words.next}>
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={open.isPending} onPress={() => open.mutate({})}>
          {connectionsText.welcome.again}
        </Button>
      </div>
    </Screen>
  );
}
