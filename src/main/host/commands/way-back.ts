import { dirname } from 'node:path';
import type { InsideListener } from '../../../core/commands/opened-archive.ts';
import type { Activity } from '../../../shared/run-report.ts';
import type { GivenKey } from '../../../shared/contract/given-key.ts';
import type { Salvageable } from '../../../shared/vocabulary.ts';
import { givenKeys } from '../given-keys.ts';
import type { Handlers, HostContext } from '../host-context.ts';
import { baseOf, orGivenUp } from './given-up.ts';

type WayBack = Pick<
  Handlers,
  | 'backups.contents'
  | 'backups.extract'
  | 'backups.check-home'
  | 'backups.place'
  | 'backups.start-restore'
  | 'backups.salvage'
>;

export const inside = (onActivity: (activity: Activity) => void): InsideListener => ({
  onActivity,
  onFetch: () => undefined,
});

/** The damaged file, and the folder for what is intact of it: nothing is written beside a file that was dropped. Null: given up. */
const placeOf = async (
  { app, shell, inHand }: Pick<HostContext, 'app' | 'shell' | 'inHand'>,
  which: Salvageable,
): Promise<{ readonly file: string; readonly to: string } | null> => {
  if (which === 'held') {
    const to = await shell.chooseFolder();
    return to === null ? null : { file: inHand.path, to };
  }
  const file = which === 'saved' ? (await app.lastRestore())?.restored.file : await shell.chooseBackupFile();
  return file === undefined || file === null ? null : { file, to: dirname(file) };
};

/** What is done with one copy on its way back. Keys and tokens come from a window, and never go to one. */
export const wayBackCommands = (context: HostContext): WayBack => {
  const { app, shell, jobs, redactor, signal } = context;
  const keysOf = (key: GivenKey | undefined) => ({
    given: givenKeys(key, redactor),
    keys: () => Promise.resolve([]),
  });
  const homeOf = (home: Parameters<Handlers['backups.place']>[0]['home']) => {
    redactor.register(home?.token);
    return home === undefined ? {} : { home };
  };
  return {
    'backups.contents': async ({ id, folder, part = null, key, ...which }) =>
      await orGivenUp(
        jobs.run('look-inside', (until, onActivity) =>
          app.contents({ what: id, ...which, part, ...baseOf(folder), ...keysOf(key) }, inside(onActivity), until),
        ),
      ),
    'backups.extract': async ({ id, folder, path, key, ...which }) => {
      const to = await shell.chooseFolder();
      if (to === null) return null;
      const wish = { what: id, ...which, path, to, ...baseOf(folder), ...keysOf(key) };
      const extracted = await orGivenUp(
        jobs.run('extract', (until, onActivity) => app.extract(wish, inside(onActivity), until)),
      );
      if (extracted) shell.showInFolder(extracted.target);
      return extracted;
    },
    'backups.check-home': ({ backup, home }) => app.checkHome({ backup, ...homeOf(home) }, signal),
    'backups.place': ({ folder, home, ...which }) =>
      orGivenUp(
        jobs.run('place', (until, onActivity) =>
          app.restoreIntoHome({ ...which, ...baseOf(folder), ...homeOf(home) }, onActivity, until),
        ),
      ),
    'backups.start-restore': async ({ id, agent, home, key, ...wish }) => {
      const keys = givenKeys(key, redactor);
      const input = { placed: { id, home: { agent } }, keys: () => Promise.resolve(keys), ...wish, ...homeOf(home) };
      return await orGivenUp(
        jobs.run('start-restore', (until, onActivity) => app.startRestore(input, onActivity, until)),
      );
    },
    'backups.salvage': async ({ file, key }) => {
      const where = await placeOf(context, file);
      if (where === null) return null;
      const wish = { ...where, ...keysOf(key) };
      const salvaged = await orGivenUp(jobs.run('salvage', (until) => app.salvage(wish, until)));
      if (salvaged) shell.showInFolder(salvaged.target);
      return salvaged;
    },
  };
};
