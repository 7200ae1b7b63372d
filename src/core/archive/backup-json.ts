import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/** The parts of backup.json (version 2) that the check stands on; everything else is let through (facts 14.2). */
const backupJsonSchema = z.object({
  slug: z.string().min(1),
  name: z.string().optional(),
  date: z.string().optional(),
  protected: z.boolean().optional().default(false),
  homeassistant: z.object({ version: z.string().optional() }).nullish(),
  folders: z.array(z.string()).optional().default([]),
  addons: z
    .array(z.object({ slug: z.string() }))
    .optional()
    .default([]),
});

export type BackupJson = z.infer<typeof backupJsonSchema>;

/** Names under which a backup may describe itself; the second is ancient. */
export const isBackupJson = (name: string): boolean => name === 'backup.json' || name === 'snapshot.json';

/** Error: `archive.no-backup-json` when it is no JSON of that shape. */
export const parseBackupJson = (bytes: Buffer): BackupJson => {
  try {
    return backupJsonSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new AppError('archive.no-backup-json', { found: true }, error);
  }
};

/** Names of the parts, without `.tar` or `.tar.gz`, that backup.json promises. A folder's `/` becomes `_`. */
export const promisedParts = (json: BackupJson): string[] => [
  ...(json.homeassistant ? ['homeassistant'] : []),
  ...json.addons.map((addon) => addon.slug),
  ...json.folders.map((folder) => folder.replaceAll('/', '_')),
];

/** `core_ssh.tar.gz` -> `core_ssh`; undefined for what is no part. */
export const partName = (member: string): string | undefined => /^([^/]+)\.tar(\.gz)?$/.exec(member)?.[1];
