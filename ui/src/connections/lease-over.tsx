import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { count, span } from "../format.ts";
import type { LeaseSpent } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { connectionsRead, useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { FailureNotice } from "./adding.tsx";
import { EmergencyAccess } from "./emergency-access.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.leaseOver;

const HOUR = 3_600_000;
/** Up to how many hours it is said in hours, as what is allowed is. */
const IN_HOURS = 240;

/** A copy that stays closed until athenahealth was reached: why, and how to get there. */
export function LeaseOver({ connection, lease }: { connection: string; lease: LeaseSpent | null }) {
  const connections = useQuery(connectionsRead);
  const reach = useWrite("lease_reach");
  const signIn = useWrite("connection_sign_in");
  const switchTo = useWrite("connection_switch");
  const rows = connections.data?.rows ?? [];
  const waiting = rows.find((each) => each.id === connection);
  const failure = reach.error?.failure ?? signIn.error?.failure ?? switchTo.error?.failure;
  const again = () => reach.mutate({});
  const may = useMay("emergencyAccess");
  const [asking, setAsking] = useState(false);
  const why = useWhy(lease);
  if (asking) {
    return <EmergencyAccess onBack={() => setAsking(false)} />;
  }
  return (
    <Screen title={t.title(waiting?.label ?? "")} lead={`${why} ${t.next}`}>
      {failure === undefined ? null : <FailureNotice failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" autoFocus isPending={reach.isPending} onPress={again}>
          {t.again}
        </Button>
        {waiting?.signIn === "person" ? (
          <Button
            isPending={signIn.isPending}
            onPress={() => signIn.mutate({ connection }, { onSuccess: again })}
          >
            {t.signIn}
          </Button>
        ) : null}
        {rows
          .filter((each) => each.id !== connection)
          .map((each) => (
            <Button
              key={each.id}
              weight="quiet"
              isPending={switchTo.isPending}
              onPress={() => switchTo.mutate({ connection: each.id })}
            >
              {t.other(each.label)}
            </Button>
          ))}
        {may ? (
          <Button weight="quiet" onPress={() => setAsking(true)}>
            {t.emergency}
          </Button>
        ) : null}
      </div>
    </Screen>
  );
}

/** How long athenahealth was not reached, which goes on while this stands here, and how long is allowed. */
function useWhy(lease: LeaseSpent | null): string {
  const now = useNow(60_000);
  const [told, setTold] = useState({ lease, at: now });
  if (told.lease?.unreachedMs !== lease?.unreachedMs || told.lease?.hours !== lease?.hours) {
    setTold({ lease, at: now });
  }
  if (told.lease === null) {
    return t.why;
  }
  const unreached = told.lease.unreachedMs + now - told.at;
  const hours = Math.floor(unreached / HOUR);
  return t.unreached(
    hours < IN_HOURS ? t.hours(count(hours)) : span(unreached),
    t.hours(count(told.lease.hours)),
  );
}
