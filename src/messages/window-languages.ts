import type { parts } from './en/windows/index.ts';
import type { Language } from './languages.ts';

export type Parts = typeof parts;

/** The same for the windows, which have no other words than these. */
export const windowLanguages: Readonly<Record<Language, () => Promise<{ readonly parts: Parts }>>> = {
  en: () => import('./en/windows/index.ts'),
};
