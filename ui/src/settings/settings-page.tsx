import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWrite } from "../ipc/commands.ts";
import { sessionRead, usePatience, usePreferences } from "../ipc/session.ts";
import { Card } from "../kit/card.tsx";
import { CardsPage } from "../kit/cards.tsx";
import { Page } from "../kit/panel.tsx";
import { Segments } from "../kit/segments.tsx";
import { text } from "../text.ts";
import { About } from "./about.tsx";
import styles from "./settings.module.css";
import { settingsText } from "./text.ts";

const t = settingsText;

const THEMES = (["system", "light", "dark"] as const).map((id) => ({ id, name: t.themes[id] }));
const DENSITIES = (["dense", "roomy"] as const).map((id) => ({ id, name: t.densities[id] }));
const NOTICES = (["shown", "none"] as const).map((id) => ({ id, name: t.noticesAre[id] }));
const WAITS = [5, 10, 15, 20, 30].map((minutes) => ({ id: String(minutes), name: t.patienceOf(minutes) }));
const CLOCKS = (["twelve", "twentyFour"] as const).map((id) => ({ id, name: t.clocks[id] }));

/** How the console looks, with the practices it knows in between. */
export function SettingsPage({ children }: { children: ReactNode }) {
  const session = useQuery(sessionRead);
  const patience = usePatience();
  const setPatience = useWrite("patience_set");
  const [{ theme, density, hourClock, quiet }, change] = usePreferences();
  return (
    <Page label={text.pages.settings} panel={null}>
      <CardsPage title={t.title}>
        {children}
        <Card level={2} title={t.look}>
          <div className={styles.rows}>
            <Segments
              label={t.theme}
              options={THEMES}
              value={theme}
              onChange={(id) => change({ theme: id })}
            />
            <Segments
              label={t.density}
              options={DENSITIES}
              value={density}
              onChange={(id) => change({ density: id })}
            />
            <Segments
              label={t.clock}
              options={CLOCKS}
              value={hourClock}
              onChange={(id) => change({ hourClock: id })}
            />
            <Segments
              label={t.patience}
              options={WAITS}
              value={String(patience)}
              onChange={(id) => setPatience.mutate({ minutes: Number(id) })}
            />
            <Segments
              label={t.notices}
              options={NOTICES}
              value={quiet ? "none" : "shown"}
              onChange={(id) => change({ quiet: id === "none" })}
            />
            <p className={styles.note}>{t.noticesNote}</p>
          </div>
        </Card>
        <About session={session.data} />
      </CardsPage>
    </Page>
  );
}
