import { randomBytes } from 'node:crypto';
import type { Defect, StagedArchive } from '../domain/backup.ts';
import { noteLimit, type Manifest, type RemoteFile, type StoredBackup } from '../domain/manifest.ts';
import { manifestText, withinBounds } from '../domain/manifest-bounds.ts';
import { buildArchiveName, dayAndTime, idInName, manifestNameOf, parseArchiveName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Destination, TransferProgress } from '../ports/destination.ts';
import type { Pull } from './sync-facts.ts';
import type { Proof } from '../../shared/proof.ts';
import type { ProofBeside } from './proof-beside.ts';
import { computerTag } from './plan-prune.ts';
import { buildManifest, isoDate, protectionOf, type StoringIdentity } from './build-manifest.ts';
import type { Staging } from './staging.ts';

export interface StorePorts {
  readonly destination: Destination;
  readonly staging: Staging;
  readonly clock: Clock;
  readonly identity: StoringIdentity;
  readonly folder: string;
  /** Archives that the plan saw and did not count, whatever manifest lies beside them. */
  readonly doubtful: ReadonlySet<string>;
  readonly onProgress: (progress: TransferProgress) => void;
  /** Begins to prove it; what it comes to is waited for after the upload. */
  readonly prove: (staged: StagedArchive, signal: AbortSignal) => ProofBeside;
}

/**
 * Makes a staged archive a stored backup: uploaded under a name of its own, listed and compared, then its manifest
 * written. `undefined` = somebody stored the same backup in the meantime. Errors: those of the destination.
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
  const known = await ownUploadIn(before, pull, staged, staging);
  const archive = known ?? nameFor(pull, ports.identity);
  const manifestWith = (proof?: Proof): Manifest => manifestOf(pull, staged, { missing, archive, proof }, ports);
  // Before gigabytes go up: what says that they are stored has to be readable afterwards.
  checkReadable(manifestWith());
  const proof = await provenBeside(staged, ports, signal, async () => {
    if (known === undefined) await upload(pull, staged, archive, ports, signal);
  });
  const manifest = manifestWith(proof);
  const manifestName = manifestNameOf(archive);
  await destination.putText(manifestText(manifest), folder, manifestName, signal);
  await staging.drop(pull.backup.id);
  return { manifest, manifestName };
};

/** What was proven of it while it went up, and for a while after. */
const provenBeside = async (
  staged: StagedArchive,
  { prove }: StorePorts,
  signal: AbortSignal,
  goUp: () => Promise<void>,
): Promise<Proof> => {
  const proof = prove(staged, signal);
  try {
    await goUp();
    return await proof.found();
  } finally {
    await proof.end();
  }
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

const upload = async (
  pull: Pull,
  staged: StagedArchive,
  name: string,
  ports: StorePorts,
  signal: AbortSignal,
): Promise<void> => {
  const { destination, folder, staging } = ports;
  const leftover = await staging.leftover(pull.backup.id);
  if (leftover) await staging.note({ ...leftover.record, archive: name });
  await destination.put(staged.file, folder, name, new Date(pull.backup.date), ports.onProgress, signal);
  confirm(await destination.arrived(folder, name, staged.bytes, signal), name, staged.bytes);
};

/** Only an id that no Home Assistant gives makes a manifest too long: everything else in it is cut. */
export const checkReadable = (manifest: Manifest): void => {
  const bytes = Buffer.byteLength(manifestText(manifest));
  if (bytes > noteLimit) throw new AppError('ha.protocol', { manifestBytes: bytes });
};

/**
 * rclone compares nothing after an upload (facts#what-rclone-does-not-check): exactly one file of that name and size has to
 * be there.
 */
const confirm = (found: readonly RemoteFile[], name: string, bytes: number): void => {
  if (found.length === 1 && found[0]?.size === bytes) return;
  throw new AppError('cloud.upload-unconfirmed', {
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

const manifestOf = (
  { backup }: Pull,
  staged: StagedArchive,
  { missing, archive, proof }: { missing: readonly Defect[]; archive: string; proof: Proof | undefined },
  { identity, clock }: StorePorts,
): Manifest =>
  withinBounds(
    buildManifest(
      { ...backup, date: isoDate(backup.date) },
      {
        archive,
        size: staged.bytes,
        sha256: staged.sha256,
        defects: [...staged.report.defects, ...missing],
        ...protectionOf(staged.report),
        ...(proof && { proof }),
      },
      identity,
      clock.now(),
    ),
  );
