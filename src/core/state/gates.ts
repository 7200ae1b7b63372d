import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isErrorCode, type ErrorCode } from '../../shared/error-codes.ts';
import type { Doubt } from '../domain/doubts.ts';
import { archiveOfManifest } from '../domain/names.ts';
import { dayMs } from '../domain/day.ts';
import { AppError } from '../errors/app-error.ts';
import { doubtKinds } from '../../shared/vocabulary.ts';

const moment = z.iso.datetime({ offset: true });

/** A code that only a newer program knows shuts the gate as `internal`, and its name is kept for that program. */
const keepUnknown = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('code' in value)) return value;
  if ('newer' in value && isErrorCode(value.newer)) return { ...value, code: value.newer, newer: undefined };
  if (typeof value.code !== 'string' || isErrorCode(value.code)) return value;
  return { ...value, code: 'internal', newer: value.code };
};

const withCode = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    keepUnknown,
    z.object({ ...shape, code: z.custom<ErrorCode>(isErrorCode), newer: z.string().optional() }),
  );

/** Why an archive was refused, and with which listed size. */
const verdict = withCode({ size: z.number().int().nonnegative().nullable() });

const perBackup = z.object({
  /** Failed attempts in a row; decides the back-off. */
  failures: z.number().int().nonnegative(),
  notBefore: moment.optional(),
  /** The last verdict on the archive itself; a second download decides. */
  doubt: verdict.optional(),
  /** Two downloads led to the same verdict: not tried again while Home Assistant lists the same size. */
  refused: verdict.optional(),
});

const doubtSchema = z.object({
  kind: z.enum(doubtKinds),
  backupId: z.string(),
  own: z.boolean(),
  since: moment,
  seen: moment,
  sightings: z.number().int().nonnegative(),
  answered: z.literal(true).optional(),
}) satisfies z.ZodType<Doubt>;

/**
 * Refusals that outlive a restart. They are looked at before any call, so that neither a restart, nor a schedule, nor a
 * second command can get an address banned or an Apple account locked. Times are ISO 8601.
 */
export const gatesSchema = z.object({
  /** By instance key: hash of the token that Home Assistant refused. Another token lifts it. */
  tokensRefused: z.record(z.string(), withCode({ hash: z.string() })),
  /** Apple will only go on after the user did something. Lifted by a completed sign-in or approval. */
  appleNeedsUser: withCode({ since: moment }).optional(),
  /** Apple asked for quiet, or refused in a way that asking again soon does not change: not before then. */
  appleNotBefore: moment.optional(),
  /** What it said, where it was no request for quiet. */
  appleRefusal: withCode({}).optional(),
  /** When it said so lately: each time more in a row makes the pause longer. */
  applePauses: z.array(moment).default([]),
  /** Silent sign-ins (at most one in 24 hours). */
  silentSignIns: z.array(moment),
  /** Ends with the user's word, or when an upload succeeded. */
  full: z.object({ since: moment, neededBytes: z.number().int().nonnegative() }).optional(),
  signIn: z.object({
    /** Codes that Apple was asked to send. */
    codesAsked: z.array(moment),
    wrongCodes: z.array(moment),
    wrongPasswords: z.array(moment),
  }),
  backups: z.record(z.string(), perBackup),
  /** Deletions done unattended, for the limit per 24 hours. */
  pruned: z.array(moment),
  /** No deletion without the user before then: it is not known how many there were lately. */
  pruneNotBefore: moment.optional(),
  /** Own unconfirmed uploads that were brought back and found torn: size by name. */
  damagedUploads: z.record(z.string(), z.number()).default({}),
  /** Names of manifests whose archives we are about to delete, until both are gone. */
  pruning: z.array(z.string()).default([]),
  /** Files that this computer deleted lately, by name: when. A listing may go on showing them for a while. */
  gone: z.record(z.string(), moment).default({}),
  /** Archives that were stored and are not in their places, by name (domain/doubts.ts). */
  doubts: z.record(z.string(), doubtSchema).default({}),
  /** Archives that came back from iCloud as something else than what was stored, by name: when that was seen. */
  spoilt: z.record(z.string(), moment).default({}),
  /** Copies that the user wants never to be deleted, by attempt: since when (domain/pins.ts). */
  pins: z.record(z.string(), moment).default({}),
  /** Own unconfirmed uploads that could not be taken in, by name: failures in a row, and when to try again. */
  adoptions: z
    .record(z.string(), z.object({ failures: z.number().int().nonnegative(), notBefore: moment }))
    .default({}),
  /** When a restore test was begun last, unattended. */
  testTried: moment.optional(),
  /** When this computer finished one last, also where iCloud took no note of it. */
  tested: moment.optional(),
  /** Copies counted at the last complete look at a folder: an empty one later means that something is wrong. */
  knownCopies: z.record(z.string(), z.number().int().nonnegative()),
});

export type Gates = z.infer<typeof gatesSchema>;

export const openGates = (): Gates => ({
  tokensRefused: {},
  applePauses: [],
  silentSignIns: [],
  signIn: { codesAsked: [], wrongCodes: [], wrongPasswords: [] },
  backups: {},
  pruned: [],
  damagedUploads: {},
  pruning: [],
  gone: {},
  doubts: {},
  spoilt: {},
  pins: {},
  adoptions: {},
  knownCopies: {},
});

/** Enough to recognise a token, useless to guess it (a token has 256 random bits in its signature). */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

/** One more deletion is about to begin, whatever is deleted: counted before it is done, so that the limit holds in any case. */
export const countRemoval = (gates: Gates, now: Date): Gates => ({
  ...gates,
  pruned: [...within(gates.pruned, dayMs, now), now.toISOString()],
});

/** The same for a copy: half of it gone is then known to be our own work. */
export const rememberRemoval = (gates: Gates, manifestName: string, now: Date): Gates => ({
  ...countRemoval(gates, now),
  pruning: [...gates.pruning.filter((name) => name !== manifestName), manifestName],
});

/** Whether deletions wait for the user, at most a day: a moment further off is a clock's that was wrong once. */
export const isPruneHeld = ({ pruneNotBefore }: Gates, now: Date): boolean => isAhead(pruneNotBefore, dayMs, now);

/**
 * Whether a moment is still to come. One that is further off than the longest wait of its kind was written by a clock that
 * was ahead, and holds nothing up.
 */
export const isAhead = (moment: string | undefined, longestMs: number, now: Date): boolean => {
  const left = moment === undefined ? 0 : new Date(moment).getTime() - now.getTime();
  return left > 0 && left <= longestMs;
};

/** No pause between two attempts at one backup or upload is longer. */
export const maxPauseMs = 7 * dayMs;

/**
 * Both files are gone: there is nothing to finish, and nothing to ask the user about. What they answered is kept, so that
 * the backup does not come back.
 */
export const forgetRemovals = (gates: Gates, manifestNames: readonly string[]): Gates => {
  const archives = new Set(manifestNames.map((name) => archiveOfManifest(name) ?? name));
  const doubts = Object.entries(gates.doubts).filter(
    ([archive, { answered }]) => answered === true || !archives.has(archive),
  );
  return {
    ...gates,
    pruning: gates.pruning.filter((name) => !manifestNames.includes(name)),
    doubts: Object.fromEntries(doubts),
  };
};

/** What was surely deleted, whatever a late listing shows. Files are told by their names, of which none is given twice. */
export const rememberGone = (gates: Gates, names: readonly string[], now: Date): Gates => ({
  ...gates,
  gone: {
    ...Object.fromEntries([...goneLately(gates, now)].map((name) => [name, gates.gone[name] ?? ''])),
    ...Object.fromEntries(names.map((name) => [name, now.toISOString()])),
  },
});

/** What is shown again a day later was put back by somebody. */
export const goneLately = ({ gone }: Pick<Gates, 'gone'>, now: Date): Set<string> =>
  new Set(Object.keys(gone).filter((name) => within([gone[name] ?? ''], dayMs, now).length > 0));

/** Throws what Home Assistant said to this very token before. */
export const checkToken = (gates: Gates, instanceKey: string, token: string): void => {
  const refused = gates.tokensRefused[instanceKey];
  // A ban is met before the token is used: only older programs noted one here.
  if (refused?.hash === tokenHash(token) && refused.code !== 'ha.banned')
    throw new AppError(refused.code, { remembered: true });
};

/** Those of the last `ms`. One in the future, further off than clocks usually are, was written by a clock that was wrong. */
export const within = (moments: readonly string[], ms: number, now: Date): string[] =>
  moments.filter((at) => {
    const age = now.getTime() - new Date(at).getTime();
    return age < ms && age > -ms;
  });
