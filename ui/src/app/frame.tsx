import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { failureWords } from "../failure.ts";
import { useWrite } from "../ipc/commands.ts";
import { connectionsRead, sessionRead, useEmergency, usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { Coming } from "../kit/coming.tsx";
import { KeymapProvider } from "../kit/keymap.tsx";
import { Blank, Notice } from "../kit/notice.tsx";
import { useOpenForm } from "../place/open-form.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { settingsText } from "../settings/text.ts";
import { Altered } from "./altered.tsx";
import { nextTheme } from "./appearance.ts";
import { Banner } from "./banner.tsx";
import { EmergencyBanner } from "./emergency-banner.tsx";
import { Foot } from "./foot.tsx";
import styles from "./frame.module.css";
import { type Desk, KEYS, type PageName, scopesOf } from "./keys.ts";
import { drawnLater } from "./later.ts";
import { useNextPractice } from "./next-practice.ts";
import { Rail } from "./rail.tsx";
import { useWhereabouts } from "./returning.ts";
import { SignedOut } from "./signed-out.tsx";
import { appText } from "./text.ts";
import { TopBar } from "./top-bar.tsx";
import { useTouch } from "./touch.ts";
import { useWindowTitle } from "./window-title.ts";

const BookDialog = drawnLater("BookDialog");
const FreedNotice = drawnLater("FreedNotice");
const OwnPin = drawnLater("OwnPin");
const Palette = drawnLater("Palette");
const KeySheet = drawnLater("KeySheet");

/** The pages that emergency access opens, and what the others say. */
const AT_THE_DESK: readonly PageName[] = ["schedule", "patients"];
/** The pages on which nothing is about a patient. */
const ABOUT_NOBODY: readonly PageName[] = ["sync", "settings"];
const refused = failureWords({ code: "notInEmergency" });

type Over = "palette" | "sheet" | "departments" | "practices" | "pin" | null;

/** The frame around every page: banner, rail, top bar, work, foot, and what opens over them. */
export function Frame() {
  const navigate = useNavigate();
  const place = usePlaceStore();
  const announce = useAnnounce();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const page = pageOf(path);
  // What is drawn is the page before for as long as the next is awaited.
  const drawn = pageOf(useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? path }));
  const [over, setOver] = useState<Over>(null);
  const [preferences, setPreferences] = usePreferences();
  const openForm = useOpenForm();
  const booking = usePlace("booking");
  const connections = useQuery(connectionsRead);
  const connection = connections.data?.rows.find((each) => each.id === connections.data.current);
  useWindowTitle(connection);
  const toNextPractice = useNextPractice(connections.data);
  const emergency = useEmergency();
  const nextPractice = () => (emergency === null ? toNextPractice() : announce(refused.title));

  const lock = useWrite("console_lock");
  useWhereabouts(connections.data?.current ?? undefined);
  const session = useQuery(sessionRead);
  const seat = session.data?.seat;
  // Whoever signed out may have done so at another practice than the one in use.
  const left = seat?.seat === "signedOut" ? seat.connection : null;
  const toSignIn = connections.data?.rows.find((each) => each.id === left) ?? connection;
  useTouch(seat !== undefined && seat.seat !== "locked");

  const toLock = () => lock.mutate({}, { onError: ({ failure }) => announce(failureWords(failure).title) });
  const desk = (act: Desk["act"]): Desk => ({
    act,
    // Where the patients are shown already, their find box is gone to all the same.
    go: (to) => {
      if (emergency !== null && !AT_THE_DESK.includes(to)) {
        announce(refused.title);
      } else if (to !== page || to !== "patients" || !act("patients.find")) {
        void navigate({ to: `/${to}` });
      }
    },
    find: () => {
      if (!act("patients.find")) {
        place.set({ entering: null });
        void navigate({ to: "/patients" });
      }
    },
    open: setOver,
    register: () => openForm({}),
    findTime: () =>
      emergency === null ? place.set({ booking: { patient: null } }) : announce(refused.title),
    lock: toLock,
    nextPractice,
    cycleTheme: () => {
      if (emergency !== null) {
        announce(refused.title);
        return;
      }
      const theme = nextTheme(preferences.theme);
      setPreferences({ theme });
      announce(settingsText.themeNow(settingsText.themes[theme]));
    },
  });

  return (
    <KeymapProvider
      keys={KEYS}
      scopes={scopesOf(page)}
      covered={over !== null || (booking !== null && emergency === null)}
      desk={desk}
    >
      <div className={styles.frame}>
        {connection === undefined ? null : (
          <div className={styles.above}>
            {emergency === null ? null : <EmergencyBanner leftMs={emergency} />}
            <Banner environment={connection.environment} />
            {emergency === null && toSignIn !== undefined ? <SignedOut connection={toSignIn} /> : null}
            <Altered />
            {emergency === null && seat?.seat !== "signedOut" ? (
              <Suspense fallback={null}>
                <FreedNotice />
              </Suspense>
            ) : null}
          </div>
        )}
        <Rail page={page} />
        <TopBar
          connections={connections.data}
          onPalette={() => setOver("palette")}
          open={over === "departments" || over === "practices" ? over : null}
          onOpen={setOver}
        />
        <div className={styles.main}>
          {seat?.seat === "signedOut" && ![page, drawn].every((each) => ABOUT_NOBODY.includes(each)) ? (
            <main>
              <Blank title={appText.nobodySits.page} />
            </main>
          ) : emergency === null || [page, drawn].every((each) => AT_THE_DESK.includes(each)) ? (
            <Outlet />
          ) : (
            <Notice tone="error" title={refused.title} next={refused.next} />
          )}
        </div>
        <Foot page={page} connection={connection} seat={seat} onLock={toLock} />
      </div>
      <Suspense fallback={<Coming />}>
        {over === "palette" ? (
          <Palette desk={desk} connections={connections.data} onClose={() => setOver(null)} />
        ) : null}
        {over === "sheet" ? <KeySheet onClose={() => setOver(null)} /> : null}
        {over === "pin" ? <OwnPin onDone={() => setOver(null)} /> : null}
        {booking === null || emergency !== null ? null : (
          <BookDialog
            patient={booking.patient}
            {...(booking.at === undefined ? {} : { at: booking.at })}
            onClose={() => place.set({ booking: null })}
          />
        )}
      </Suspense>
    </KeymapProvider>
  );
}

function pageOf(path: string): PageName {
  const name = path.slice(1);
  switch (name) {
    case "patients":
    case "form":
    case "writes":
    case "sync":
    case "audit":
    case "settings":
      return name;
    default:
      return "schedule";
  }
}
