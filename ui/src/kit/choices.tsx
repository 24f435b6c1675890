import { type RefObject, useRef } from "react";
import { ListBox, ListBoxItem, Popover, type Selection } from "react-aria-components";
import styles from "./choice.module.css";
import type { Option } from "./pick.tsx";

/** The open list of a pick: arrows, letters, Enter and Escape are its own until it closes. */
export function Choices({
  label,
  options,
  value,
  trigger,
  onChoose,
  onClose,
}: {
  label: string;
  options: readonly Option[];
  value: string | null;
  trigger: RefObject<HTMLElement | null>;
  onChoose: (id: string) => void;
  onClose: () => void;
}) {
  // The one that is chosen already, chosen again, leaves nothing: the list closes all the same.
  const choose = (chosen: Selection) => {
    onClose();
    const [id] = chosen === "all" ? [] : chosen;
    if (id !== undefined) {
      onChoose(String(id));
    }
  };
  const begins = options.find(({ id }) => id === value) ?? options[0];
  const hasBegun = useRef(false);
  // React Aria takes Enter on a button for a screen reader's click, and then waits with the focus for every
  // transition on the page: the keys pressed meanwhile would move nothing here.
  const begin = (row: HTMLElement | null) => {
    if (row !== null && !hasBegun.current) {
      hasBegun.current = true;
      row.focus({ preventScroll: true });
    }
  };
  return (
    <Popover
      className={styles.popover ?? ""}
      aria-label={label}
      triggerRef={trigger}
      isOpen
      onOpenChange={onClose}
      placement="bottom start"
      data-choices
      data-keys="choices"
    >
      <ListBox
        className={styles.list ?? ""}
        aria-label={label}
        items={options}
        selectionMode="single"
        selectedKeys={value === null ? [] : [value]}
        autoFocus
        onSelectionChange={choose}
      >
        {(option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.name}
            className={styles.item ?? ""}
            {...(option === begins ? { ref: begin } : {})}
          >
            <span className={styles.name}>{option.name}</span>
            {option.mark}
            {option.note === undefined ? null : <span className={styles.note}>{option.note}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}
