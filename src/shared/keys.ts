import { z } from 'zod';
import { problemSchema } from './run-report.ts';

const moment = z.iso.datetime({ offset: true });

/** Where a key came from: Home Assistant has it now, it was remembered for restoring, or somebody gave it. */
export const keyOrigins = ['present', 'remembered', 'given'] as const;
export type KeyOrigin = (typeof keyOrigins)[number];

/** What a key opens of the encrypted copies in the cloud, as far as it was tried on them. */
const opening = {
  opens: z.number().int().nonnegative(),
  tried: z.number().int().nonnegative(),
  /** Null: not tried on the newest one, or there is none. */
  newest: z.boolean().nullable(),
};

const common = {
  /** Encrypted copies in the cloud. */
  copies: z.number().int().nonnegative(),
  /** When the key that Home Assistant had before was seen last; null: no other one was seen. */
  changedSince: moment.nullable(),
};

/** The keys that are known here: facts about them, never they themselves. */
export const keyListSchema = z.object({
  ...common,
  /** Home Assistant's present one, as it was seen last. Null: none was. */
  present: z.object({ since: moment, seen: moment, ...opening }).nullable(),
  /** Newest first. `at` names it, too. */
  remembered: z.array(
    z.object({
      at: moment,
      /** Whether it is Home Assistant's present one; null where that is not known. */
      isPresent: z.boolean().nullable(),
      ...opening,
    }),
  ),
});
export type KeyList = z.infer<typeof keyListSchema>;

/** What keys open, tried now. */
export const keyCheckSchema = z.object({
  ...common,
  /** The newest encrypted copy. */
  newest: z.object({ name: z.string(), date: z.string() }).nullable(),
  keys: z.array(
    z.object({
      from: z.enum(keyOrigins),
      isPresent: z.boolean().nullable(),
      /** It is kept in the keychain. */
      remembered: z.boolean(),
      ...opening,
    }),
  ),
  /** Why the cloud could not be asked, or not for all. */
  problem: problemSchema.nullable(),
});
export type KeyCheck = z.infer<typeof keyCheckSchema>;
