import { randomBytes } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** Version of the shape below. Raising it needs a migration and a fixture of the version before (see migrations.ts). */
export const settingsVersion = 1;

/** An address without credentials: settings hold no secrets. */
const isPlainUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' && url.username === '' && url.password === '';
};

const plainUrl = z
  .string()
  .max(2000)
  .refine(isPlainUrl, 'has to be an http or https address without user and password');
const absolutePath = z.string().refine(isAbsolute, 'has to be a full path');
const moment = z.iso.datetime({ offset: true, error: 'has to be a date and time' });
const controls = /\p{Cc}/u;

/** A name that a person gave and a terminal or file name may show. */
const label = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'has more than 100 characters')
  .refine((text) => !controls.test(text), 'has characters that cannot be shown');

/** One or more folder names with slashes between them, as they are seen in iCloud Drive. */
const isFolderPath = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part === part.trim()) &&
  !/[\p{Cc}\\:]/u.test(path);

const folderPath = z
  .string()
  .max(200, 'has more than 200 characters')
  .refine(isFolderPath, 'has to be a folder name without : or \\, and / only between folders');

const rate = String.raw`(?:off|(?:\d+(?:\.\d+)?|\.\d+)(?:b|[kmgtp](?:ib?)?)?)`;
const rates = `${rate}(?::${rate})?`;
const slot = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)-)?(?:[01]\d|2[0-3]):[0-5]\d,${rates}`;

/** What rclone's `--bwlimit` takes (1.75.2): one rate, `up:down`, or a timetable of them. A bare number is in KiB/s. */
const bandwidth = z
  .string()
  .regex(
    new RegExp(`^(?:${rates}|${slot}(?: ${slot})*)$`, 'i'),
    'has to be a speed such as 2M (about 2 MB/s) or a timetable such as "08:00,512k 23:00,off"',
  );

const wholeNumber = (min: number, max: number) => {
  const reason = `has to be a whole number from ${min} to ${max}`;
  return z.number(reason).int(reason).min(min, reason).max(max, reason);
};

export const instanceSchema = z.object({
  /** Short random id that everything on this computer refers to: secrets, gates, history. Never shown, never in iCloud. */
  key: z.string().regex(/^[0-9a-z]{4,16}$/),
  url: plainUrl,
  name: label,
  /** Best known identity (see HomeDescription); null before the first connection. */
  instanceId: z.string().min(1).nullable().default(null),
  /** The id is not Home Assistant's own: this app made it up and wrote it into the folder marker. */
  minted: z.boolean().default(false),
  /** Networks (see NetworkIdentity) on which the token may go out in plain http. */
  confirmedNetworks: z.array(z.string().min(1)).default([]),
  tls: z
    .object({
      caFile: absolutePath.optional(),
      /** SHA-256 of the one certificate that the user accepted, in hex, with or without colons. */
      fingerprint256: z
        .string()
        .regex(/^[0-9a-f]{2}(?::?[0-9a-f]{2}){31}$/i)
        .optional(),
    })
    .default({}),
  /** Name of its folder below the base folder, once there is one. */
  folder: z.string().min(1).nullable().default(null),
});

export const retentionSchema = z.object({
  /** Days since confirmation after which a copy may go; 0 = never. */
  days: wholeNumber(0, 3650).default(14),
  /** Newest verified copies that stay whatever their age. */
  floor: wholeNumber(1, 1000).default(3),
});

export const scheduleSchema = z.object({
  lookMinutes: wholeNumber(5, 1440).default(60),
  /** Asks Home Assistant for a new automatic backup when the newest is older; null = never, Home Assistant decides. */
  createIfOlderThanHours: wholeNumber(1, 8760).nullable().default(null),
});

/** What only the desktop app asks of a person. The terminal leaves it alone. */
export const desktopSchema = z.object({
  notifyProblems: z.boolean().default(true),
  notifySignIn: z.boolean().default(true),
  notifySuccess: z.boolean().default(false),
  pauseOnBattery: z.boolean().default(false),
  /** Said once: that closing the window leaves the app running, where the icon hides. */
  hintsGiven: z.array(z.string()).default([]),
});

export const settingsSchema = z.object({
  schemaVersion: z.literal(settingsVersion),
  instances: z.array(instanceSchema).default([]),
  /** Random, made once: says whose copies may be pruned. */
  computerId: z.string().regex(/^[0-9a-f]{16}$/),
  computerName: label,
  /** Folder in iCloud Drive that holds one folder per instance. */
  baseFolder: folderPath.default('HomeAssistantBackups'),
  retention: retentionSchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  /** Refuses backups that Home Assistant did not encrypt. */
  requireProtected: z.boolean().default(false),
  bandwidth: bandwidth.nullable().default(null),
  /** Proxy for rclone; null = what HTTPS_PROXY says. */
  proxy: plainUrl.nullable().default(null),
  /** PEM file of further authorities to trust, for Home Assistant and for rclone. */
  caFile: absolutePath.nullable().default(null),
  /** Bytes that pulled archives may take on this computer while earlier ones are still uploading. */
  stagingBudgetBytes: wholeNumber(0, 2 ** 50).default(8 * 1024 ** 3),
  appleId: z.string().min(3).max(254).nullable().default(null),
  /** When a code was last entered: Apple's trust in this computer ends about 30 days later. */
  trustedSince: moment.nullable().default(null),
  /** Where the secrets are; null before the set-up chose. */
  secretStore: z.enum(['keychain', 'environment', 'safe-storage']).nullable().default(null),
  /** Ids of other computers whose copies the user gave into this one's care. */
  adoptedComputers: z.array(z.string().min(1)).default([]),
  /** No unattended run before then. */
  pausedUntil: moment.nullable().default(null),
  desktop: desktopSchema.prefault({}),
});

/** Everything that the user decided, and what this computer has to remember for good. Holds no secret. */
export type Settings = z.infer<typeof settingsSchema>;
export type InstanceSettings = z.infer<typeof instanceSchema>;

export const freshSettings = (computerName: string): Settings =>
  settingsSchema.parse({
    schemaVersion: settingsVersion,
    computerId: randomBytes(8).toString('hex'),
    computerName: label.safeParse(computerName).data ?? 'This computer',
  });

export const newInstanceKey = (): string => randomBytes(4).toString('hex');
