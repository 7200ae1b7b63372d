import { open } from 'node:fs/promises';
import type { ArchiveReport } from '../domain/backup.ts';
import type { Manifest, RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { idInName, manifestNameOf, parseArchiveName, type ArchiveName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError } from '../state/json-file.ts';
import { ArchiveIntake } from './archive-intake.ts';
import { isoDate, provenLevel, type StorePorts } from './store-archive.ts';

export type AdoptPorts = Omit<StorePorts, 'onProgress' | 'doubtful'>;

/**
 * Takes in an own upload that was never confirmed and that Home Assistant no longer has: the last copy of that backup there
 * may be. Nothing is known of its bytes, so they are brought back, walked and hashed before a manifest vouches for them.
 * Error: `icloud.copy-damaged` when they are no whole archive of that backup; it is left where it is.
 */
export const adoptUpload = async (file: RemoteFile, ports: AdoptPorts, signal: AbortSignal): Promise<StoredBackup> => {
  const { destination, staging, folder } = ports;
  const name = parseArchiveName(file.name);
  if (!name) throw new AppError('icloud.copy-damaged', { archive: file.name });
  await staging.makeRoom(file.size);
  await staging.drop(name.backupId);
  try {
    await destination.fetch(folder, file.name, file.size, staging.fileFor(name.backupId), () => undefined, signal);
    const { sha256, report } = await prove(file, name, staging.fileFor(name.backupId), signal);
    const manifest = manifestOf(file, name, sha256, report, ports);
    const manifestName = manifestNameOf(file.name);
    await destination.putText(`${JSON.stringify(manifest, null, 2)}\n`, folder, manifestName, signal);
    return { manifest, manifestName };
  } finally {
    await staging.drop(name.backupId);
  }
};

const prove = async (
  file: RemoteFile,
  name: ArchiveName,
  path: string,
  signal: AbortSignal,
): Promise<{ sha256: string; report: ArchiveReport }> => {
  const handle = await open(path, 'r+').catch((error: unknown) => {
    throw diskError(error);
  });
  try {
    const intake = new ArchiveIntake(handle, undefined);
    await intake.reread(file.size, signal);
    const proven = await intake.finish();
    if (intake.bytes === file.size && idInName(proven.report.slug) === name.backupId) return proven;
    throw new AppError('icloud.copy-damaged', { archive: file.name });
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('archive.')) throw error;
    throw new AppError('icloud.copy-damaged', { archive: file.name }, error);
  } finally {
    await handle.close();
  }
};

/** backup.json's date where it is one, else what the name says. */
const dateOf = ({ date }: ArchiveReport, { day, time }: ArchiveName): string =>
  date !== undefined && !Number.isNaN(Date.parse(date))
    ? isoDate(date)
    : `${day}T${time.slice(0, 2)}:${time.slice(2)}:00Z`;

const manifestOf = (
  file: RemoteFile,
  name: ArchiveName,
  sha256: string,
  report: ArchiveReport,
  { identity, clock }: AdoptPorts,
): Manifest => {
  const now = clock.now().toISOString();
  const { instanceId, instanceName, computerId, computerName, appVersion } = identity;
  return {
    schema: 1,
    backupId: report.slug,
    instanceId,
    instanceName,
    computerId,
    computerName,
    archive: file.name,
    size: file.size,
    sha256,
    level: provenLevel,
    provedAt: now,
    defects: [...report.defects],
    name: report.name ?? file.name,
    date: dateOf(report, name),
    kind: name.kind,
    protected: report.protected,
    haVersion: report.haVersion ?? null,
    addons: [...report.addons],
    folders: [...report.folders],
    appVersion,
    confirmedAt: now,
  };
};
