import { useRef, useState } from "react";
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  type PressEvent,
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
  const [ownOpen, setOwnOpen] = useState(false);
  const open = isOpen ?? ownOpen;
  // Arrows at the closed list choose nothing: nobody sees what they would choose from.
  const choose = (id: string) => (open ? onChange(id) : undefined);
  const before = useRef<HTMLElement | null>(null);
  // A press takes the focus here before the list opens. It goes back to the work first, so that the list, once
  // closed, gives it back to there.
  const giveBack = ({ pointerType, target }: PressEvent) => {
    if (pointerType === "mouse" && document.activeElement === target && target instanceof HTMLElement) {
      target.blur();
      before.current?.focus({ preventScroll: true });
    }
  };
  return (
    <Select
      className={`${styles.pick} ${wide ? styles.wide : ""}`}
      value={value}
      onChange={(chosen) => (chosen === null ? undefined : choose(String(chosen)))}
      isOpen={open}
      onOpenChange={onOpenChange ?? setOwnOpen}
    >
      <Button
        className={styles.trigger ?? ""}
        onFocus={({ relatedTarget }) => {
          before.current = relatedTarget instanceof HTMLElement ? relatedTarget : null;
        }}
        onPressStart={giveBack}
      >
        <SelectValue className={styles.value ?? ""}>
          {() => options.find(({ id }) => id === value)?.name ?? ""}
        </SelectValue>{" "}
        <Label className={styles.label ?? ""}>{label}</Label>
        <i aria-hidden="true" className={styles.chevron} />
      </Button>
      <Popover className={styles.popover ?? ""} data-choices>
        <ListBox className={styles.list ?? ""} items={options} dependencies={[open]}>
          {(option) => (
            // Only an open list is searched by letters; at a closed one they are the window's keys.
            <ListBoxItem id={option.id} textValue={open ? option.name : ""} className={styles.item ?? ""}>
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
