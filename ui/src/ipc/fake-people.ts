import type { Permission, PersonView, Role, RoleView, Seat, Session } from "./bindings.ts";

const USE: Permission[] = ["useConsole"];
const SEE: Permission[] = [...USE, "viewSchedule", "print", "viewPatients"];
const EDIT: Permission[] = [...SEE, "editPatients"];

/** What the invented console lets each role do. */
export const FAKE_ROLES: RoleView[] = [
  {
    role: "frontDesk",
    permissions: [...EDIT, "editSchedule", "viewCharts", "exportSchedule", "makePacket", "emergencyAccess"],
  },
  { role: "biller", permissions: [...EDIT, "exportSchedule"] },
  { role: "clinician", permissions: [...SEE, "viewCharts", "makePacket", "emergencyAccess"] },
  { role: "consultant", permissions: [...USE, "connect"] },
  {
    role: "manager",
    permissions: [
      ...EDIT,
      "editSchedule",
      "viewCharts",
      "exportSchedule",
      "makePacket",
      "emergencyAccess",
      "connect",
      "viewAudit",
      "managePeople",
      "manageProfile",
    ],
  },
];

export const FAKE_PIN = "482915";

export function seatOf(person: PersonView): Seat {
  return { seat: "person", person, permissions: permissionsOf(person.role), idleMinutes: 10 };
}

/** Who signed in at athenahealth, where nobody is added here. */
export const FAKE_AT_ATHENA: Seat = {
  seat: "atAthena",
  id: "u1",
  name: "Rosa Delgado",
  permissions: permissionsOf("manager"),
};

/** Nobody, once they signed out. */
export function fakeSignedOut(connection: string): Seat {
  return { seat: "signedOut", connection, permissions: permissionsOf("consultant") };
}

/** A session with nothing open, until one of these unlocks it. */
export function lockedSession(session: Session, people: readonly PersonView[], recovery: boolean): Session {
  return { ...session, ...locked(people, false, recovery) };
}

/** What a locked session says. */
export function locked(
  people: readonly PersonView[],
  passphrase = false,
  recovery = false,
): Pick<Session, "stage" | "seat"> {
  const names = people.map(({ id, name }) => ({ id, name }));
  const seat: Seat = people.length === 0 ? { seat: "everybody" } : { seat: "locked", people: names };
  return { stage: { stage: "locked", passphrase, recovery }, seat };
}

function permissionsOf(role: Role): Permission[] {
  return FAKE_ROLES.find((each) => each.role === role)?.permissions ?? [];
}
