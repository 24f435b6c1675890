import { useRef, useState } from "react";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import styles from "./screen.module.css";
import { connectionsText } from "./text.ts";

const t = connectionsText.stuck;

/** Where the profile is kept. What does not get onto the clipboard stays chosen, to be copied by the keys. */
export function FolderLine({ folder }: { folder: string }) {
  const path = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const copy = () => {
    const chosen = document.getSelection();
    if (path.current !== null && chosen !== null) {
      chosen.selectAllChildren(path.current);
      const done = document.execCommand("copy");
      setCopied(done);
      announce(done ? t.copied : t.notCopied);
    }
  };
  return (
    <p className={styles.folder}>
      <span>{t.folder}</span>
      <code ref={path}>{folder}</code>
      <Button onPress={copy} label={t.copyFolder}>
        {copied ? t.copied : t.copy}
      </Button>
    </p>
  );
}
