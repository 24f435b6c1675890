import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "react-aria-components";
import { failureWords } from "../failure.ts";
import { age, count, percent } from "../format.ts";
import type { Connections, SyncView } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { syncRead } from "../ipc/freshness.ts";
import { overviewRead } from "../ipc/session.ts";
import { Pick } from "../kit/choice.tsx";
import { useNow } from "../kit/clock.tsx";
import { Kbd } from "../kit/kbd.tsx";
import { useKeySign } from "../kit/keymap.tsx";
import { Dot } from "../kit/tag.tsx";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";

const ADD = "add";
const ALL = "all";

/** Practice, department, the way to everything, and how fresh it is. */
export function TopBar({
  connections,
  onPalette,
  departmentsOpen,
  onDepartmentsOpen,
}: {
  connections: Connections | undefined;
  onPalette: () => void;
  departmentsOpen: boolean;
  onDepartmentsOpen: (open: boolean) => void;
}) {
  const sign = useKeySign("palette");
  return (
    <header className={styles.top}>
      <PracticePick connections={connections} />
      <DepartmentPick isOpen={departmentsOpen} onOpenChange={onDepartmentsOpen} />
      <Button className={styles.find ?? ""} onPress={onPalette}>
        <span>{text.top.palette}</span>
        {sign === undefined ? null : <Kbd sign={sign} />}
      </Button>
      <Freshness />
    </header>
  );
}

function PracticePick({ connections }: { connections: Connections | undefined }) {
  const { mutate: switchTo } = useWrite("connection_switch");
  const navigate = useNavigate();
  const options = (connections?.connections ?? []).map((each) => ({
    id: each.id,
    name: each.label,
    note: text.environment[each.environment.kind],
  }));
  const choose = (id: string) => {
    if (id === ADD) {
      void navigate({ to: "/settings" });
    } else if (id !== connections?.current) {
      switchTo({ connection: id });
    }
  };
  return (
    <Pick
      label={text.top.practice}
      options={[...options, { id: ADD, name: text.top.addPractice }]}
      value={connections?.current ?? null}
      onChange={choose}
    />
  );
}

function DepartmentPick({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const overview = useQuery(overviewRead);
  const department = usePlace("department");
  const place = usePlaceStore();
  const departments = overview.data?.departments ?? [];
  const options = [
    { id: ALL, name: text.top.allDepartments(departments.length) },
    ...departments.map((each) => ({ id: each.id, name: each.name, note: each.zone })),
  ];
  return (
    <Pick
      label={text.top.department}
      options={options}
      value={department ?? ALL}
      onChange={(id) => place.set({ department: id === ALL ? null : id, visit: null, visitOpen: false })}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    />
  );
}

function Freshness() {
  const sync = useQuery(syncRead);
  const now = useNow(1_000);
  if (sync.data === undefined) {
    return null;
  }
  const { tone, parts } = freshness(sync.data, now);
  return (
    <Link to="/sync" className={styles.fresh} title={parts.join(text.dot)}>
      <Dot tone={tone} />
      <span>
        {parts[0]}
        {parts.length > 1 ? (
          <em className={styles.long}>
            {text.dot}
            {parts.slice(1).join(text.dot)}
          </em>
        ) : null}
      </span>
    </Link>
  );
}

function freshness(sync: SyncView, now: number) {
  const calls = callsOf(sync);
  if (sync.problem !== null) {
    const words = failureWords(sync.problem);
    return { tone: words.severity === "error" ? "stop" : "warn", parts: [words.title, ...calls] } as const;
  }
  const { phase, done, left } = sync.fill;
  if (phase !== "fresh") {
    const filling = text.top.filling(text.sync.phaseShort[phase], percent(done, done + left));
    return { tone: "note", parts: [filling, ...calls] } as const;
  }
  const read = sync.parts.find((each) => each.part === "schedule")?.asOf;
  return read === null || read === undefined
    ? ({ tone: "hollow", parts: [text.top.neverRead, ...calls] } as const)
    : ({ tone: "good", parts: [text.top.scheduleAge(age(read, now)), ...calls] } as const);
}

function callsOf({ calls }: SyncView): string[] {
  if (calls.limit !== null && calls.left !== null) {
    return [text.top.callsLeft(percent(calls.left, calls.limit))];
  }
  return calls.sentToday > 0 ? [text.top.callsSent(count(calls.sentToday))] : [];
}
