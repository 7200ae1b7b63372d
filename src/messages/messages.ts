import type * as en from './en/index.ts';
import { writeAs } from './format.ts';
import { languages, type Language } from './languages.ts';
import type { Spoken } from '../shared/spoken.ts';

export type Messages = typeof en;

/**
 * What main and terminal say, in the language in use. A live binding that is empty until `speak` was called: messages are
 * read when they are shown, never while a module loads.
 */
export let messages: Messages;

let inUse: Spoken<Language>;

/** What `speak` was told last. */
export const spoken = (): Spoken<Language> => inUse;

/** From now on everything is said in this language. */
export const speak = async (wanted: Spoken<Language>): Promise<void> => {
  messages = await languages[wanted.language]();
  writeAs(wanted.locale, messages.times);
  inUse = wanted;
};
