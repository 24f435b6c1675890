import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { EnvironmentMark } from "../environment.tsx";
import { usDate } from "../format.ts";
import type { Connections, PatientRow } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { sessionRead, useEmergency } from "../ipc/session.ts";
import { Kbd } from "../kit/kbd.tsx";
import { keySign, useAct, useLiveActions } from "../kit/keymap.tsx";
import { Modal } from "../kit/modal.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { type PlaceStore, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import { type Desk, KEYS } from "./keys.ts";
import styles from "./palette.module.css";
import { appText } from "./text.ts";

type Item = {
  id: string;
  group: string;
  name: string;
  also?: string;
  note?: string;
  mark?: ReactNode;
  sign?: string;
  run: () => void;
};

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
  const [entered, setEntered] = useState(false);
  const { items, settled } = useItems(typed, desk, connections);
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
  // Until the people for what is typed are there, those for fewer letters stand in the list: Enter means none
  // of them unless the arrows chose it.
  const enter = () => (settled || current?.id === chosen ? run(current) : setEntered(true));
  useEffect(() => {
    if (entered && settled) {
      setEntered(false);
      run(current);
    }
  });
  const move = (step: number) =>
    setChosen(items[(at + step + items.length) % Math.max(1, items.length)]?.id ?? null);
  return (
    <Modal title={appText.palette.label} hideTitle wide onClose={onClose}>
      <input
        // biome-ignore lint/a11y/noAutofocus: a palette is opened to type in it
        autoFocus
        className={styles.input}
        role="combobox"
        data-keys="palette"
        aria-label={appText.palette.label}
        aria-expanded="true"
        aria-controls="palette-results"
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `palette-${current.id}`}
        placeholder={appText.palette.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
          setEntered(false);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            move(event.key === "ArrowDown" ? 1 : -1);
          } else if (event.key === "Enter") {
            event.preventDefault();
            enter();
          }
        }}
      />
      <div
        id="palette-results"
        role="listbox"
        aria-label={appText.palette.results}
        className={styles.results}
      >
        {items.length === 0 ? (
          <div
            role="option"
            aria-disabled="true"
            aria-selected="false"
            tabIndex={-1}
            className={styles.nothing}
          >
            {appText.palette.nothing}
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
      {item.mark}
      {item.sign === undefined ? null : <Kbd sign={item.sign} />}
    </div>
  );
}

function useItems(
  typed: string,
  desk: (act: Desk["act"]) => Desk,
  connections: Connections | undefined,
): { items: Item[]; settled: boolean } {
  const words = typed.trim();
  const openPatient = useOpenPatient();
  const place = usePlaceStore();
  const { mutate: switchTo } = useWrite("connection_switch");
  const live = useLiveActions();
  const act = useAct();
  const found = useQuery({
    ...read("patient_search", { text: words, limit: 8 }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  const rows = words === "" ? [] : (found.data?.rows ?? []);
  const people = (slips: boolean) =>
    rows
      .filter(({ why }) => why.some(({ kind }) => kind === "typo") === slips)
      .map((row) => personItem(row, openPatient));
  const practices = (connections?.rows ?? [])
    .filter((each) => each.id !== connections?.current)
    .map((each) => ({
      id: `practice-${each.id}`,
      group: appText.palette.practices,
      name: appText.palette.switchTo(each.label),
      mark: <EnvironmentMark environment={each.environment} />,
      run: () => switchTo({ connection: each.id }),
    }));
  const settled = words === "" || found.isError || (found.isSuccess && !found.isPlaceholderData);
  const others = [...keyItems(desk(act), live), ...useOwnPin(desk(act)), ...practices].filter((item) =>
    means(item, words),
  );
  const meant = (item: Item) => wordsOf(item).includes(words.toLowerCase());
  const askable = found.data?.askable ?? true;
  const further = words !== "" && settled && rows.length === 0 && askable;
  return {
    items: [
      ...people(false),
      ...others.filter(meant),
      ...people(true),
      ...others.filter((item) => !meant(item)),
      ...(further ? [askItem(words, desk(act), place)] : []),
    ],
    settled,
  };
}

/** Whoever is told apart from others has a PIN to change, but not while only what is needed at the desk is open. */
function useOwnPin(desk: Desk): Item[] {
  const seat = useQuery(sessionRead).data?.seat.seat;
  const isWhole = useEmergency() === null;
  const { actions, ownPin } = appText.palette;
  return seat === "person" && isWhole
    ? [{ id: "own-pin", group: actions, name: ownPin, run: () => desk.open("pin") }]
    : [];
}

function spoken({ name, also = "" }: Item): string {
  return `${name} ${also}`.toLowerCase();
}

function wordsOf(item: Item): string[] {
  return spoken(item).split(/[^\p{L}\p{N}]+/u);
}

function means(item: Item, words: string): boolean {
  return spoken(item).includes(words.toLowerCase());
}

// Nobody in the copy: the find box asks further, where the answer has room.
function askItem(words: string, desk: Desk, place: PlaceStore): Item {
  return {
    id: "ask",
    group: appText.palette.patients,
    name: appText.palette.ask(words),
    run: () => {
      place.set({ find: words, patient: null, asking: true });
      desk.go("patients");
    },
  };
}

function personItem(row: PatientRow, open: (patient: string) => void): Item {
  const note = row.dob === null ? text.person.id(row.id) : text.person.born(usDate(row.dob));
  return {
    id: `patient-${row.id}`,
    group: appText.palette.patients,
    name: row.name,
    note,
    run: () => open(row.id),
  };
}

function keyItems(desk: Desk, live: ReadonlySet<string>): Item[] {
  const always = [
    "find",
    "register",
    "findTime",
    "departments",
    "practices",
    "practices.next",
    "theme",
    "sheet",
  ];
  const page = (id: string) => id.startsWith("go.");
  const offered = (id: string) => page(id) || always.includes(id) || live.has(id);
  return KEYS.filter((key) => offered(key.id) && key.id !== "back")
    .map((key) => ({
      id: key.id.replace(".", "-"),
      group: page(key.id) ? appText.palette.pages : appText.palette.actions,
      name: key.label,
      ...(key.also === undefined ? {} : { also: key.also }),
      sign: keySign(key.keys[0] ?? ""),
      run: () => key.run(desk),
    }))
    .sort((a, b) => a.group.localeCompare(b.group) * -1);
}
