import { useQuery } from "@tanstack/react-query";
import type { Permission, RoleView } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { Late } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { FailureNotice } from "./failure-notice.tsx";
import styles from "./people.module.css";
import { peopleText } from "./text.ts";

const t = peopleText;

/** What each role may do, as dispatch checks it. */
export function Roles() {
  const { data, error } = useQuery(read("role_list", {}));
  if (data === undefined) {
    return error === null ? <Late>{text.loading}</Late> : <FailureNotice failure={error.failure} />;
  }
  return <Table roles={data.roles} />;
}

function Table({ roles }: { roles: readonly RoleView[] }) {
  const permissions = [...new Set(roles.flatMap((role) => role.permissions))];
  return (
    <table className={styles.roles} aria-label={t.table}>
      <thead>
        <tr>
          <th scope="col">{t.may}</th>
          {roles.map(({ role }) => (
            <th key={role} scope="col">
              {t.roles[role]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {permissions.map((permission) => (
          <Row key={permission} permission={permission} roles={roles} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ permission, roles }: { permission: Permission; roles: readonly RoleView[] }) {
  return (
    <tr>
      <th scope="row">{t.permissions[permission]}</th>
      {roles.map(({ role, permissions }) => {
        const may = permissions.includes(permission);
        return (
          <td key={role} className={may ? styles.yes : styles.no}>
            {may ? t.yes : t.no}
          </td>
        );
      })}
    </tr>
  );
}
