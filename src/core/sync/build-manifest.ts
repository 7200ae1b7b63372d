import type { ArchiveReport, HaBackup } from '../domain/backup.ts';
import { manifestSchema, type Manifest } from '../domain/manifest.ts';
import { highestLevel } from '../domain/verification.ts';
import type { RetentionSettings } from '../domain/retention/policy.ts';

/** Who stores, for the manifest. */
export interface StoringIdentity {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly computerId: string;
  readonly computerName: string;
  /** How long it keeps its copies, for the other computers of the account. */
  readonly retention: RetentionSettings;
  readonly appVersion: string;
}

/** Which backup it is and what it holds. */
export type DescribedBackup = Pick<HaBackup, 'id' | 'name' | 'date' | 'kind' | 'haVersion' | 'addons' | 'folders'>;

/** The archive as it was uploaded, and what was found out about it. */
export type ProvenArchive = Pick<
  Manifest,
  'archive' | 'size' | 'sha256' | 'defects' | 'protected' | 'plainParts' | 'proof'
>;

/** Structure proven and hashed while the bytes passed, if nothing else is told. */
const intact = 1;

/** What says that a backup is stored: the only place where one is written down. Nothing in it is cut yet (`withinBounds`). */
export const buildManifest = (
  backup: DescribedBackup,
  archive: ProvenArchive,
  identity: StoringIdentity,
  now: Date,
): Manifest => ({
  schema: 1,
  backupId: backup.id,
  instanceId: identity.instanceId,
  instanceName: identity.instanceName,
  computerId: identity.computerId,
  computerName: identity.computerName,
  level: archive.proof ? highestLevel(archive.proof.levels) : intact,
  provedAt: now.toISOString(),
  ...archive,
  name: backup.name,
  date: backup.date,
  kind: backup.kind,
  haVersion: backup.haVersion ?? null,
  addons: [...backup.addons],
  folders: [...backup.folders],
  appVersion: identity.appVersion,
  retention: { ...identity.retention },
  confirmedAt: now.toISOString(),
});

/** Home Assistant's own spelling where it is a full date, for it shows the local time; else the same moment in UTC. */
export const isoDate = (date: string): string =>
  manifestSchema.shape.date.safeParse(date).success ? date : new Date(date).toISOString();

/** What the bytes said, for the manifest. */
export const protectionOf = (report: ArchiveReport): Pick<Manifest, 'protected' | 'plainParts'> => ({
  protected: report.protected,
  ...(report.plainParts.length > 0 && { plainParts: [...report.plainParts] }),
});
