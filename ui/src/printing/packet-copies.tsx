import { useState } from "react";
import { age } from "../format.ts";
import type { PacketState } from "../ipc/bindings.ts";
import type { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Notice } from "../kit/notice.tsx";
import styles from "./printing.module.css";
import { printingText } from "./text.ts";

const t = printingText.packet;

/** Where a copy of each packet goes besides, how the last one stands, and what stays elsewhere. */
export function PacketCopies({
  state: { days, hours, copies, left },
  now,
  set,
}: {
  state: PacketState;
  now: number;
  /** The means to choose the folder, for whoever may. */
  set: ReturnType<typeof useWrite<"packet_set">> | null;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const folder = typed ?? copies?.folder ?? "";
  const send = (copyTo: string) =>
    set?.mutate(
      { days, hours, ...(copyTo.trim() === "" ? {} : { copyTo: copyTo.trim() }) },
      { onSuccess: () => setTyped(null) },
    );
  return (
    <>
      {set === null ? null : (
        <>
          <Field label={t.copyTo} hint={t.copyToHint} value={folder} onChange={setTyped} isOptional />
          <div className={styles.acts}>
            <Button isPending={set.isPending} onPress={() => send(folder)}>
              {t.copySet}
            </Button>
            {copies === null ? null : (
              <Button weight="quiet" isPending={set.isPending} onPress={() => send("")}>
                {t.copyNone}
              </Button>
            )}
          </div>
        </>
      )}
      {copies === null || copies.file === null ? null : (
        <p className={styles.folder}>
          <span>{t.copied}</span> <code>{copies.file}</code>
        </p>
      )}
      {copies === null || copies.failed === null ? null : (
        <Notice
          tone="error"
          title={t.copyFailed(age(copies.failed.at, now))}
          next={t.copyWhy[copies.failed.why]}
        />
      )}
      {left.length === 0 ? null : <Notice tone="warn" title={t.left} next={t.leftNext(left)} />}
    </>
  );
}
