import { useQuery } from "@tanstack/react-query";
import { sessionRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { text } from "../text.ts";
import { Screen } from "./screen.tsx";

/** Said on first run where the system's keychain is there and locked. */
export function KeychainLocked() {
  const session = useQuery(sessionRead);
  return (
    <Screen title={text.welcome.keychainLockedTitle} lead={text.welcome.keychainLockedNext}>
      <Button weight="first" autoFocus isPending={session.isFetching} onPress={() => void session.refetch()}>
        {text.welcome.again}
      </Button>
    </Screen>
  );
}
