/** What the practice calls a zone, where that is not the city that names it. */
const ZONES: Readonly<Record<string, string>> = {
  Eastern: "America/New_York",
  Central: "America/Chicago",
  Mountain: "America/Denver",
  Arizona: "America/Phoenix",
  Pacific: "America/Los_Angeles",
  Alaska: "America/Anchorage",
  Hawaii: "Pacific/Honolulu",
  Indiana: "America/Indiana/Indianapolis",
};

type Wall = { date: string; minute: number; zone: string };

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(word: string): Intl.DateTimeFormat {
  const known = clocks.get(word);
  if (known !== undefined) {
    return known;
  }
  const city = `/${word.replaceAll(" ", "_")}`;
  const timeZone =
    ZONES[word] ?? Intl.supportedValuesOf("timeZone").find((name) => name.endsWith(city)) ?? "UTC";
  const clock = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  clocks.set(word, clock);
  return clock;
}

// Milliseconds by which the clock is ahead of UTC at an instant.
function ahead(clock: Intl.DateTimeFormat, at: number): number {
  const name = clock.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** When it is that a clock in the zone shows this, in milliseconds. */
export function instantOf({ date, minute, zone }: Wall): number {
  const clock = clockOf(zone);
  const shown = Date.parse(`${date}T00:00:00Z`) + minute * 60_000;
  return shown - ahead(clock, shown - ahead(clock, shown));
}

/** The earliest first, wherever each of them is. */
export function earliestFirst<Row extends Wall>(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, at: instantOf(row) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** Whether they are not all by one clock, so that each time says by which. */
export function areZoned(rows: readonly { zone: string }[]): boolean {
  return new Set(rows.map(({ zone }) => zone)).size > 1;
}
