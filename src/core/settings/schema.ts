import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { foreignLabel } from '../../shared/safe-text.ts';
import { choice, type AnyChoice } from '../../shared/settings/setting.ts';
import { absolutePath, folderPath, label, moment, plainUrl } from '../../shared/settings/shapes.ts';
import { desktopSettings, userSettings } from '../../shared/settings/table.ts';
import { fileShape } from './file-shape.ts';
import { secretStoreKinds } from '../../shared/vocabulary.ts';

/** Version of the shape below. Raising it needs a migration and a fixture of the version before (see migrations.ts). */
export const settingsVersion = 1;

export const instanceSchema = z.object({
  /** Short random id that everything on this computer refers to: secrets, gates, history. Never shown, never in iCloud. */
  key: z.string().regex(/^[0-9a-z]{4,16}$/),
  url: plainUrl,
  name: label,
  /** Best known identity (see HomeDescription); null before the first connection. */
  instanceId: z.string().min(1).nullable().default(null),
  /** The id is not Home Assistant's own: this app made it up and wrote it into the folder marker. */
  minted: z.boolean().default(false),
  /** The token was made by this app at a sign-in: it is deleted there when it is removed from here. */
  ownToken: z.boolean().default(false),
  /** Networks (see NetworkIdentity) on which the token may go out in plain http. */
  confirmedNetworks: z.array(z.string().min(1)).default([]),
  /** The plain http origin that the user allowed there; null: none, or (set up by an older program) that of `url`. */
  acceptedUnencrypted: plainUrl.nullable().default(null),
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

/** The table, and what the app remembers beside it. */
const rows = {
  ...userSettings,
  ...desktopSettings,
  /** Said once: that closing the window leaves the app running, where the icon hides. */
  hintsGiven: choice({
    place: 'desktop.hintsGiven',
    shape: z.array(z.string()),
    default: [],
    afterDamage: 'default',
    diagnostics: 'nothing',
  }),
};

export const choices: readonly AnyChoice[] = Object.values(rows);

/** What stands in for it when the file was damaged; undefined: the default. */
export const carefulOf = ({ afterDamage }: AnyChoice): unknown =>
  typeof afterDamage === 'object' ? afterDamage.careful : undefined;

/** After damage the user has to look through it. */
export const isAsked = ({ afterDamage }: AnyChoice): boolean => afterDamage !== 'default';

export const settingsSchema = z.object({
  schemaVersion: z.literal(settingsVersion),
  instances: z.array(instanceSchema).default([]),
  /** Random, made once: says whose copies may be pruned. */
  computerId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Folder in iCloud Drive that holds one folder per instance. */
  baseFolder: folderPath.default('HomeAssistantBackups'),
  ...fileShape(rows),
  appleId: z.string().min(3).max(254).nullable().default(null),
  /** When a code was last entered: Apple's trust in this computer ends about 30 days later. */
  trustedSince: moment.nullable().default(null),
  /** Where the secrets are; null before the set-up chose. */
  secretStore: z.enum(secretStoreKinds).nullable().default(null),
  /** The file was damaged: what fell back, and the copy that was kept. There until the user has looked through it. */
  review: z.object({ kept: z.string(), lost: z.array(z.string()) }).optional(),
});

/** Everything that the user decided, and what this computer has to remember for good. Holds no secret. */
export type Settings = z.infer<typeof settingsSchema>;
export type InstanceSettings = z.infer<typeof instanceSchema>;

export const freshSettings = (computerName: string): Settings =>
  settingsSchema.parse({
    schemaVersion: settingsVersion,
    computerId: randomBytes(8).toString('hex'),
    computerName: foreignLabel(computerName, 'This computer'),
  });

export const newInstanceKey = (): string => randomBytes(4).toString('hex');
