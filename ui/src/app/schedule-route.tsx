import { PacketKey } from "../printing/packet-key.tsx";
import { PrintKey } from "../printing/print-key.tsx";
import { SchedulePage } from "../schedule/schedule-page.tsx";

/** The schedule, and the way to paper: features that do not know each other. */
export function ScheduleRoute() {
  return (
    <>
      <SchedulePage />
      <PrintKey />
      <PacketKey />
    </>
  );
}
