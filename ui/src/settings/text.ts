import type { Density, HourClock, Theme } from "../ipc/bindings.ts";

/** What the settings say. */
export const settingsText = {
  title: "Settings",
  look: "Look",
  theme: "Colours",
  themes: { system: "As the system", light: "Light", dark: "Dark" } satisfies Record<Theme, string>,
  density: "Rows",
  densities: { dense: "Dense", roomy: "Roomy" } satisfies Record<Density, string>,
  clock: "Times",
  clocks: { twelve: "10:30 AM", twentyFour: "10:30" } satisfies Record<HourClock, string>,
  about: "About",
  version: (version: string) => `Daybook ${version}`,
  themeNow: (theme: string) => `Colours: ${theme}`,
} as const;
