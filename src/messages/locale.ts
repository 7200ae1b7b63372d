import type { Spoken } from '../shared/spoken.ts';
import { fallback, languageNames, type Language } from './languages.ts';

/** Where nobody says where the user is: a clock of 24 hours, the day before the month. */
const neutralRegion = 'GB';

/** `en_US.UTF-8@euro` is `en-US`; `C` and `POSIX` name no language. */
const parse = (tag: string): Intl.Locale | undefined => {
  const [name = ''] = tag.split(/[.@]/);
  if (name === 'C' || name === 'POSIX') return undefined;
  try {
    return new Intl.Locale(name.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
};

type Environment = Readonly<Record<string, string | undefined>>;

const firstSet = (environment: Environment, ...names: readonly string[]): string | undefined =>
  names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');

/** What tests, and users who want another language than the system's, set instead of everything else. */
const languageVariable = 'HA_ICLOUD_BACKUP_LANGUAGE';

/** What this computer says of itself. */
interface Wishes {
  /** Tags of languages, best first. */
  readonly languages: readonly string[];
  /** A tag whose region is the user's, where the system knows language and region apart. */
  readonly region?: string | undefined;
}

/** The first wanted language that there is, else English; of the regions the one that is named first. */
export const spokenFor = (environment: Environment, computer: Wishes): Spoken<Language> => {
  const ordered = environment[languageVariable];
  const { languages, region }: Wishes = ordered === undefined || ordered === '' ? computer : { languages: [ordered] };
  const wanted = languages.flatMap((wish) => parse(wish) ?? []);
  const language = wanted.map((wish) => nameOf(wish)).find((found) => found !== undefined) ?? fallback;
  const regions = [...(region === undefined ? [] : [parse(region)]), ...wanted];
  return {
    language,
    locale: localeOf(
      language,
      regions.find((tag) => tag?.region !== undefined),
    ),
  };
};

const nameOf = (wish: Intl.Locale): Language | undefined => languageNames.find((name) => name === wish.language);

/** What Intl knows: a language of two or three letters. Others are English in disguise (scripts/pseudo-language.mjs). */
const localeOf = (language: string, regional: Intl.Locale | undefined): string => {
  const base = /^[a-z]{2,3}$/.test(language) ? language : fallback;
  // The whole of it where it is the same language: a script, and wishes for another calendar or other hours.
  return regional?.language === base ? regional.toString() : `${base}-${regional?.region ?? neutralRegion}`;
};

/** What a terminal says (POSIX, locale(7)). */
export const terminalWishes = (environment: Environment): Wishes => {
  const language = firstSet(environment, 'LC_ALL', 'LC_MESSAGES', 'LANG');
  return {
    languages: language === undefined ? [] : [language],
    region: firstSet(environment, 'LC_ALL', 'LC_TIME', 'LANG'),
  };
};
