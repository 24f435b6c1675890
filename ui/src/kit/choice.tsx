import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
} from "react-aria-components";
import styles from "./choice.module.css";

export type Option = { id: string; name: string; note?: string };

/** One of a few, opened by a button that says which. */
export function Pick({
  label,
  options,
  value,
  onChange,
  isOpen,
  onOpenChange,
  wide = false,
}: {
  label: string;
  options: readonly Option[];
  value: string | null;
  onChange: (id: string) => void;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  wide?: boolean;
}) {
  return (
    <Select
      className={`${styles.pick} ${wide ? styles.wide : ""}`}
      value={value}
      onChange={(chosen) => (chosen === null ? undefined : onChange(String(chosen)))}
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Button className={styles.trigger ?? ""}>
        <SelectValue className={styles.value ?? ""}>{({ selectedText }) => selectedText}</SelectValue>{" "}
        <Label className={styles.label ?? ""}>{label}</Label>
        <i aria-hidden="true" className={styles.chevron} />
      </Button>
      <Popover className={styles.popover ?? ""} data-choices>
        <ListBox className={styles.list ?? ""} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={styles.item ?? ""}>
              <span className={styles.name}>{option.name}</span>
              {option.note === undefined ? null : <span className={styles.note}>{option.note}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

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
