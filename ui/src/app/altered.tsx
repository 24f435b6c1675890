import { useQuery } from "@tanstack/react-query";
import { failureWords } from "../failure.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { appText } from "./text.ts";

const t = appText.altered;

/** All that was found, said across every page to whoever may read the audit, until somebody says that they saw
 * it. */
export function Altered() {
  const may = useMay("viewAudit");
  const found = useQuery({ ...read("audit_found", {}), enabled: may }).data;
  const seen = useWrite("audit_acknowledge");
  const until = found?.until ?? null;
  const [worst, ...others] = found?.wrong ?? [];
  if (!may || until === null || worst === undefined) {
    return null;
  }
  const failed = seen.error === null ? null : failureWords(seen.error.failure, "once").title;
  return (
    <Notice tone="error" title={t.title[worst]} next={t.next[worst]}>
      {others.map((wrong) => (
        <span key={wrong}>
          <strong>{t.title[wrong]}</strong> {t.next[wrong]}
        </span>
      ))}
      {failed === null ? null : <span role="alert">{failed}</span>}
      <Button isPending={seen.isPending} onPress={() => seen.mutate({ until })}>
        {t.seen}
      </Button>
    </Notice>
  );
}
