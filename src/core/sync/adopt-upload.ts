import { open } from 'node:fs/promises';
import { foreignLabel } from '../../shared/safe-text.ts';
import type { ArchiveReport } from '../domain/backup.ts';
import { manifestText, withinBounds } from '../domain/manifest-bounds.ts';
import type { Manifest, RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { idInName, manifestNameOf, parseArchiveName, type ArchiveName } from '../domain/names.ts';
import { maxSkewMs } from '../domain/schedule.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError } from '../state/json-file.ts';
import { ArchiveIntake } from './archive-intake.ts';
import { buildManifest, isoDate, protectionOf } from './build-manifest.ts';
import { checkReadable, type StorePorts } from './store-archive.ts';

export type AdoptPorts = Omit<StorePorts, 'onProgress' | 'doubtful' | 'prove'>;

/**
 * Takes in an own upload that was never confirmed and that Home Assistant no longer has: the last copy of that backup there
 * may be. Nothing is known of its bytes, so they are brought back, walked and hashed before a manifest vouches for them.
 * Error: `cloud.copy-damaged` when they are no whole archive of that backup; it is left where it is.
 */
export const adoptUpload = async (file: RemoteFile, ports: AdoptPorts, signal: AbortSignal): Promise<StoredBackup> => {
  const { destination, staging, folder } = ports;
  const name = parseArchiveName(file.name);
  if (!name) throw new AppError('cloud.copy-damaged', { archive: file.name });
  await staging.makeRoom(file.size);
  await staging.drop(name.backupId);
  try {
    await destination.fetch(folder, file.name, file.size, staging.fileFor(name.backupId), () => undefined, signal);
    const { sha256, report } = await prove(file, name, staging.fileFor(name.backupId), signal);
    const manifest = manifestOf(file, name, sha256, report, ports);
    checkReadable(manifest);
    const manifestName = manifestNameOf(file.name);
    await destination.putText(manifestText(manifest), folder, manifestName, signal);
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
    throw new AppError('cloud.copy-damaged', { archive: file.name });
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('archive.')) throw error;
    throw new AppError('cloud.copy-damaged', { archive: file.name }, error);
  } finally {
    await handle.close();
  }
};

/**
 * backup.json's date where it is one, else what the name says, else now. What is still to come is no date: stored, it would
 * hold back every deletion until then.
 */
const dateOf = ({ date }: ArchiveReport, { day, time }: ArchiveName, now: Date): string => {
  const told = [date ?? '', `${day}T${time.slice(0, 2)}:${time.slice(2)}:00Z`];
  const good = told.find((one) => Date.parse(one) >= 0 && Date.parse(one) <= now.getTime() + maxSkewMs);
  return good === undefined ? now.toISOString() : isoDate(good);
};

const manifestOf = (
  file: RemoteFile,
  name: ArchiveName,
  sha256: string,
  report: ArchiveReport,
  { identity, clock }: AdoptPorts,
): Manifest =>
  withinBounds(
    buildManifest(
      {
        id: report.slug,
        name: foreignLabel(report.name ?? '', file.name),
        date: dateOf(report, name, clock.now()),
        kind: name.kind,
        haVersion: report.haVersion,
        addons: report.addons,
        folders: report.folders,
      },
      { archive: file.name, size: file.size, sha256, defects: [...report.defects], ...protectionOf(report) },
      identity,
      clock.now(),
    ),
  );
