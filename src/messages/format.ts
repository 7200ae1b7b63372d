import type { Times } from './en/times.ts';

/** How numbers, dates and plurals are written: `language-REGION`, the language of the words with the user's region. */
let locale = 'en-GB';
let times: Times | undefined;

/** @param words - what Intl has no words for, in the language of `tag` */
export const writeAs = (tag: string, words: Times): void => {
  [locale, times] = [tag, words];
  formatters.clear();
};

/** The few words of dates that Intl does not have. */
export const timesInWords = (): Times => {
  if (times === undefined) throw new Error('No language has been chosen yet.');
  return times;
};

/** Making one takes longer than using it a hundred times. */
const formatters = new Map<string, unknown>();

/** One formatter for these options in the locale in use. */
export const formatter = <Options, Made>(
  kind: new (tag: string, options: Options) => Made,
  options: NoInfer<Options>,
): Made => {
  const key = `${kind.name} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known as Made;
  const made = new kind(locale, options);
  formatters.set(key, made);
  return made;
};

/** The forms of a word that a language tells apart (CLDR); `other` is what is left. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The form that goes with a number, without the number: `is`, `are`. */
export const formFor = (count: number, forms: Forms): string =>
  forms[formatter(Intl.PluralRules, {}).select(count)] ?? forms.other;

/** `1 backup`, `1,200 backups`. */
export const plural = (count: number, forms: Forms): string => `${formatNumber(count)} ${formFor(count, forms)}`;

export const formatNumber = (value: number): string => formatter(Intl.NumberFormat, {}).format(value);

/** @param percent - a whole number: `42` is `42%` */
export const formatPercent = (percent: number): string =>
  formatter(Intl.NumberFormat, { style: 'percent' }).format(percent / 100);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Decimal, as Finder, iCloud and Home Assistant's pages count: `1.2 GB`. */
export const formatBytes = (bytes: number): string => {
  if (!Number.isFinite(bytes) || bytes < 0) return '?';
  let [value, unit] = [bytes, 0];
  // 999.5 kB would be written as 1000 kB.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return formatter(Intl.NumberFormat, {
    style: 'unit',
    unit: units[unit],
    // Nobody knows "B".
    unitDisplay: unit === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

type DurationUnit = 'second' | 'minute' | 'hour' | 'day';

/** One unit, rounded down. */
const inOneUnit = (ms: number): readonly [value: number, unit: DurationUnit] => {
  if (ms < minuteMs) return [Math.max(Math.floor(ms / 1000), 0), 'second'];
  if (ms < hourMs) return [Math.floor(ms / minuteMs), 'minute'];
  if (ms < 2 * dayMs) return [Math.floor(ms / hourMs), 'hour'];
  return [Math.floor(ms / dayMs), 'day'];
};

const durationAs = (ms: number, unitDisplay: 'long' | 'short'): string => {
  const [value, unit] = inOneUnit(ms);
  return formatter(Intl.NumberFormat, { style: 'unit', unit, unitDisplay }).format(value);
};

/** `40 seconds`, `12 minutes`, `3 hours`, `2 days`. */
export const formatDuration = (ms: number): string => durationAs(ms, 'long');

/** `40 secs`, `12 mins`: where room is scarce. */
export const formatShortDuration = (ms: number): string => durationAs(ms, 'short');

/** `just now`, `3 hours ago`. A moment in the future (clocks differ) is now. */
export const formatAge = (since: Date, now: Date): string => {
  const ms = now.getTime() - since.getTime();
  if (ms < minuteMs) return timesInWords().justNow;
  const [value, unit] = inOneUnit(ms);
  return formatter(Intl.RelativeTimeFormat, {}).format(-value, unit);
};

/** `in 20 hours`; what is due is `now`. */
export const formatUntil = (until: Date, now: Date): string => {
  const ms = until.getTime() - now.getTime();
  if (ms < minuteMs) return formatter(Intl.RelativeTimeFormat, { numeric: 'auto' }).format(0, 'second');
  const [value, unit] = inOneUnit(ms);
  return formatter(Intl.RelativeTimeFormat, {}).format(value, unit);
};

/** For a phrase that begins a line or a cell. */
export const capitalized = (text: string): string => text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);
