import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activity } from '../../shared/run-report.ts';
import type { RestoreResult } from '../../shared/status.ts';
import type { Manifest } from '../domain/manifest.ts';
import { parseArchiveName } from '../domain/names.ts';
import { isVerified } from '../domain/retention.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { patienceMs } from '../state/run-lock.ts';
import { spareBytes } from '../sync/staging.ts';
import { bringBack } from './bring-back.ts';
import { allCopies, type CloudCopy } from './list-backups.ts';
import { PartialFile } from './partial-file.ts';
import { underRunLock } from './under-run-lock.ts';

export interface RestoreInput {
  /** Backup id, archive name, or the unique beginning of either. */
  readonly id: string;
  /** Folder on this computer; made if it is not there. */
  readonly to: string;
  /** Name or id of the instance where the same id stands in two folders. */
  readonly instance?: string;
  /** Another base folder than the recorded one. */
  readonly baseFolder?: string;
}

/**
 * Brings one copy from iCloud to disk and compares it with its manifest. It carries its own name only when it is whole; what
 * came before an interruption is kept, and the next try goes on behind it. Needs no Home Assistant.
 *
 * Errors: `restore.*`, `icloud.*`, `disk.*`, `sync.*`, with the fact `keptBytes` where a part was kept.
 */
export const restoreBackup = async (
  context: Context,
  input: RestoreInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RestoreResult> => {
  const wish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  const restored = await underRunLock(context, wish, signal, async () => {
    onActivity({ phase: 'listing' });
    const chosen = choose(await allCopies(context, input.baseFolder, signal), input);
    const { manifest } = chosen.copy;
    const file = join(input.to, manifest.archive);
    await refuseIfThere(file);
    const partial = await PartialFile.find(file, manifest);
    await prepareFolder(context, input.to, manifest.size - partial.bytes);
    await bringBack({ context, chosen, baseFolder: input.baseFolder, partial, onActivity }, signal);
    return { file, manifest };
  });
  await record(context, restored.manifest);
  return resultOf(restored.file, restored.manifest);
};

/** An exact id wins; of several copies of one backup the verified one, then the newest confirmation. */
const choose = (copies: readonly CloudCopy[], { id, instance }: RestoreInput): CloudCopy => {
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
  if (backups.size !== 1) throw new AppError('restore.no-copy', { id, found: backups.size });
  const [best] = [...found].sort(
    (a, b) =>
      Number(isVerified(b.copy)) - Number(isVerified(a.copy)) ||
      new Date(b.copy.manifest.confirmedAt).getTime() - new Date(a.copy.manifest.confirmedAt).getTime(),
  );
  if (!best) throw new AppError('restore.no-copy', { id, found: 0 });
  return best;
};

const refuseIfThere = async (file: string): Promise<void> => {
  const there = await stat(file).catch(() => undefined);
  if (there) throw new AppError('restore.target-exists', { file });
};

/** @param missing bytes that still have to come */
const prepareFolder = async ({ ports }: Context, to: string, missing: number): Promise<void> => {
  await onDisk(mkdir(to, { recursive: true }));
  const freeBytes = await ports.freeBytes(to);
  const neededBytes = missing + spareBytes;
  if (freeBytes < neededBytes) throw new AppError('disk.full', { neededBytes, freeBytes });
};

const record = async ({ history, ports, settings }: Context, manifest: Manifest): Promise<void> => {
  const instance = settings.current.instances.find((one) => one.instanceId === manifest.instanceId)?.key ?? 'other';
  await history.add({
    kind: 'backup',
    at: ports.clock.now().toISOString(),
    what: 'restored',
    instance,
    backupId: manifest.backupId,
    name: manifest.name,
    bytes: manifest.size,
  });
};

const resultOf = (file: string, manifest: Manifest): RestoreResult => ({
  file,
  bytes: manifest.size,
  sha256: manifest.sha256,
  id: manifest.backupId,
  name: manifest.name,
  protected: manifest.protected,
  haVersion: manifest.haVersion,
  instanceName: manifest.instanceName,
});
