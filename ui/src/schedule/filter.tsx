import { useQuery } from "@tanstack/react-query";
import type { DaySheet } from "../ipc/bindings.ts";
import { overviewRead } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { Modal } from "../kit/modal.tsx";
import { isFiltered, unfiltered, type View } from "../place/view.ts";
import styles from "./filter.module.css";
import { STATES, WRONGS } from "./narrowing.ts";
import { scheduleText } from "./text.ts";

const t = scheduleText.filter;

type Choice = { id: string; name: string };

/** What of the schedule is shown: departments, providers, how far visits have come, what is wrong with them. */
export function Filter({
  sheet,
  view,
  onChange,
  onClose,
}: {
  /** The day with all of its columns. */
  sheet: DaySheet;
  view: View;
  onChange: (view: View) => void;
  onClose: () => void;
}) {
  const departments = useQuery(overviewRead).data?.rows ?? [];
  return (
    <Modal title={t.title} wide onClose={onClose}>
      <div className={styles.groups}>
        <p className={styles.note}>{t.note}</p>
        {departments.length < 2 ? null : (
          <Group
            title={t.departments}
            choices={departments.map(({ id, name, zone }) => ({ id, name: t.inZone(name, zone) }))}
            chosen={view.departments}
            onChange={(chosen) => onChange({ ...view, departments: chosen })}
          />
        )}
        <Group
          title={t.providers}
          choices={providersOf(sheet, view)}
          chosen={view.providers}
          onChange={(chosen) => onChange({ ...view, providers: chosen })}
        />
        <Group
          title={t.states}
          choices={STATES.map((id) => ({ id, name: t.state[id] }))}
          chosen={view.states}
          onChange={(chosen) => onChange({ ...view, states: chosen })}
        />
        <Group
          title={t.wrongs}
          choices={WRONGS.map((id) => ({ id, name: t.wrong[id].title }))}
          chosen={view.wrongs}
          onChange={(chosen) => onChange({ ...view, wrongs: chosen })}
        />
      </div>
      <div className={styles.acts}>
        <Button weight="first" onPress={onClose}>
          {t.done}
        </Button>
        <Button isSpent={!isFiltered(view)} onPress={() => onChange(unfiltered(view))}>
          {t.all}
        </Button>
      </div>
    </Modal>
  );
}

function Group<Id extends string>({
  title,
  choices,
  chosen,
  onChange,
}: {
  title: string;
  choices: readonly { id: Id; name: string }[];
  chosen: readonly Id[];
  onChange: (chosen: readonly Id[]) => void;
}) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      <div className={styles.choices}>
        {choices.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={({ target }) =>
                onChange(
                  choices
                    .map((each) => each.id)
                    .filter((each) => (each === id ? target.checked : chosen.includes(each))),
                )
              }
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Who works on the day, and who is looked for and does not. */
export function providersOf(sheet: DaySheet, { departments, providers }: View): Choice[] {
  const there = new Map<string, string>();
  for (const { provider, name, department } of sheet.columns) {
    if (departments.length === 0 || departments.includes(department)) {
      there.set(provider, name);
    }
  }
  const absent = providers.filter((id) => !there.has(id)).map((id) => ({ id, name: t.absent(id) }));
  return [...[...there].map(([id, name]) => ({ id, name })), ...absent];
}
