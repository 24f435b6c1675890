import { Connections } from "../connections/connections.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

/** The settings, with the practices among them: two features that do not know each other. */
export function SettingsRoute() {
  return (
    <SettingsPage>
      <Connections />
    </SettingsPage>
  );
}
