import { Connections } from "../connections/connections.tsx";
import { KeysCard } from "../keys/keys-card.tsx";
import { PeopleCard } from "../people/people-card.tsx";
import { PacketCard } from "../printing/packet-card.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

/** The settings, with the practices, the people and the keys among them: features that do not know each other. */
export function SettingsRoute() {
  return (
    <SettingsPage>
      <Connections />
      <PeopleCard />
      <KeysCard />
      <PacketCard />
    </SettingsPage>
  );
}
