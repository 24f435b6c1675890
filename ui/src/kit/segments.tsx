import { Label, Radio, RadioGroup } from "react-aria-components";
import styles from "./choice.module.css";

/** One of a few, all in sight. */
export function Segments<Id extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { id: Id; name: string }[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  return (
    <RadioGroup
      className={styles.segments ?? ""}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => onChange(chosen as Id)}
    >
      <Label className={styles.segmentsLabel ?? ""}>{label}</Label>
      <div className={styles.segmentRow}>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className={styles.segment ?? ""}>
            {option.name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
