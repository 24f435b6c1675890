import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../failure.ts";
import { longDay } from "../format.ts";
import type { Failure, Sheet, SheetKind } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import { Segments } from "../kit/segments.tsx";
import styles from "./printing.module.css";
import { printingText } from "./text.ts";

const t = printingText;

type Kind = SheetKind | "slip";

const KINDS = (["dayByProvider", "dayByDepartment", "routeSlips", "callList"] as const).map((id) => ({
  id,
  name: t.kinds[id],
}));
const WITH_SLIP: readonly { id: Kind; name: string }[] = [{ id: "slip", name: t.kinds.slip }, ...KINDS];

/** Which sheet of a day, the slip of the visit that is open first, how it looks, and the way to a file of it. */
export function PrintDialog({
  date,
  department,
  visit,
  onClose,
}: {
  date: string;
  department: string | null;
  /** The visit that is open. */
  visit: string | null;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<Kind>(visit === null ? "dayByProvider" : "slip");
  const [page, setPage] = useState(0);
  const mayExport = useMay("exportSchedule");
  const save = useWrite("print_save");
  const rows = useWrite("schedule_export");
  const only = department === null ? {} : { department };
  const sheet: Sheet =
    kind === "slip" && visit !== null
      ? { kind: "routeSlips", date, visit }
      : { kind: kind === "slip" ? "dayByProvider" : kind, date, ...only };
  const choose = (to: Kind) => {
    setKind(to);
    setPage(0);
    save.reset();
    rows.reset();
  };
  const failure = save.error?.failure ?? rows.error?.failure;
  return (
    <Modal title={t.title(longDay(date))} wide="columns" onClose={onClose}>
      <div className={styles.box}>
        <Segments
          label={t.kind}
          options={visit === null ? KINDS : WITH_SLIP}
          value={kind}
          onChange={choose}
        />
        <Preview key={kind} kind={kind} sheet={sheet} page={page} onPage={setPage} />
        <p className={styles.note}>{t.note}</p>
        <div className={styles.acts}>
          <Button weight="first" isPending={save.isPending} onPress={() => save.mutate({ sheet })}>
            {t.save}
          </Button>
          {mayExport && kind !== "slip" ? (
            <Button isPending={rows.isPending} onPress={() => rows.mutate({ date, ...only })}>
              {t.rows}
            </Button>
          ) : null}
        </div>
        {failure === undefined ? null : <Failed failure={failure} />}
        {save.data === undefined ? null : (
          <Notice tone="notice" title={t.saved(save.data.count)} next={t.savedNext(save.data.file)} />
        )}
        {rows.data === undefined ? null : (
          <Notice tone="notice" title={t.savedRows(rows.data.count)} next={t.savedNext(rows.data.file)} />
        )}
      </div>
    </Modal>
  );
}

function Preview({
  kind,
  sheet,
  page,
  onPage,
}: {
  kind: Kind;
  sheet: Sheet;
  page: number;
  onPage: (page: number) => void;
}) {
  const shown = useQuery({
    ...read("print_preview", { sheet, page }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  if (shown.error !== null) {
    return <Failed failure={shown.error.failure} />;
  }
  if (shown.data === undefined) {
    return <Late>{t.drawing}</Late>;
  }
  const { png, pages, page: at } = shown.data;
  return (
    <>
      <div className={styles.paper} aria-busy={shown.isPlaceholderData}>
        <img
          src={`data:image/png;base64,${png}`}
          alt={t.picture(t.kinds[kind], at + 1, pages)}
          draggable={false}
        />
      </div>
      <div className={styles.pages}>
        <Button isSpent={page === 0} onPress={() => onPage(page - 1)}>
          {t.earlier}
        </Button>
        <span role="status">{t.pageOf(page + 1, pages)}</span>
        <Button isSpent={page + 1 >= pages} onPress={() => onPage(page + 1)}>
          {t.later}
        </Button>
      </div>
    </>
  );
}

function Failed({ failure }: { failure: Failure }) {
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
