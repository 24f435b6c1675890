import { type FormEvent, useState } from "react";
import { failureWords } from "../failure.ts";
import type { Failure, Identifier, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import styles from "./dialogs.module.css";
import { ENOUGH, Identifiers } from "./identifiers.tsx";
import { knownOfRow } from "./known.ts";
import { writesText } from "./text.ts";
import { UnfitDialog } from "./unfit-dialog.tsx";
import { nameOf } from "./words.ts";
import { WriteFields } from "./write-fields.tsx";

const t = writesText;

// The dialog shows it. What it was about may be gone from the page by the time that it is done.
const said = () => undefined;

type Of = { row: WriteRow; onDone: () => void };

/** Says that a draft is to be written, once it is sure about whom it is. */
export function ReleaseDialog({ row, onDone }: Of) {
  const [ticked, setTicked] = useState<Identifier[]>([]);
  const [isShort, setShort] = useState(false);
  const release = useWrite("write_release");
  const announce = useAnnounce();
  const failure = release.error?.failure;
  const troubles = failure?.code === "badFields" ? failure.troubles : row.troubles;
  if (troubles.length > 0 || failure?.code === "badFields" || row.fields.length === 0) {
    return <UnfitDialog row={row} troubles={troubles} onDone={onDone} />;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ticked.length < ENOUGH) {
      setShort(true);
      return;
    }
    const done = () => {
      announce(t.did.released);
      onDone();
    };
    release.mutateAsync({ write: row.id, confirmed: ticked }).then(done, said);
  };
  return (
    <Modal title={t.release.title(nameOf(row))} wide onClose={onDone}>
      <form className={styles.dialog} onSubmit={submit}>
        <WriteFields row={row} />
        <Identifiers
          label={t.release.who}
          known={knownOfRow(row)}
          ticked={ticked}
          onChange={(ids) => {
            setTicked(ids);
            setShort(false);
          }}
          error={isShort ? t.release.few : undefined}
        />
        <Said failure={failure} />
        <div className={styles.acts}>
          <Button weight="first" type="submit" isPending={release.isPending}>
            {t.release.yes}
          </Button>
          <Button onPress={onDone}>{t.release.no}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** Asks before what was typed is gone. */
export function DiscardDialog({ row, onDone }: Of) {
  const discard = useWrite("write_discard");
  const announce = useAnnounce();
  const yes = () => {
    const done = () => {
      announce(t.did.discarded);
      onDone();
    };
    discard.mutateAsync({ write: row.id }).then(done, said);
  };
  return (
    <Modal title={t.discard.title} alert onClose={onDone}>
      <div className={styles.dialog}>
        <p>{t.discard.body}</p>
        <Said failure={discard.error?.failure} />
        <div className={styles.acts}>
          <Button weight="danger" isPending={discard.isPending} onPress={yes}>
            {t.discard.yes}
          </Button>
          <Button autoFocus onPress={onDone}>
            {t.discard.no}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What went wrong, where something did. */
export function Said({ failure }: { failure: Failure | undefined }) {
  if (failure === undefined) {
    return null;
  }
  const { severity, title, next } = failureWords(failure, "once");
  return <Notice tone={severity} title={title} next={next} />;
}
