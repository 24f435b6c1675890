import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureWords } from "../failure.ts";
import type { DaySheet, SavedView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { Modal } from "../kit/modal.tsx";
import { Notice } from "../kit/notice.tsx";
import { VIEW_KEYS } from "../place/view.ts";
import { text } from "../text.ts";
import { filterWords } from "./filter-line.tsx";
import styles from "./saved-views.module.css";
import { scheduleText } from "./text.ts";
import { viewsRead } from "./view-keys.ts";

const t = scheduleText.views;
/** The most letters of a name. */
const LONGEST = 40;

/** The views that are kept on keys, and a key for the one that is shown now. */
export function SavedViews({
  sheet,
  now,
  onShow,
  onClose,
}: {
  /** The day, by which departments and providers are named. */
  sheet: DaySheet;
  now: (key: number, name: string) => SavedView;
  onShow: (view: SavedView) => void;
  onClose: () => void;
}) {
  const announce = useAnnounce();
  const saved = useQuery(viewsRead).data?.rows ?? [];
  const keep = useWrite("view_keep");
  const forget = useWrite("view_forget");
  const said = wordsOf(now(1, ""), sheet);
  const [name, setName] = useState(said.slice(0, LONGEST));
  const [isWrong, setWrong] = useState(false);
  const words = name.trim();
  const isNamed = words !== "" && [...words].length <= LONGEST;
  const onKeep = (key: number) => {
    setWrong(!isNamed);
    if (isNamed) {
      keep.mutate({ view: now(key, words) }, { onSuccess: () => announce(t.kept(words, signOf(key))) });
    }
  };
  const failure = keep.error?.failure ?? forget.error?.failure ?? null;
  const trouble = failure === null ? null : failureWords(failure, "once");
  return (
    <Modal title={t.title} wide onClose={onClose}>
      <div className={styles.box}>
        <p className={styles.note}>{t.note}</p>
        {trouble === null ? null : (
          <Notice tone={trouble.severity} title={trouble.title} next={trouble.next} />
        )}
        <p className={styles.now}>
          <b>{t.now}</b> {said}
        </p>
        <Field
          label={t.name}
          value={name}
          onChange={(value) => {
            setName(value);
            setWrong(false);
          }}
          hint={t.nameHint}
          error={isWrong ? t.nameWrong : undefined}
          autoFocus
        />
        <ul className={styles.keys} aria-label={t.keys}>
          {VIEW_KEYS.map((key) => {
            const of = saved.find((each) => each.key === key);
            return (
              <li key={key}>
                <Kbd sign={signOf(key)} />
                <span className={styles.of} title={of === undefined ? undefined : wordsOf(of, sheet)}>
                  {of === undefined ? t.free : <b>{of.name}</b>}
                  {of === undefined ? null : <small>{wordsOf(of, sheet)}</small>}
                </span>
                {of === undefined ? null : (
                  <Button
                    weight="quiet"
                    label={t.showOn(signOf(key), of.name)}
                    onPress={() => {
                      onClose();
                      onShow(of);
                    }}
                  >
                    {t.show}
                  </Button>
                )}
                <Button label={t.keepOn(signOf(key), of?.name ?? "")} onPress={() => onKeep(key)}>
                  {t.keep}
                </Button>
                {of === undefined ? null : (
                  <Button
                    weight="quiet"
                    label={t.forgetOn(signOf(key), of.name)}
                    onPress={() =>
                      forget.mutate({ key }, { onSuccess: () => announce(t.forgotten(of.name)) })
                    }
                  >
                    {t.forget}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </Modal>
  );
}

function signOf(key: number): string {
  return `F${key}`;
}

/** A view in words: its kind, what is looked for, and its density. */
function wordsOf(view: SavedView, sheet: DaySheet): string {
  const only = filterWords(sheet, view);
  const { shownAs, density } = scheduleText;
  return [shownAs[view.kind], only === "" ? t.everything : only, density[view.density].toLowerCase()].join(
    text.dot,
  );
}
