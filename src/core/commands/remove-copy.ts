import type { Context } from '../context.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { isVerified } from '../domain/retention.ts';
import { AppError } from '../errors/app-error.ts';
import { within } from '../state/gates.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { cloudToRemember } from '../sync/remember-look.ts';
import { prunedEntry } from './history-entries.ts';
import { askApple, lookAtCloud } from './look.ts';
import { underRunLock } from './under-run-lock.ts';

const dayMs = 86_400_000;

/**
 * Moves one copy to Recently Deleted because the user said so. Only its archive goes: the manifest stays as the sign that the
 * user removed this copy, so that no run brings it back unless he asks (domain/cloud-view.ts). Both lists are read anew first.
 *
 * Errors: `icloud.not-found` where no manifest of ours names this archive, `icloud.last-copy` for the only verified copy,
 * whatever the look at iCloud ends with, `sync.running`.
 */
export const removeCopy = async (context: Context, archive: string, signal: AbortSignal): Promise<void> => {
  await context.settings.load();
  await underRunLock(context, { waitMs: patienceMs.command }, signal, async () => {
    const view = await lookAtCloud(context, undefined, signal);
    if (!view) throw new AppError('icloud.not-found', { name: archive });
    const copy = chooseRemoval(view, archive);
    await count(context);
    await askApple(context, async () => {
      const drive = await context.drive();
      await drive.remove(view.folder, archive, signal);
    });
    await remember(context, view, copy);
    await record(context, copy);
  });
};

/** Pure. Deleting needs more proof than keeping: the whole folder was seen, and another verified copy stays. */
export const chooseRemoval = (view: CloudView, archive: string): StoredBackup => {
  if (!view.complete) throw view.why ?? new AppError('icloud.failed');
  const copy = [...view.stored, ...view.damaged].find(({ manifest }) => manifest.archive === archive);
  if (!copy) throw new AppError('icloud.not-found', { name: archive });
  const [only, ...others] = view.stored.filter(isVerified);
  if (only === copy && others.length === 0) throw new AppError('icloud.last-copy', { name: archive });
  return copy;
};

/** The unattended limit of a day counts it, too: it can only get stricter. It is no deletion of ours to be finished later. */
const count = async ({ gates, ports }: Context): Promise<void> => {
  const now = ports.clock.now();
  await gates.update((current) => ({
    ...current,
    pruned: [...within(current.pruned, dayMs, now), now.toISOString()],
  }));
};

const remember = async ({ lastLook, gates, instance, ports }: Context, view: CloudView, copy: StoredBackup) => {
  const isOther = (one: StoredBackup): boolean => one.manifestName !== copy.manifestName;
  const after = {
    ...view,
    stored: view.stored.filter(isOther),
    damaged: view.damaged.filter(isOther),
    tombstones: [...view.tombstones, copy],
  };
  await lastLook.update((look) => ({ ...look, cloud: cloudToRemember(after, ports.clock.now()) }));
  await gates.update((current) => ({
    ...current,
    knownCopies: { ...current.knownCopies, [instance().key]: after.stored.length },
  }));
};

const record = async (context: Context, copy: StoredBackup): Promise<void> =>
  await noteHistory(context, prunedEntry(copy, context.instance().key, context.ports.clock.now()));
