/** A day as it is typed, `11/23/2026` or `2026-11-23`; nothing where it is neither. */
export function typedDay(words: string): string | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(words.trim());
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(words.trim()) ? words.trim() : null;
  const day = us === null ? iso : `${us[3]}-${us[1]?.padStart(2, "0")}-${us[2]?.padStart(2, "0")}`;
  const parsed = day === null ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== day ? null : day;
}
