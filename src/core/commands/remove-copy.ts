import type { Needs } from '../context.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { isVerified } from '../domain/verification.ts';
import { AppError } from '../errors/app-error.ts';
import { removedByUser } from '../domain/doubts.ts';
import { countRemoval } from '../state/gates.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { cloudToRemember } from '../sync/remember-look.ts';
import { prunedEntry } from './history-entries.ts';
import { lookAtCloud, type CloudLookNeeds } from './look.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

type RemoveNeeds = Needs<'history', 'clock' | 'logger'> & LockNeeds & CloudLookNeeds;

/**
 * Moves one copy to Recently Deleted because the user said so. Only its archive goes: the manifest stays as the sign that the
 * user removed this copy, so that no run brings it back unless he asks (domain/cloud-view.ts). Both lists are read anew first.
 *
 * Errors: `cloud.not-found` where no manifest of ours names this archive, `cloud.last-copy` for the only verified copy,
 * `cloud.copy-pinned` for one that is never to be deleted, whatever the look at iCloud ends with, `sync.running`.
 */
export const removeCopy = async (context: RemoveNeeds, archive: string, signal: AbortSignal): Promise<void> => {
  await context.settings.load();
  await underRunLock(context, { waitMs: patienceMs.command }, signal, async (until) => {
    const view = await lookAtCloud(context, undefined, until);
    if (!view) throw new AppError('cloud.not-found', { name: archive });
    const copy = chooseRemoval(view, archive);
    await count(context, copy);
    const drive = await context.drive();
    await drive.remove(view.folder, archive, until);
    await remember(context, view, copy);
    await record(context, copy);
  });
};

/** Pure. Deleting needs more proof than keeping: the whole folder was seen, and another verified copy stays. */
export const chooseRemoval = (view: CloudView, archive: string): StoredBackup => {
  if (!view.complete) throw view.why ?? new AppError('cloud.failed');
  const copy = [...view.stored, ...view.damaged].find(({ manifest }) => manifest.archive === archive);
  if (!copy) throw new AppError('cloud.not-found', { name: archive });
  if (copy.pinnedAt !== undefined) throw new AppError('cloud.copy-pinned', { name: copy.manifest.name });
  const [only, ...others] = view.stored.filter(isVerified);
  if (only === copy && others.length === 0) throw new AppError('cloud.last-copy', { name: archive });
  return copy;
};

/**
 * The unattended limit of a day counts it, too: it can only get stricter. That its archive is not listed any more is the
 * user's word from now on; said before it is done, for it cannot be said by a program that was stopped in between.
 */
const count = async ({ gates, ports }: RemoveNeeds, { manifest }: StoredBackup): Promise<void> => {
  const now = ports.clock.now();
  await gates.update((current) => ({
    ...countRemoval(current, now),
    doubts: { ...current.doubts, [manifest.archive]: removedByUser(manifest, now) },
  }));
};

const remember = async ({ lastLook, gates, instance, ports }: RemoveNeeds, view: CloudView, copy: StoredBackup) => {
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

const record = async (context: RemoveNeeds, copy: StoredBackup): Promise<void> =>
  await noteHistory(context, prunedEntry(copy, context.instance().key, context.ports.clock.now()));
