/** What is in no message: names, addresses and codes of a test's world, and what Intl writes. */
export const dataIn = (...worlds: readonly unknown[]): ReadonlySet<string> => {
  const found = new Set<string>(written);
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  worlds.forEach(collect);
  return found;
};

const months = Array.from({ length: 12 }, (_none, month) => new Date(Date.UTC(2026, month, 15)));
const weekdays = Array.from({ length: 7 }, (_none, day) => new Date(Date.UTC(2026, 0, day + 1)));
const write = (moments: readonly Date[], options: Intl.DateTimeFormatOptions): string[] =>
  moments.map((moment) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(moment));

/** By Intl, in the language of the words: its own dates and units need no translation of ours. */
const written = [
  ...write(months, { month: 'long' }),
  ...write(months, { month: 'short' }),
  ...write(weekdays, { weekday: 'long' }),
  ...['today', 'tomorrow', 'yesterday', 'now', 'ago', 'in', 'at', 'am', 'pm'],
  ...['bytes', 'byte', 'kB', 'MB', 'GB', 'TB'],
  ...['second', 'minute', 'hour', 'day'].flatMap((unit) => [unit, `${unit}s`]),
];

/** Without what stands between brackets, at any depth: the innermost go first. */
export const outside = (text: string): string => {
  const without = text.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
  return without === text ? text : outside(without);
};

const quoted = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The words of a text that are in no message and are no data; an empty text where all is well. */
export const plainWords = (text: string, data: ReadonlySet<string>): string => {
  // Longer names first, each as a whole: "in" is not all of "inside".
  const names = [...data].filter((name) => /\p{L}/u.test(name)).sort((one, other) => other.length - one.length);
  const known = new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${names.map(quoted).join('|')})(?![\p{L}\p{N}_])`, 'giu');
  const rest = outside(text).replace(known, ' ');
  return /\p{L}/u.test(rest) ? rest.trim() : '';
};
