import type { Permission, PersonView, Role, RoleView, Seat } from "./bindings.ts";

const USE: Permission[] = ["useConsole"];
const SEE: Permission[] = [...USE, "viewSchedule", "viewPatients"];

/** What the invented console lets each role do. */
export const FAKE_ROLES: RoleView[] = [
  { role: "frontDesk", permissions: SEE },
  { role: "biller", permissions: SEE },
  { role: "clinician", permissions: SEE },
  { role: "consultant", permissions: [...USE, "connect"] },
  { role: "manager", permissions: [...SEE, "connect", "viewAudit", "managePeople"] },
];

export const FAKE_PIN = "482915";

export function seatOf(person: PersonView): Seat {
  return { seat: "person", person, permissions: permissionsOf(person.role), idleMinutes: 10 };
}

export function lockedSeat(people: readonly PersonView[]): Seat {
  return { seat: "locked", people: people.map(({ id, name }) => ({ id, name })) };
}

function permissionsOf(role: Role): Permission[] {
  return FAKE_ROLES.find((each) => each.role === role)?.permissions ?? [];
}
