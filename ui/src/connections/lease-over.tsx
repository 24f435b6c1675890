import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWrite } from "../ipc/commands.ts";
import { connectionsRead, useMay } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { FailureNotice } from "./adding.tsx";
import { EmergencyAccess } from "./emergency-access.tsx";
import styles from "./screen.module.css";
import { Screen } from "./screen.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.leaseOver;

/** A copy that stays closed until athenahealth was reached: how to get there. */
export function LeaseOver({ connection }: { connection: string }) {
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
  if (asking) {
    return <EmergencyAccess onBack={() => setAsking(false)} />;
  }
  return (
    <Screen title={t.title(waiting?.label ?? "")} lead={t.lead}>
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
