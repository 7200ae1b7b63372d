import type { Needs } from '../context.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { newestFirst } from '../domain/made-at.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { isVerified } from '../domain/verification.ts';
import { AppError } from '../errors/app-error.ts';
import { removedByUser } from '../domain/doubts.ts';
import { countRemoval, rememberGone } from '../state/gates.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { cloudToRemember } from '../sync/remember-look.ts';
import { prunedEntry } from './history-entries.ts';
import { lookAtCloud, type CloudLookNeeds } from './look.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

type RemoveNeeds = Needs<'history', 'clock' | 'logger'> & LockNeeds & CloudLookNeeds;

/**
 * Moves copies to Recently Deleted because the user said so. Only their archives go: the manifests stay as the sign that the
 * user removed these copies, so that no run brings them back unless he asks (domain/cloud-view.ts). The folder is listed again first:
 * either all of them may go, or none does. Where one cannot be moved, those before it are gone and known to be.
 *
 * Errors: `cloud.not-found` where no manifest of ours names an archive, `cloud.last-copy` where no verified copy would stay,
 * `cloud.copy-pinned` where one is never to be deleted, whatever the look at iCloud ends with, `sync.running`, `sync.cancelled`
 * between two of them.
 */
export const removeCopies = async (
  context: RemoveNeeds,
  archives: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  await context.settings.load();
  await underRunLock(context, { waitMs: patienceMs.command }, signal, async (until) => {
    const view = await lookAtCloud(context, undefined, until);
    if (!view) throw new AppError('cloud.not-found', { name: archives[0] ?? '' });
    const drive = await context.drive();
    let left = view;
    for (const copy of chooseRemovals(view, archives)) {
      if (until.aborted) throw new AppError('sync.cancelled');
      await count(context, copy);
      await drive.remove(view.folder, copy.manifest.archive, until);
      left = without(left, copy);
      await remember(context, left, copy.manifest.archive);
      await record(context, copy);
    }
  });
};

/** Pure. Deleting needs more proof than keeping: the whole folder was seen, and another verified copy stays. */
export const chooseRemovals = (view: CloudView, archives: readonly string[]): readonly StoredBackup[] => {
  if (!view.complete) throw view.why ?? new AppError('cloud.failed');
  const known = new Map([...view.stored, ...view.damaged].map((copy) => [copy.manifest.archive, copy]));
  const chosen = [...new Set(archives)].map((archive) => {
    const copy = known.get(archive);
    if (!copy) throw new AppError('cloud.not-found', { name: archive });
    if (copy.pinnedAt !== undefined) throw new AppError('cloud.copy-pinned', { name: copy.manifest.name });
    return copy;
  });
  const verified = view.stored.filter(isVerified);
  const [newest] = newestFirst(verified);
  if (newest && verified.every((copy) => chosen.includes(copy)))
    throw new AppError('cloud.last-copy', { name: newest.manifest.archive });
  return chosen;
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

const without = (view: CloudView, copy: StoredBackup): CloudView => {
  const isOther = (one: StoredBackup): boolean => one.manifestName !== copy.manifestName;
  return {
    ...view,
    stored: view.stored.filter(isOther),
    damaged: view.damaged.filter(isOther),
    tombstones: [...view.tombstones, copy],
  };
};

const remember = async (context: RemoveNeeds, after: CloudView, archive: string): Promise<void> => {
  const { lastLook, gates, instance, ports } = context;
  const now = ports.clock.now();
  await lastLook.update((look) => ({ ...look, cloud: cloudToRemember(after, now) }));
  await gates.update((current) => ({
    ...rememberGone(current, [archive], now),
    knownCopies: { ...current.knownCopies, [instance().key]: after.stored.length },
  }));
};

const record = async (context: RemoveNeeds, copy: StoredBackup): Promise<void> =>
  await noteHistory(context, prunedEntry(copy, context.instance().key, context.ports.clock.now()));
