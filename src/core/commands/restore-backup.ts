import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activity } from '../../shared/run-report.ts';
import type { RestoreResult } from '../../shared/status.ts';
import type { Manifest } from '../domain/manifest.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { patienceMs } from '../state/run-lock.ts';
import { needRoom } from '../state/disk-room.ts';
import { downloadCopy, type BringNeeds } from './download-copy.ts';
import { chooseInCloud } from './choose-in-cloud.ts';
import { copiesInCloud, type CloudCopy, type CopyNeeds } from './copies-in-cloud.ts';
import { rememberRestore, type LastRestoreNeeds } from './last-restore.ts';
import { PartialFile } from './partial-file.ts';
import { forgetSpoilt, rememberSpoilt } from './spoilt-copies.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';
import { makeFolder } from '../state/make-folder.ts';

export type RestoreNeeds = Needs<'gates' | 'history' | 'lastLook' | 'settings', 'clock' | 'freeBytes'> &
  LockNeeds &
  CopyNeeds &
  BringNeeds;

export interface RestoreInput {
  /** Backup id, archive name, or the unique beginning of either. */
  readonly id: string;
  /** Folder on this computer; made if it is not there. */
  readonly to: string;
  /** Name or id of the instance where the same id stands in two folders. */
  readonly instance?: string;
  /** Where it is in iCloud Drive: a base folder, or the folder of one instance. Else it is looked for. */
  readonly baseFolder?: string;
}

/**
 * Brings one copy from iCloud to disk and compares it with its manifest. It carries its own name only when it is whole; what
 * came before an interruption is kept, and the next try goes on behind it. Needs no Home Assistant.
 *
 * Errors: `restore.*`, `cloud.*`, `icloud.*`, `disk.*`, `sync.*`, with the fact `keptBytes` where a part was kept.
 */
export const restoreBackup = async (
  context: RestoreNeeds & LastRestoreNeeds,
  input: RestoreInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RestoreResult> => {
  const wish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  const restored = await underRunLock(context, wish, signal, async (until) => {
    onActivity({ phase: 'listing' });
    const { spoilt } = await context.gates.read();
    const chosen = chooseInCloud(await copiesInCloud(context, input, until), input, new Set(Object.keys(spoilt)));
    return { file: await bringBack(context, chosen, input.to, onActivity, until), manifest: chosen.copy.manifest };
  });
  await recordRestored(context, restored.manifest);
  const result = resultOf(restored.file, restored.manifest);
  await rememberRestore(context, result);
  return result;
};

/**
 * Downloads a copy to a folder, from where an earlier try ended, and compares it with its manifest. Gives the file. The caller
 * holds the run lock. Errors: `restore.target-exists`, `cloud.*`, `icloud.*`, `disk.*`.
 */
export const bringBack = async (
  context: RestoreNeeds,
  chosen: CloudCopy,
  to: string,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<string> => {
  const { manifest } = chosen.copy;
  const file = join(to, manifest.archive);
  await refuseIfThere(file);
  const partial = await PartialFile.find(file, manifest);
  await prepareFolder(context, to, manifest.size - partial.bytes);
  try {
    await downloadCopy({ context, chosen, partial, onActivity }, signal);
  } catch (error) {
    if (isCode(error, 'cloud.copy-mismatch')) await rememberSpoilt(context, manifest.archive);
    throw error;
  }
  await forgetSpoilt(context, manifest.archive);
  return file;
};

const refuseIfThere = async (file: string): Promise<void> => {
  const there = await stat(file).catch(() => undefined);
  if (there) throw new AppError('restore.target-exists', { file });
};

/** @param missing bytes that still have to come */
const prepareFolder = async ({ ports }: RestoreNeeds, to: string, missing: number): Promise<void> => {
  await onDisk(makeFolder(to));
  await needRoom(ports.freeBytes, to, missing);
};

/** For the history. */
export const recordRestored = async ({ history, ports, settings }: RestoreNeeds, manifest: Manifest): Promise<void> => {
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
  ...(manifest.plainParts && { plainParts: manifest.plainParts }),
  haVersion: manifest.haVersion,
  instanceName: manifest.instanceName,
});
