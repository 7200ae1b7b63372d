/**
 * The languages that there are: a folder each, a line here and one in window-languages.ts. Read when it is wanted, and no
 * other.
 */
export const languages = {
  en: () => import('./en/index.ts'),
};

export type Language = keyof typeof languages;

/** For what is in no language that we have. */
export const fallback: Language = 'en';

export const languageNames = Object.keys(languages) as readonly Language[];
