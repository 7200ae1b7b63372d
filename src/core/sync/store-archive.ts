import { randomBytes } from 'node:crypto';
import type { Defect, StagedArchive } from '../domain/backup.ts';
import { manifestSchema, type Manifest, type RemoteFile, type StoredBackup } from '../domain/manifest.ts';
import { buildArchiveName, dayAndTime, idInName, manifestNameOf, parseArchiveName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Destination, TransferProgress } from '../ports/destination.ts';
import type { Pull } from './plan-sync.ts';
import { computerTag } from './plan-prune.ts';
import type { Staging } from './staging.ts';

/** Who stores, for the manifest. */
export interface StoringIdentity {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly computerId: string;
  readonly computerName: string;
  readonly appVersion: string;
}

export interface StorePorts {
  readonly destination: Destination;
  readonly staging: Staging;
  readonly clock: Clock;
  readonly identity: StoringIdentity;
  readonly folder: string;
  /** Archives that the plan saw and did not count, whatever manifest lies beside them. */
  readonly doubtful: ReadonlySet<string>;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** Structure proven and hashed while the bytes passed (the map's proof levels). */
export const provenLevel = 1;

/**
 * Makes a staged archive a stored backup: uploaded under a name of its own, listed and compared, then its manifest
 * written. `undefined` = somebody stored the same backup in the meantime. Errors: `icloud.*`, `rclone.*`.
 */
export const storeArchive = async (
  pull: Pull,
  staged: StagedArchive,
  missing: readonly Defect[],
  ports: StorePorts,
  signal: AbortSignal,
): Promise<StoredBackup | undefined> => {
  const { destination, folder, staging } = ports;
  const before = await destination.names(folder, signal);
  if (isConfirmedIn(before, pull.backup.id, ports.doubtful)) {
    await staging.drop(pull.backup.id);
    return undefined;
  }
  const archive = (await ownUploadIn(before, pull, staged, staging)) ?? (await upload(pull, staged, ports, signal));
  const manifest = manifestOf(pull, staged, missing, archive, ports);
  const manifestName = manifestNameOf(archive);
  await destination.putText(`${JSON.stringify(manifest, null, 2)}\n`, folder, manifestName, signal);
  await staging.drop(pull.backup.id);
  return { manifest, manifestName };
};

/** Another computer may have been faster: an archive of this backup that has a manifest. */
const isConfirmedIn = (files: readonly RemoteFile[], backupId: string, doubtful: ReadonlySet<string>): boolean => {
  const names = new Set(files.map((file) => file.name));
  return files.some(
    ({ name }) =>
      parseArchiveName(name)?.backupId === idInName(backupId) && names.has(manifestNameOf(name)) && !doubtful.has(name),
  );
};

/**
 * A crash between upload and manifest leaves a listed archive under the name that the staging record knows. Same name
 * (random to its last digits), same size, and the staged file was hashed again: it is that upload.
 */
const ownUploadIn = async (
  files: readonly RemoteFile[],
  pull: Pull,
  staged: StagedArchive,
  staging: Staging,
): Promise<string | undefined> => {
  const name = (await staging.leftover(pull.backup.id))?.record.archive;
  const found = files.filter((file) => file.name === name);
  return found.length === 1 && found[0]?.size === staged.bytes ? found[0].name : undefined;
};

const upload = async (pull: Pull, staged: StagedArchive, ports: StorePorts, signal: AbortSignal): Promise<string> => {
  const { destination, folder, staging } = ports;
  const name = nameFor(pull, ports.identity);
  const leftover = await staging.leftover(pull.backup.id);
  if (leftover) await staging.note({ ...leftover.record, archive: name });
  await destination.put(staged.file, folder, name, new Date(pull.backup.date), ports.onProgress, signal);
  confirm(await destination.names(folder, signal), name, staged.bytes);
  return name;
};

/** rclone compares nothing after an upload (facts, trap 5): exactly one file of that name and size has to be there. */
const confirm = (files: readonly RemoteFile[], name: string, bytes: number): void => {
  const found = files.filter((file) => file.name === name);
  if (found.length === 1 && found[0]?.size === bytes) return;
  throw new AppError('icloud.upload-unconfirmed', {
    name,
    bytes,
    found: found.length,
    ...(found[0] ? { foundBytes: found[0].size } : {}),
  });
};

const nameFor = ({ backup }: Pull, identity: StoringIdentity): string =>
  buildArchiveName({
    instance: identity.instanceName,
    ...dayAndTime(backup.date),
    kind: backup.kind,
    haVersion: backup.haVersion ?? '',
    backupId: backup.id,
    computer: computerTag(identity.computerId),
    attempt: randomBytes(3).toString('hex'),
  });

/** Home Assistant's own spelling where it is a full date, for it shows the local time; else the same moment in UTC. */
export const isoDate = (date: string): string =>
  manifestSchema.shape.date.safeParse(date).success ? date : new Date(date).toISOString();

const manifestOf = (
  { backup }: Pull,
  staged: StagedArchive,
  missing: readonly Defect[],
  archive: string,
  { identity, clock }: StorePorts,
): Manifest => {
  const now = clock.now().toISOString();
  return {
    schema: 1,
    backupId: backup.id,
    instanceId: identity.instanceId,
    instanceName: identity.instanceName,
    computerId: identity.computerId,
    computerName: identity.computerName,
    archive,
    size: staged.bytes,
    sha256: staged.sha256,
    level: provenLevel,
    provedAt: now,
    defects: [...staged.report.defects, ...missing],
    name: backup.name,
    date: isoDate(backup.date),
    kind: backup.kind,
    protected: staged.report.protected,
    haVersion: backup.haVersion ?? null,
    addons: [...backup.addons],
    folders: [...backup.folders],
    appVersion: identity.appVersion,
    confirmedAt: now,
  };
};
