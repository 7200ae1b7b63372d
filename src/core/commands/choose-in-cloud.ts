import { parseArchiveName } from '../domain/names.ts';
import { isVerified } from '../domain/verification.ts';
import { AppError } from '../errors/app-error.ts';
import type { CloudCopies, CloudCopy } from './copies-in-cloud.ts';

export interface CopyWish {
  /** Backup id, archive name, or the unique beginning of either. */
  readonly id: string;
  /** Name or id of the instance where the same id stands in two folders. */
  readonly instance?: string;
}

/**
 * An exact id wins; of several copies of one backup one that did not come back spoilt before, then the verified one, then the
 * newest confirmation. Error: `restore.no-copy`.
 */
export const chooseInCloud = (
  { copies, failure, problems }: CloudCopies,
  { id, instance }: CopyWish,
  spoilt: ReadonlySet<string>,
): CloudCopy => {
  const here = copies.filter(
    ({ copy: { manifest } }) =>
      // The name becomes a path on this computer: only names as this program builds them.
      parseArchiveName(manifest.archive) !== undefined &&
      (instance === undefined || manifest.instanceName === instance || manifest.instanceId.startsWith(instance)),
  );
  const exact = here.filter(({ copy: { manifest } }) => manifest.backupId === id || manifest.archive === id);
  const found =
    exact.length > 0
      ? exact
      : here.filter(({ copy: { manifest } }) => manifest.backupId.startsWith(id) || manifest.archive.startsWith(id));
  const backups = new Set(found.map(({ copy: { manifest } }) => `${manifest.instanceId} ${manifest.backupId}`));
  if (backups.size === 0 && failure) throw failure;
  if (backups.size !== 1) {
    const homes = [
      ...new Set(
        found.map(({ copy: { manifest } }) => `${manifest.instanceName} (${manifest.instanceId.slice(0, 8)})`),
      ),
    ];
    throw new AppError('restore.no-copy', {
      id,
      found: backups.size,
      homes: homes.join(', '),
      unread: problems.length,
    });
  }
  const [best] = [...found].sort(
    (a, b) =>
      Number(spoilt.has(a.copy.manifest.archive)) - Number(spoilt.has(b.copy.manifest.archive)) ||
      Number(isVerified(b.copy)) - Number(isVerified(a.copy)) ||
      new Date(b.copy.manifest.confirmedAt).getTime() - new Date(a.copy.manifest.confirmedAt).getTime(),
  );
  if (!best) throw new AppError('restore.no-copy', { id, found: 0 });
  return best;
};
