import { useQuery } from "@tanstack/react-query";
import { sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

/** Said on first run where the system's keychain is there and locked. */
export function KeychainLocked() {
  const session = useQuery(sessionRead);
  return (
    <Screen
      title={connectionsText.welcome.keychainLockedTitle}
      lead={connectionsText.welcome.keychainLockedNext}
    >
      <Button weight="first" autoFocus isPending={session.isFetching} onPress={() => void session.refetch()}>
        {connectionsText.welcome.again}
      </Button>
    </Screen>
  );
}
