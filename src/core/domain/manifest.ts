import { z } from 'zod';

/** Version of the manifest's shape. A newer one is read as "stored by a newer program": counted, never pruned. */
export const manifestSchemaVersion = 1;

const defect = z.object({
  kind: z.enum(['empty-part', 'unknown-format', 'app-missing', 'folder-missing', 'unlisted-part']),
  part: z.string(),
});

/**
 * What is known of one stored archive, in the file beside it. It is written last and removed last, so an archive with a
 * manifest is a whole one. It holds no secret: whoever can read the archive may read it.
 */
export const manifestSchema = z.object({
  schema: z.literal(manifestSchemaVersion),
  backupId: z.string().min(1),
  instanceId: z.string().min(1),
  instanceName: z.string(),
  computerId: z.string().min(1),
  computerName: z.string(),
  /** Name of the .tar beside this manifest. */
  archive: z.string().min(1),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Proof level (see the road in the map): 1 = structure walked and hashed on the way. */
  level: z.number().int().min(0).max(4),
  /** When that proof was had, ISO 8601. */
  provedAt: z.iso.datetime({ offset: true }),
  defects: z.array(defect),
  name: z.string(),
  /** As Home Assistant wrote it. */
  date: z.iso.datetime({ offset: true }),
  kind: z.enum(['automatic', 'manual', 'update']),
  protected: z.boolean(),
  haVersion: z.string().nullable(),
  /** Slugs of apps and names of folders inside, to notice later when one is missing. */
  addons: z.array(z.string()),
  folders: z.array(z.string()),
  appVersion: z.string(),
  /** When the upload had been listed and compared, ISO 8601. Retention counts from here. */
  confirmedAt: z.iso.datetime({ offset: true }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** An archive in iCloud with the manifest that belongs to it. Only these count, and only these can be pruned. */
export interface StoredBackup {
  readonly manifest: Manifest;
  readonly manifestName: string;
}

/** A file in the instance's folder, as listed. */
export interface RemoteFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The drive's own id; it changes with the content, so (id, size) is a cache key. */
  readonly id: string;
}
