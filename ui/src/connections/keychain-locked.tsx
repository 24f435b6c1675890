import { useQuery } from "@tanstack/react-query";
import { troubleText } from "../failure-text.ts";
import { sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

/** Said on first run where the system's keychain is there, and locked or without an answer. */
export function KeychainLocked({ keychain }: { keychain: "locked" | "silent" }) {
  const session = useQuery(sessionRead);
  const t = connectionsText.welcome;
  const [title, lead] =
    keychain === "locked"
      ? [t.keychainLockedTitle, t.keychainLockedNext]
      : [troubleText.keychainSilent.title, troubleText.keychainSilent.next];
  return (
    <Screen title={title} lead={lead}>
      <Button weight="first" autoFocus isPending={session.isFetching} onPress={() => void session.refetch()}>
        {t.again}
      </Button>
    </Screen>
  );
}
