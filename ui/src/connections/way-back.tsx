import type { WayBack } from "../ipc/bindings.ts";
import { Field } from "../kit/field.tsx";
import { Segments } from "../kit/segments.tsx";
import styles from "./screen.module.css";
import { connectionsText } from "./text.ts";

/** How people come back from the browser, with the port as it is typed. */
export type WayBackDraft = { wayBack: WayBack["kind"]; port: string };

const WAYS = (["any", "listed", "port"] as const).map((id) => ({
  id,
  name: connectionsText.welcome.waysBack[id].name,
}));

/** Where this computer is come back to from the browser, as the app's registration has it. */
export function WayBackFields({
  draft: { wayBack, port },
  onDraft,
  error,
}: {
  draft: WayBackDraft;
  onDraft: (draft: WayBackDraft) => void;
  error: string | undefined;
}) {
  const t = connectionsText.welcome;
  return (
    <>
      <Segments
        label={t.wayBack}
        options={WAYS}
        value={wayBack}
        onChange={(chosen) => onDraft({ wayBack: chosen, port })}
      />
      <p className={styles.note}>{t.waysBack[wayBack].hint}</p>
      {wayBack === "port" ? (
        <Field
          label={t.port}
          hint={t.portHint}
          value={port}
          onChange={(typed) => onDraft({ wayBack, port: typed })}
          error={error}
          numeric
        />
      ) : null}
    </>
  );
}

/** What is no port is sent as none, and refused as one. */
export function wayBackOf({ wayBack, port }: WayBackDraft): WayBack {
  if (wayBack !== "port") {
    return { kind: wayBack };
  }
  const typed = port.trim();
  const number = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  return { kind: "port", port: number <= 65_535 ? number : 0 };
}
