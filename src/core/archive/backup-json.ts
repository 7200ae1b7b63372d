import { z } from 'zod';
import { isBoundedJson } from '../bounded-json.ts';
import { AppError } from '../errors/app-error.ts';

/** Python's `str()`, as old Supervisors read their own texts; other shapes are no text. */
const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

/** What only describes: a shape that is not expected counts as not said. */
const loose = z.preprocess(asText, z.string()).optional().catch(undefined);

/** Format 1 (up to mid 2021) wrote one digit of a checksum of the password there, or nothing. */
const protectedMark = z
  .union([z.boolean(), z.string().transform((text) => !['', '0', 'false', 'no', 'off'].includes(text.toLowerCase()))])
  .nullish()
  .catch(true)
  .transform((mark) => mark ?? false);

const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((list) => list ?? []);

/**
 * The parts of backup.json that the check stands on; everything else is let through. It reads whatever a Supervisor that
 * restores reads, back to the snapshots of Hass.io (supervisor/backups/validate.py and its forerunners,
 * facts#table-of-contents).
 */
const backupJsonSchema = z.object({
  slug: z.preprocess(asText, z.string().min(1)),
  version: z.coerce.number().catch(1),
  name: loose,
  date: loose,
  protected: protectedMark,
  homeassistant: z.object({ version: loose }).nullish().catch(undefined),
  folders: listOf(z.string()),
  addons: listOf(z.object({ slug: z.preprocess(asText, z.string()), name: loose, version: loose })),
  supervisor_version: loose,
});

export type BackupJson = z.infer<typeof backupJsonSchema>;

/** Larger than any real one by a factor of 20; a bigger claim is not read into memory. Bytes. */
export const maxBackupJson = 1024 * 1024;

/** A home with 60 apps writes some hundred values, four deep. In as few bytes could be a hundred thousand apps. */
const bounds = { values: 50_000, depth: 32 } as const;

/** Names under which a backup may describe itself; the second is ancient. */
export const isBackupJson = (name: string): boolean => name === 'backup.json' || name === 'snapshot.json';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Errors: `archive.no-backup-json` when it is no UTF-8 JSON of that shape, `archive.not-understood` when it holds too much. */
export const parseBackupJson = (bytes: Buffer): BackupJson => {
  if (!isBoundedJson(bytes, bounds)) throw new AppError('archive.not-understood', { part: 'backup.json' });
  try {
    return backupJsonSchema.parse(JSON.parse(utf8.decode(bytes)));
  } catch (error) {
    throw new AppError('archive.no-backup-json', { found: true }, error);
  }
};

/** `2026.11.0` -> [2026, 11]; `0.110.3` -> [0, 110]; of what is no version zeros. */
export const yearAndMonth = (version: string | undefined): readonly [year: number, month: number] => {
  const [year = 0, month = 0] = (version ?? '').split('.').map((piece) => Number.parseInt(piece, 10) || 0);
  return [year, month];
};

/** Name of Home Assistant's own part. */
export const corePart = 'homeassistant';

/**
 * Format 1 wrote `homeassistant` into every snapshot, as a set of settings; whether the part is in it stood among the
 * folders. Format 2 is marked as such; archives without a mark are told apart by the version that made them.
 */
const namesCore = ({ homeassistant, version }: BackupJson): boolean => {
  if (!homeassistant?.version) return false;
  const [year, month] = yearAndMonth(homeassistant.version);
  return version >= 2 || year > 2021 || (year === 2021 && month > 9);
};

/** Names of the parts, without `.tar` or `.tar.gz`, that backup.json promises. A folder's `/` becomes `_`. */
export const promisedParts = (json: BackupJson): string[] => [
  ...new Set([
    ...(namesCore(json) ? [corePart] : []),
    ...json.addons.map((addon) => addon.slug),
    ...json.folders.map((folder) => folder.replaceAll('/', '_')),
  ]),
];

/** `core_ssh.tar.gz` -> `core_ssh`; undefined for what is no part. */
export const partName = (member: string): string | undefined => /^([^/]+)\.tar(\.gz)?$/.exec(member)?.[1];
