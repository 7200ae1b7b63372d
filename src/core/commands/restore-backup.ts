import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activity } from '../../shared/run-report.ts';
import type { RestoreResult } from '../../shared/status.ts';
import type { Manifest } from '../domain/manifest.ts';
import { isVerified } from '../domain/retention.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError } from '../state/json-file.ts';
import { spareBytes } from '../sync/staging.ts';
import { hashFile } from './check-file.ts';
import { allCopies, type CloudCopy } from './list-backups.ts';
import { askApple } from './look.ts';

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
 * Brings one copy from iCloud to disk and compares it with its manifest. It carries its own name only when it is whole.
 * Needs no Home Assistant. Errors: `restore.*`, `icloud.copy-mismatch`, `disk.full`.
 */
export const restoreBackup = async (
  context: Context,
  input: RestoreInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RestoreResult> => {
  await context.settings.load();
  onActivity({ phase: 'listing' });
  const { folder, copy } = choose(await allCopies(context, input.baseFolder, signal), input);
  const { manifest } = copy;
  const file = join(input.to, manifest.archive);
  await prepareTarget(context, input.to, file, manifest);
  const partial = `${file}.incomplete`;
  await rm(partial, { force: true });
  try {
    await askApple(context, async () => {
      const drive = await context.drive(input.baseFolder);
      const show = (bytes: number): void =>
        onActivity({
          phase: 'transferring',
          download: { name: manifest.name, bytes, total: manifest.size },
          waiting: 0,
        });
      await drive.fetch(folder, manifest.archive, manifest.size, partial, (progress) => show(progress.bytes), signal);
    });
    onActivity({ phase: 'checking' });
    await compare(partial, manifest, signal);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error instanceof AppError ? error : diskError(error);
  }
  await record(context, manifest);
  return resultOf(file, manifest);
};

/** An exact id wins; of several copies of one backup the verified one, then the newest confirmation. */
const choose = (copies: readonly CloudCopy[], { id, instance }: RestoreInput): CloudCopy => {
  const here = copies.filter(
    ({ copy: { manifest } }) =>
      instance === undefined || manifest.instanceName === instance || manifest.instanceId.startsWith(instance),
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

const prepareTarget = async ({ ports }: Context, to: string, file: string, manifest: Manifest): Promise<void> => {
  const there = await stat(file).catch(() => undefined);
  if (there) throw new AppError('restore.target-exists', { file });
  try {
    await mkdir(to, { recursive: true });
  } catch (error) {
    throw diskError(error);
  }
  const freeBytes = await ports.freeBytes(to);
  const neededBytes = manifest.size + spareBytes;
  if (freeBytes < neededBytes) throw new AppError('disk.full', { neededBytes, freeBytes });
};

const compare = async (file: string, manifest: Manifest, signal: AbortSignal): Promise<void> => {
  let bytes = 0;
  const sha256 = await hashFile(file, (chunk) => (bytes += chunk.length), signal);
  if (bytes !== manifest.size || sha256 !== manifest.sha256) {
    throw new AppError('icloud.copy-mismatch', { archive: manifest.archive, bytes, expected: manifest.size });
  }
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
