import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import type { Identifier } from "../ipc/bindings.ts";
import styles from "./dialogs.module.css";
import { writesText } from "./text.ts";

/** By what a person can be told from others, with what is on file. */
export type Known = { id: Identifier; value: string };

/** How many have to agree. */
export const ENOUGH = 2;

/** What was checked with the person: each with what is on file, to be ticked where it agrees. */
export function Identifiers({
  label,
  known,
  ticked,
  onChange,
  error,
}: {
  label: string;
  known: readonly Known[];
  ticked: readonly Identifier[];
  onChange: (ticked: Identifier[]) => void;
  error?: string | undefined;
}) {
  return (
    <CheckboxGroup
      className={styles.identifiers ?? ""}
      value={[...ticked]}
      onChange={(ids) => onChange(known.map(({ id }) => id).filter((id) => ids.includes(id)))}
      isInvalid={error !== undefined}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      {known.map(({ id, value }) => (
        <Checkbox key={id} value={id} className={styles.tick ?? ""}>
          <i aria-hidden="true" className={styles.box} />
          <span className={styles.what}>{writesText.identifiers[id]}</span>
          <b>{value}</b>
        </Checkbox>
      ))}
      {error === undefined ? null : (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </CheckboxGroup>
  );
}
