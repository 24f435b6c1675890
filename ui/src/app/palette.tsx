import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usDate } from "../format.ts";
import type { Connections, PatientRow } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { Kbd } from "../kit/kbd.tsx";
import { keySign, useAct, useLiveActions } from "../kit/keymap.tsx";
import { Modal } from "../kit/modal.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { text } from "../text.ts";
import { type Desk, KEYS } from "./keys.ts";
import styles from "./palette.module.css";

type Item = { id: string; group: string; name: string; note?: string; sign?: string; run: () => void };

/** One list of people, pages, practices and actions, for the keyboard. */
export function Palette({
  desk,
  connections,
  onClose,
}: {
  desk: (act: Desk["act"]) => Desk;
  connections: Connections | undefined;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const items = useItems(typed, desk, connections);
  const at = Math.max(
    0,
    items.findIndex((item) => item.id === chosen),
  );
  const current = items[at];
  const run = (item: Item | undefined) => {
    if (item !== undefined) {
      onClose();
      item.run();
    }
  };
  const move = (step: number) =>
    setChosen(items[(at + step + items.length) % Math.max(1, items.length)]?.id ?? null);
  return (
    <Modal title={text.palette.label} hideTitle wide onClose={onClose}>
      <input
        // biome-ignore lint/a11y/noAutofocus: a palette is opened to type in it
        autoFocus
        className={styles.input}
        role="combobox"
        aria-label={text.palette.label}
        aria-expanded="true"
        aria-controls="palette-results"
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `palette-${current.id}`}
        placeholder={text.palette.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            move(event.key === "ArrowDown" ? 1 : -1);
          } else if (event.key === "Enter") {
            event.preventDefault();
            run(current);
          }
        }}
      />
      <div id="palette-results" role="listbox" aria-label={text.palette.results} className={styles.results}>
        {items.length === 0 ? (
          <div
            role="option"
            aria-disabled="true"
            aria-selected="false"
            tabIndex={-1}
            className={styles.nothing}
          >
            {text.palette.nothing}
          </div>
        ) : (
          items.map((item, index) => (
            <Row
              key={item.id}
              item={item}
              current={index === at}
              headed={items[index - 1]?.group !== item.group}
              onRun={() => run(item)}
            />
          ))
        )}
      </div>
    </Modal>
  );
}

function Row({
  item,
  current,
  headed,
  onRun,
}: {
  item: Item;
  current: boolean;
  headed: boolean;
  onRun: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
    <div
      ref={(row) => (current ? row?.scrollIntoView?.({ block: "nearest" }) : undefined)}
      id={`palette-${item.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      className={`${styles.row} ${current ? styles.current : ""}`}
      onClick={onRun}
    >
      <span className={styles.group}>{headed ? item.group : ""}</span>
      <b>{item.name}</b>
      {item.note === undefined ? null : <span className={styles.note}>{item.note}</span>}
      {item.sign === undefined ? null : <Kbd sign={item.sign} />}
    </div>
  );
}

function useItems(
  typed: string,
  desk: (act: Desk["act"]) => Desk,
  connections: Connections | undefined,
): Item[] {
  const words = typed.trim();
  const openPatient = useOpenPatient();
  const { mutate: switchTo } = useWrite("connection_switch");
  const live = useLiveActions();
  const act = useAct();
  const found = useQuery({
    ...read("patient_search", { text: words, limit: 8 }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  const people = words === "" ? [] : (found.data?.rows ?? []).map((row) => personItem(row, openPatient));
  const has = (name: string) => name.toLowerCase().includes(words.toLowerCase());
  const practices = (connections?.connections ?? [])
    .filter((each) => each.id !== connections?.current)
    .map((each) => ({
      id: `practice-${each.id}`,
      group: text.palette.practices,
      name: text.palette.switchTo(each.label),
      note: text.environment[each.environment.kind],
      run: () => switchTo({ connection: each.id }),
    }));
  return [...people, ...[...keyItems(desk(act), live), ...practices].filter((item) => has(item.name))];
}

function personItem(row: PatientRow, open: (patient: string) => void): Item {
  const note = row.dob === null ? text.find.idLabel(row.id) : text.find.born(usDate(row.dob));
  return {
    id: `patient-${row.id}`,
    group: text.palette.patients,
    name: row.name,
    note,
    run: () => open(row.id),
  };
}

function keyItems(desk: Desk, live: ReadonlySet<string>): Item[] {
  const always = ["find", "departments", "theme", "sheet"];
  const page = (id: string) => id.startsWith("go.");
  const offered = (id: string) => page(id) || always.includes(id) || live.has(id);
  return KEYS.filter((key) => offered(key.id) && key.id !== "back")
    .map((key) => ({
      id: key.id.replace(".", "-"),
      group: page(key.id) ? text.palette.pages : text.palette.actions,
      name: key.label,
      sign: keySign(key.keys[0] ?? ""),
      run: () => key.run(desk),
    }))
    .sort((a, b) => a.group.localeCompare(b.group) * -1);
}
