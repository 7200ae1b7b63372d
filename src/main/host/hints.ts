import type { App } from '../../core/app.ts';
import type { Status } from '../../shared/status.ts';

/** The user said that the sheet or the emergency kit is kept somewhere. */
export const sheetHint = 'sheet-kept';

export const hintsGiven = ({ settings }: Pick<App, 'settings'>): readonly string[] =>
  settings.current.desktop.hintsGiven;

/** Hints that were given are not given again (settings `desktop.hintsGiven`). */
export const rememberHint = async (app: Pick<App, 'settings'>, id: string): Promise<void> => {
  if (hintsGiven(app).includes(id)) return;
  await app.settings.update((current) => ({
    ...current,
    desktop: { ...current.desktop, hintsGiven: withHint(current.desktop.hintsGiven, id) },
  }));
};

/** What was said of it is not true any more. */
export const forgetHint = async (app: Pick<App, 'settings'>, id: string): Promise<void> => {
  if (!hintsGiven(app).includes(id)) return;
  await app.settings.update((current) => ({
    ...current,
    desktop: { ...current.desktop, hintsGiven: current.desktop.hintsGiven.filter((hint) => hint !== id) },
  }));
};

/** `stored <archive>`: of one kind only the newest is kept, or there would be an entry for every backup ever stored. */
const withHint = (given: readonly string[], id: string): string[] => {
  const kindOf = (hint: string): string => hint.split(' ', 1)[0] ?? '';
  return [...given.filter((hint) => kindOf(hint) !== kindOf(id)), id];
};

/** Once there is something to bring back, until the user says that the way to it is known. */
export const remindsOfSheet = ({ home, newestVerified }: Status, given: readonly string[]): boolean =>
  home !== null && newestVerified !== null && !given.includes(sheetHint);
