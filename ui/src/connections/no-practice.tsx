import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Added, Keychain } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { connectionsRead } from "../ipc/session.ts";
import { Late } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { Choose } from "./choose.tsx";
import { ChoosePractice } from "./choose-practice.tsx";
import { KeychainLocked } from "./keychain-locked.tsx";
import { NewPassphrase } from "./new-passphrase.tsx";

/** The first screens: how the copy here is locked, then which practice to open, of those there are or a new one.
 * A profile that is open already has no keychain to ask about. */
export function NoPractice({
  keychain,
  onAdded,
  children,
}: {
  keychain: Keychain | null;
  onAdded: (added: Added) => void;
  /** Another way to begin. */
  children?: ReactNode;
}) {
  const open = useWrite("profile_open");
  const [opened, setOpened] = useState(keychain === null);
  const [wasOpen] = useState(opened);
  const known = useQuery({ ...connectionsRead, enabled: keychain === null });
  if (wasOpen && known.isPending) {
    return <Late>{text.loading}</Late>;
  }
  if (known.data !== undefined && known.data.current === null && known.data.rows.length > 0) {
    return (
      <ChoosePractice practices={known.data.rows} onAdded={onAdded}>
        {children}
      </ChoosePractice>
    );
  }
  if (!opened && keychain === "absent") {
    return (
      <NewPassphrase
        busy={open.isPending}
        failure={open.error?.failure ?? null}
        onChosen={(passphrase) => open.mutate({ passphrase }, { onSuccess: () => setOpened(true) })}
      >
        {children}
      </NewPassphrase>
    );
  }
  if (!opened && (keychain === "locked" || keychain === "silent")) {
    return <KeychainLocked keychain={keychain} />;
  }
  return (
    <Choose
      prepare={opened ? null : () => open.mutateAsync({}).then(() => setOpened(true))}
      onAdded={onAdded}
    >
      {children}
    </Choose>
  );
}
