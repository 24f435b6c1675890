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
  patience: "A wait is long after",
  patienceOf: (minutes: number) => `${minutes} min`,
  notices: "Notices beside the window",
  noticesAre: { shown: "Shown", none: "None" },
  noticesNote:
    "For what asks for a person while nobody looks at Daybook: nothing is read, something may have been missed, nobody is signed in. They name no patient and no practice.",
  about: "About",
  version: (version: string) => `Daybook ${version}`,
  licences: "Licences",
  licencesNote:
    "Daybook is under the Apache License 2.0. In it is the work of many others, each under its own.",
  seek: "Find by name or licence",
  partsShown: (first: string, last: string, all: string) => `${first} to ${last} of ${all}`,
  noPart: "Nothing is called that.",
  part: (name: string, version: string, licence: string) => `${name} ${version} · ${licence}`,
  noText: (licence: string) => `It brings no text of its own; it is under ${licence}.`,
  earlier: "Earlier",
  further: "Further",
  support: "Support bundle",
  supportNote:
    "For whoever helps you with Daybook. Read it first: nothing about a patient is in it, nothing secret, and not your practice's name.",
  supportText: "What is in it",
  supportWrite: "Write it into a file",
  supportWritten: "The support bundle is written.",
  themeNow: (theme: string) => `Colours: ${theme}`,
} as const;
