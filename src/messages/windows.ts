import { writeAs } from './format.ts';
import { windowLanguages, type Parts } from './window-languages.ts';
import type { Spoken } from '../shared/spoken.ts';

export type Part = keyof Parts;

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

export type WindowMessages = Intersection<{ [Name in Part]: Awaited<ReturnType<Parts[Name]>> }[Part]>;

/**
 * What the windows say, in the language in use: as much of it as `readMessages` has brought. A live binding: messages are
 * read when they are shown, never while a module loads.
 */
export let messages: WindowMessages;

let parts: Parts | undefined;

/** From now on everything is said in this language. Brings what every page says. */
export const speak = async ({ language, locale }: Spoken): Promise<void> => {
  const known: Readonly<Record<string, (typeof windowLanguages)['en']>> = windowLanguages;
  ({ parts } = await (known[language] ?? windowLanguages.en)());
  await readMessages('base');
  writeAs(locale, messages.times);
};

/** Brings what a page says besides. */
export const readMessages = async (...wanted: readonly Part[]): Promise<void> => {
  const known = parts;
  if (known === undefined) throw new Error('No language has been chosen yet.');
  const read = await Promise.all(wanted.map((part) => known[part]()));
  messages = Object.assign({}, messages, ...read) as WindowMessages;
};
