import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { Notice } from "../kit/notice.tsx";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { type Hold, LONGEST } from "./use-hold.ts";
import { standing } from "./words.ts";

const t = bookingText.hold;

/** Whether the time is held, for how much longer, and what it means where it could not be. */
export function HoldLine({ hold }: { hold: Hold }) {
  const now = useNow(1_000);
  const { row } = hold;
  const since = Date.parse(row?.drafted ?? "");
  const left = Math.max(0, LONGEST - Math.floor((now - since) / 60_000));
  return (
    <>
      <Said failure={hold.error?.failure} />
      {row === undefined ? null : row.stage === "saved" ? (
        left === 0 ? (
          <Notice tone="warn" title={t.over} next={t.overNext} />
        ) : (
          <Notice tone="notice" title={t.held(left)} next={t.heldNext} />
        )
      ) : row.stage === "waiting" || row.stage === "sent" ? (
        <Notice tone="notice" title={t.doing} next={t.unconfirmed} />
      ) : row.stage === "unknown" ? (
        <Notice tone="warn" title={t.unknown} next={t.unknownNext} />
      ) : (
        <Notice tone="warn" title={`${t.not} ${standing(row).title}`} next={t.notNext} />
      )}
    </>
  );
}

/** Holds the time, or lets it go: by its key too. */
export function HoldButton({ hold }: { hold: Hold }) {
  return (
    <Button action="booking.hold" isPending={hold.isPending} onPress={hold.isHeld ? hold.letGo : hold.hold}>
      {hold.isHeld ? t.letGo : t.hold}
    </Button>
  );
}
