import type { ReactNode } from "react";
import { troubleWords } from "../failure.ts";
import type { Trouble } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { FolderLine } from "./folder-line.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { SetAside } from "./set-aside.tsx";
import { connectionsText } from "./text.ts";

/** What nothing at this computer mends but another profile. */
const FOR_GOOD: readonly Trouble["kind"][] = ["vaultDamaged", "keyGone", "keychainChanged", "wrongKey"];

/** A profile that does not open: what is the matter, and what to do. */
export function Stuck({
  trouble,
  folder,
  children,
}: {
  trouble: Trouble;
  folder: string;
  /** Another way on. */
  children?: ReactNode;
}) {
  const open = useWrite("profile_open");
  // A second try that fails another way says its own reason.
  const failure = open.error?.failure;
  const met = failure?.code === "profile" ? failure.trouble : trouble;
  const words = troubleWords(met);
  return (
    <Screen title={words.title} lead={words.next}>
      <FolderLine folder={folder} />
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={open.isPending} onPress={() => open.mutate({})}>
          {connectionsText.welcome.again}
        </Button>
        {FOR_GOOD.includes(met.kind) ? <SetAside folder={folder} /> : null}
      </div>
      {children}
    </Screen>
  );
}
