/** Numbers and times as people read them. English now; a translation replaces this file and its neighbours. */

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal, as Finder, iCloud and Home Assistant's pages count: `1.2 GB`. */
export const formatBytes = (bytes: number): string => {
  if (!Number.isFinite(bytes) || bytes < 0) return 'an unknown size';
  let [value, unit] = [bytes, 0];
  // 999.5 kB would be written as 1000 kB.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `40 s`, `12 min`, `3 h`, `2 days`: one unit, rounded down. */
export const formatDuration = (ms: number): string => {
  if (ms < minuteMs) return `${Math.max(Math.floor(ms / 1000), 0)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`;
  return plural(Math.floor(ms / dayMs), 'day');
};

/** `just now`, `3 h ago`. A moment in the future (clocks differ) is now. */
export const formatAge = (since: Date, now: Date): string => {
  const ms = now.getTime() - since.getTime();
  return ms < minuteMs ? 'just now' : `${formatDuration(ms)} ago`;
};

/** `in 20 h`; what is due is `now`. */
export const formatUntil = (until: Date, now: Date): string => {
  const ms = until.getTime() - now.getTime();
  return ms < minuteMs ? 'now' : `in ${formatDuration(ms)}`;
};

/** `21 Nov, 14:05` in the reader's time zone; undefined for what is no date. */
export const formatMoment = (iso: string, timeZone?: string): string | undefined => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return undefined;
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === undefined ? {} : { timeZone }) }).format(date);
};
