import type { DaySheet } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { isFiltered, type View } from "../place/view.ts";
import { text } from "../text.ts";
import styles from "./filter.module.css";
import { isMeant } from "./narrowing.ts";
import { scheduleText } from "./text.ts";

const t = scheduleText.filter;

/** What is left out or set back, so that nobody takes a part for the whole, and the way back to all of it. */
export function FilterLine({
  whole,
  shown,
  view,
  onAll,
}: {
  /** The day with all of its columns. */
  whole: DaySheet;
  /** The day with those that are shown. */
  shown: DaySheet;
  view: View;
  onAll: () => void;
}) {
  if (!isFiltered(view)) {
    return null;
  }
  const meant = shown.columns.flatMap((column) =>
    column.visits.filter((visit) => isMeant(visit, column, view)),
  );
  const all = whole.columns.reduce((sum, { visits }) => sum + visits.length, 0);
  return (
    <section className={styles.line} aria-label={t.title}>
      <p>
        <b>{t.only(filterWords(whole, view))}</b> {t.some(meant.length, all)}
      </p>
      <Button weight="quiet" action="schedule.all" onPress={onAll}>
        {t.all}
      </Button>
    </section>
  );
}

/** What is looked for, in words. */
export function filterWords(
  { columns }: DaySheet,
  { departments, providers, states, wrongs }: Pick<View, "departments" | "providers" | "states" | "wrongs">,
): string {
  const named = (ids: readonly string[], name: (id: string) => string) => ids.map(name).join(t.or);
  const placeName = (id: string) => columns.find(({ department }) => department === id)?.departmentName;
  const providerName = (id: string) => columns.find(({ provider }) => provider === id)?.name;
  const parts = [
    named(departments, (id) => placeName(id) ?? t.absentDepartment(id)),
    named(providers, (id) => providerName(id) ?? t.absent(id)),
    states.map((id) => t.state[id]).join(t.or),
    wrongs.map((id) => t.wrong[id].title.toLowerCase()).join(t.or),
  ];
  return parts.filter((part) => part !== "").join(text.dot);
}
