import type { Opening, ParkedVisit, Plan } from "./bindings.ts";
import type { FakePractice } from "./fake-practice.ts";
import { Failed, type Request } from "./host.ts";

/** What the invented console answers about visits that are moved otherwise than into an open time. */
export function movingAnswers(
  practice: FakePractice,
  move: (asked: { visit: string; patient: string }) => { write: string },
) {
  const parked: string[] = [];
  const rowOf = (id: string): ParkedVisit[] =>
    practice.columns.flatMap((column) => {
      const visit = column.visits.find((each) => each.id === id);
      return visit === undefined ? [] : [{ date: practice.today, column: { ...column, visits: [visit] } }];
    });
  return {
    visit_double: ({ deed, reason }: Request<"visit_double">) => {
      if (reason === "") {
        throw new Failed({ code: "invalid", field: "reason" });
      }
      const visit = deed.kind === "move" ? deed.visit : (practice.columns[0]?.visits[0]?.id ?? "");
      const [row] = rowOf(visit);
      return move({ visit, patient: row?.column.visits[0]?.patient ?? "" });
    },
    visit_park: ({ visit }: Request<"visit_park">) => {
      if (!parked.includes(visit)) {
        parked.push(visit);
      }
      return {};
    },
    visit_unpark: ({ visit }: Request<"visit_unpark">) => {
      parked.splice(0, parked.length, ...parked.filter((id) => id !== visit));
      return {};
    },
    parked_list: () => ({ rows: parked.flatMap(rowOf), gone: 0 }),
    plan_make: ({ provider, department, providers, from }: Request<"plan_make">): Plan => {
      const column = practice.columns.find(
        (each) => each.provider === provider && each.department === department,
      );
      const to = practice.columns.find((each) => each.provider === providers[0]) ?? column;
      const own = column?.visits ?? [];
      const movable = own.filter(({ state }) => state.state === "booked" || state.state === "late");
      const time = (minute: number): Opening => ({
        slot: `p${minute}`,
        date: from,
        minute,
        minutes: 15,
        provider: to?.provider ?? "",
        name: to?.name ?? "",
        department: to?.department ?? "",
        departmentName: to?.departmentName ?? "",
        zone: to?.zone ?? "",
        kind: "Established visit",
      });
      const times = [540, 570, 600, 630].map(time);
      return {
        rows: movable.map((visit, at) => ({ visit, to: times[at] ?? null, others: times })),
        stays: own.filter((visit) => !movable.includes(visit)),
        asOf: new Date(practice.now).toISOString(),
      };
    },
  };
}
