import { Connections } from "../connections/connections.tsx";
import { PeopleCard } from "../people/people-card.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

/** The settings, with the practices and the people among them: features that do not know each other. */
export function SettingsRoute() {
  return (
    <SettingsPage>
      <Connections />
      <PeopleCard />
    </SettingsPage>
  );
}
