import { useQuery } from "@tanstack/react-query";
import { failureWords } from "../failure.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Notice } from "../kit/notice.tsx";
import { appText } from "./text.ts";

const t = appText.altered;

/** Said across every page to whoever may read the audit, until somebody says that they saw it. */
export function Altered() {
  const may = useMay("viewAudit");
  const latest = useQuery({ ...read("audit_found", {}), enabled: may }).data?.latest ?? null;
  const seen = useWrite("audit_acknowledge");
  if (!may || latest === null) {
    return null;
  }
  const failed = seen.error === null ? null : failureWords(seen.error.failure, "once").title;
  return (
    <Notice tone="error" title={t.title[latest.wrong]} next={t.next[latest.wrong]}>
      {failed === null ? null : <span role="alert">{failed}</span>}
      <Button isPending={seen.isPending} onPress={() => seen.mutate({ until: latest.sequence })}>
        {t.seen}
      </Button>
    </Notice>
  );
}
