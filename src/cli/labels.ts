import { padText, textWidth } from './text-width.ts';

/** Each label as wide as the widest with a gap behind it, so that what follows stands in one column. */
export const padded = <Name extends string>(
  labels: Readonly<Record<Name, string>>,
  gap: string,
): Readonly<Record<Name, string>> => {
  const entries = Object.entries<string>(labels);
  const width = Math.max(...entries.map(([, label]) => textWidth(label)));
  return Object.fromEntries(entries.map(([name, label]) => [name, padText(label, width) + gap])) as Record<
    Name,
    string
  >;
};

/** The same for lines that are indented. */
export const labelled = <Name extends string>(
  labels: Readonly<Record<Name, string>>,
  gap: string,
): Readonly<Record<Name, string>> => {
  const entries = Object.entries<string>(padded(labels, gap));
  return Object.fromEntries(entries.map(([name, label]) => [name, `  ${label}`])) as Record<Name, string>;
};
