import { lazy, Suspense, useState } from "react";
import type { Session } from "../ipc/bindings.ts";
import { seatMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late } from "../kit/notice.tsx";
import { text } from "../text.ts";
import styles from "./settings.module.css";
import { SupportBundle } from "./support-bundle.tsx";
import { settingsText } from "./text.ts";

const t = settingsText;

// As long as all the rest of the window, and looked at once in a year.
const Licences = lazy(() => import("./licences.tsx").then(({ Licences }) => ({ default: Licences })));

type Open = "licences" | "support";

/** Which Daybook this is, what is in it, and what helps those who help with it. */
export function About({ session }: { session: Session | undefined }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Card level={2} title={t.about}>
      <p>{t.version(session?.version ?? "")}</p>
      <div className={styles.acts}>
        <Button onPress={() => setOpen("licences")}>{t.licences}</Button>
        {session !== undefined && seatMay(session.seat, "connect") ? (
          <Button onPress={() => setOpen("support")}>{t.support}</Button>
        ) : null}
      </div>
      {open === "licences" ? (
        <Modal title={t.licences} wide onClose={close}>
          <Suspense fallback={<Late>{text.loading}</Late>}>
            <Licences />
          </Suspense>
        </Modal>
      ) : null}
      {open === "support" ? (
        <Modal title={t.support} wide onClose={close}>
          <SupportBundle />
        </Modal>
      ) : null}
    </Card>
  );
}
