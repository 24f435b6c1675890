import type { Column, DaySheet } from "../ipc/bindings.ts";
import { text } from "../text.ts";
import type { Scale } from "./scale.ts";
import styles from "./sheet.module.css";

export function ColumnHead({
  column,
  place,
  left,
  scale,
}: {
  column: Column;
  place: string;
  left: number;
  scale: Scale;
}) {
  return (
    <div
      className={styles.head}
      style={{ left, width: scale.columnWidth }}
      title={[column.name, column.departmentName, column.zone].join(text.dot)}
      aria-hidden="true"
    >
      <b>{column.name}</b>
      <span>{place}</span>
    </div>
  );
}

/** What tells a column's place from the others': its zone and its department, where the departments shown stand in
 * several zones, even if only one of them has visits; else its department, where there are several. The zone
 * stands first, since a narrow column cuts the end. */
export function placeOf(column: Column, { columns, zones }: DaySheet): string {
  const inZones = zones.length > 1;
  const several = inZones || columns.some((each) => each.department !== column.department);
  const name = withoutShared(columns.map((each) => each.departmentName));
  const parts = [inZones ? column.zone : "", several ? name(column.departmentName) : ""];
  return parts.filter((part) => part !== "").join(text.dot);
}

/** Names without what they begin with alike: it tells nothing apart, and a narrow column would show nothing else. */
export function withoutShared(names: readonly string[]): (name: string) => string {
  const words = names.map((name) => name.split(" "));
  const [first = []] = words;
  const differs = first.findIndex((word, at) => words.some((each) => each[at] !== word));
  return (name) => name.split(" ").slice(Math.max(0, differs)).join(" ") || name;
}
