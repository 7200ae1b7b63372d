import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { settingsSchema } from '../settings/schema.ts';
import { patienceMs } from '../state/run-lock.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';
import type { FolderChange } from '../../shared/vocabulary.ts';

export type { FolderChange } from '../../shared/vocabulary.ts';

export type FolderNeeds = Needs<'drive' | 'gates' | 'lastLook' | 'settings'> & LockNeeds;

/**
 * Never guesses: an empty new folder beside full old ones looks like everything was lost. Records the new base folder.
 * Error: `cloud.folder-changed` with `from`, `to`, `copies` as long as nobody said what is meant.
 */
export const changeFolder = async (
  context: FolderNeeds,
  to: string,
  change: FolderChange | undefined,
  signal: AbortSignal,
): Promise<void> => {
  if (!settingsSchema.shape.baseFolder.safeParse(to).success)
    throw new AppError('settings.invalid', { field: 'baseFolder' });
  if (to === context.settings.current.baseFolder && change !== 'anew') return;
  // A run that uploads meanwhile would go on filling the old place.
  await underRunLock(context, { waitMs: patienceMs.command }, signal, async (until) => {
    // Looked at only now: the process that had the lock may have stored the first copies, or changed the folder itself.
    const { baseFolder: from } = context.settings.current;
    const { knownCopies } = await context.gates.read();
    const copies = Object.values(knownCopies).reduce((sum, count) => sum + count, 0);
    if (to === from && change !== 'anew') return;
    if (copies > 0 && change === undefined) throw new AppError('cloud.folder-changed', { from, to, copies });
    await carryOut(context, { to, change, copies }, until);
  });
};

const carryOut = async (
  context: FolderNeeds,
  { to, change, copies }: { to: string; change: FolderChange | undefined; copies: number },
  signal: AbortSignal,
): Promise<void> => {
  const { instances } = context.settings.current;
  if (copies > 0 && change === 'move') {
    const drive = await context.drive();
    for (const { folder } of instances) {
      if (folder !== null) await drive.moveFolder(folder, to, signal);
    }
  }
  if (change === 'anew') await context.gates.update((gates) => ({ ...gates, knownCopies: {} }));
  await context.lastLook.update((look) => ({ ...look, cloud: undefined }));
  await context.settings.update((current) => ({
    ...current,
    baseFolder: to,
    instances: current.instances.map((one) => (change === 'anew' ? { ...one, folder: null } : one)),
  }));
};
