import { createContext, type ReactNode, useContext, useState } from "react";
import styles from "./announce.module.css";

const AnnounceContext = createContext<(sentence: string) => void>(() => undefined);

/** One polite voice for the whole window. */
export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [sentence, setSentence] = useState("");
  return (
    <AnnounceContext value={setSentence}>
      {children}
      <div role="status" aria-live="polite" className={`${styles.unseen} ${styles.voice}`}>
        {sentence}
      </div>
    </AnnounceContext>
  );
}

/** Says a sentence to a screen reader once it has finished what it is saying. */
export function useAnnounce(): (sentence: string) => void {
  return useContext(AnnounceContext);
}

/** Text that is heard and not seen. */
export function Unseen({ children }: { children: ReactNode }) {
  return <span className={styles.unseen}>{children}</span>;
}
