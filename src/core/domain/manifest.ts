import { z } from 'zod';
import { proofSchema, type copyTestSchema } from '../../shared/proof.ts';
import { backupKinds } from '../../shared/vocabulary.ts';

/**
 * Bytes of a manifest or a folder's marker. What is larger is not read, so nothing larger is ever written: `withinBounds`
 * sees to that before an archive goes up.
 */
export const noteLimit = 256 * 1024;

/** Version of the manifest's shape. A newer one is read as "stored by a newer program": counted, never pruned. */
export const manifestSchemaVersion = 1;

const defect = z.object({
  kind: z.enum(['empty-part', 'unknown-format', 'app-missing', 'folder-missing', 'unlisted-part']),
  part: z.string(),
});

/** A list whose reading ends at its first odd entry: in one manifest there may be a hundred thousand of them. */
const listOf = <T>(entry: z.ZodType<T>) =>
  z.array(z.unknown()).transform((list, context): T[] => {
    const read: T[] = [];
    for (const one of list) {
      const found = entry.safeParse(one);
      if (!found.success) {
        context.addIssue('odd entry');
        return z.NEVER;
      }
      read.push(found.data);
    }
    return read;
  });

/**
 * What is known of one stored archive, in the file beside it. It is written last and removed last, so an archive with a
 * manifest is a whole one. It holds no secret: everyone who can read the archive may read it.
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
  /** The highest level of the ladder (shared/ladder.ts) that holds with all below it. */
  level: z.number().int().min(0).max(4),
  /** When that proof was had, ISO 8601. */
  provedAt: z.iso.datetime({ offset: true }),
  /** Each level on its own; older programs did not keep it, and one that cannot be read costs itself alone. */
  proof: proofSchema.optional().catch(undefined),
  defects: listOf(defect),
  name: z.string(),
  /** As Home Assistant wrote it. */
  date: z.iso.datetime({ offset: true }),
  kind: z.enum(backupKinds),
  /** Every part is encrypted, by its bytes. */
  protected: z.boolean(),
  /** Where only some are: the others (new since schema 1 was fixed, so it may be missing). */
  plainParts: listOf(z.string()).optional(),
  haVersion: z.string().nullable(),
  /** Slugs of apps and names of folders inside, to notice later when one is missing. */
  addons: listOf(z.string()),
  folders: listOf(z.string()),
  /** How many entries of a list were left out because the whole would have been too long. */
  leftOut: z
    .object({ addons: z.number().int(), folders: z.number().int(), defects: z.number().int() })
    .partial()
    .optional()
    .catch(undefined),
  appVersion: z.string(),
  /** How long the computer that stored it wanted to keep it then; programs before did not say. */
  retention: z.object({ days: z.number().int().nonnegative(), floor: z.number().int().nonnegative() }).optional(),
  /** When the upload had been listed and compared, ISO 8601. Retention counts from here. */
  confirmedAt: z.iso.datetime({ offset: true }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/**
 * What a manifest that cannot be used says of itself: `unreadable` = it was fetched and is no manifest (or could not be had
 * for days); `newer` = a later program wrote it; `unfetched` = it could not be had this time, so nothing is known.
 */
export type ManifestState = Manifest | 'unreadable' | 'newer' | 'unfetched';

/** An archive in the cloud with the manifest that belongs to it. Only these count, and only these can be pruned. */
export interface StoredBackup {
  readonly manifest: Manifest;
  readonly manifestName: string;
  /** What its last test came to, where there was one. */
  readonly test?: z.infer<typeof copyTestSchema> | undefined;
  /** Since when the user wants it never to be deleted (domain/pins.ts), ISO 8601. */
  readonly pinnedAt?: string | undefined;
}

/** A file in the instance's folder, as listed. */
export interface RemoteFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The drive's own id; it changes with the content, so (id, size) is a cache key. */
  readonly id: string;
  /** When it was last changed, in milliseconds since 1970, where the listing said so. */
  readonly modifiedMs?: number;
}
