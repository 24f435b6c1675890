import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, useRef, useState } from "react";
import { type FailureWords, failureWords } from "../failure.ts";
import { count, usDate } from "../format.ts";
import type { AuditChecked, AuditSince, AuditStanding, AuditTrouble } from "../ipc/bindings.ts";
import { read, useHost, useWrite } from "../ipc/commands.ts";
import { failureOf } from "../ipc/host.ts";
import { Button } from "../kit/button.tsx";
import { Card } from "../kit/card.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import styles from "./audit.module.css";
import { auditText } from "./text.ts";

const t = auditText;

/** Whether the audit is as it was written, and the file that proves it elsewhere. */
export function Proof() {
  return (
    <div className={styles.proof}>
      <Standing />
      <Exporting />
    </div>
  );
}

function Standing() {
  const look = useQuery({ ...read("audit_verify", {}), enabled: false });
  const words = look.error === null ? null : failureWords(look.error.failure, "once");
  return (
    <Card level={2} title={t.proof}>
      <p className={styles.note}>{t.proofNote}</p>
      <Button isPending={look.isFetching} onPress={() => void look.refetch()}>
        {t.verify}
      </Button>
      {look.isFetching ? <Late>{text.loading}</Late> : null}
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      {look.data === undefined ? null : <Told standing={look.data} />}
    </Card>
  );
}

function Told({ standing }: { standing: AuditStanding }) {
  const { troubles, foundBefore, anchoring, entries } = standing;
  const before = foundBefore === 0 ? "" : t.foundBefore(count(foundBefore));
  if (troubles.length === 0) {
    return (
      <Notice
        tone="notice"
        title={t.sound(count(entries))}
        next={`${t.anchoring[anchoring]} ${before}`.trim()}
      />
    );
  }
  return (
    <Notice tone="error" title={t.altered} next={t.alteredNext}>
      <ul className={styles.troubles}>
        {troubles.map((trouble) => (
          <li key={JSON.stringify(trouble)}>{troubleWords(trouble)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function troubleWords(trouble: AuditTrouble): string {
  switch (trouble.kind) {
    case "missing":
      return t.troubles.missing(trouble);
    case "cutOff":
      return t.troubles.cutOff(trouble);
    default:
      return trouble.kind === "replaced" ? t.troubles.replaced(trouble) : t.troubles[trouble.kind](trouble);
  }
}

function Exporting() {
  const host = useHost();
  const write = useWrite("audit_export");
  const [checked, setChecked] = useState<FailureWords | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const check = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file !== undefined) {
      const said = await file.text();
      target.value = "";
      setChecked(
        await host
          .call("audit_check", { text: said })
          .then(checkedWords, (error) => failureWords(failureOf(error))),
      );
    }
  };
  const failed = write.error === null ? null : failureWords(write.error.failure, "once");
  return (
    <Card level={2} title={t.exportTitle}>
      <p className={styles.note}>{t.exportNote}</p>
      <div className={styles.acts}>
        <Button isPending={write.isPending} onPress={() => write.mutate({})}>
          {t.export}
        </Button>
        <Button onPress={() => file.current?.click()}>{t.checkFile}</Button>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={t.checkFile}
          accept=".jsonl,application/jsonl"
          onChange={(event) => void check(event)}
        />
      </div>
      {failed === null ? null : <Notice tone={failed.severity} title={failed.title} next={failed.next} />}
      {write.data === undefined ? null : (
        <Notice tone="notice" title={t.exported(count(write.data.entries))} next={write.data.file}>
          <span>{t.fingerprint(write.data.fingerprint)}</span>
          <span>{t.fingerprintNote}</span>
        </Notice>
      )}
      {checked === null ? null : <Notice tone={checked.severity} title={checked.title} next={checked.next} />}
    </Card>
  );
}

/** Where the audit no longer holds all that is in the file. */
function partedWords(since: AuditSince): string | null {
  switch (since.since) {
    case "goesOn":
      return null;
    case "lost":
      return t.since.lost(since);
    case "another":
      return t.since.another(since);
    case "altered":
      return t.since.altered();
    default:
      return since satisfies never;
  }
}

function checkedWords(checked: AuditChecked): FailureWords {
  switch (checked.verdict) {
    case "whole": {
      const { ours, entries, exported, resaved, fingerprint, people } = checked;
      const parted = ours === null ? null : partedWords(ours);
      if (parted !== null) {
        return { severity: "error", title: parted, next: t.sinceNext };
      }
      const saved = resaved ? [t.resaved] : [];
      const held = ours?.since === "goesOn" ? [t.ours, t.goesOn(ours.more)] : [t.notOurs];
      const named = t.by(people.flatMap(({ name }) => name ?? []));
      const said = [...saved, ...held, named, t.fingerprint(fingerprint)].filter((words) => words !== "");
      return {
        severity: "notice",
        title: t.whole(count(entries), usDate(exported)),
        next: said.join(" "),
      };
    }
    case "notWhole":
      return { severity: "error", title: t.notWhole, next: t.notWholeNext };
    case "altered":
      return { severity: "error", title: t.alteredFile, next: t.alteredFileNext };
    case "broken":
      return { severity: "error", title: t.broken, next: t.brokenNext };
    default:
      return checked satisfies never;
  }
}
