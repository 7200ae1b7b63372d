import { createHash } from 'node:crypto';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import { dayMs } from '../domain/retention.ts';
import { AppError } from '../errors/app-error.ts';

const moment = z.iso.datetime({ offset: true });
const isKnown = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(errorCodes, value);

/** A code that only a newer program knows shuts the gate as `internal`, and its name is kept for that program. */
const keepUnknown = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('code' in value)) return value;
  if ('newer' in value && isKnown(value.newer)) return { ...value, code: value.newer, newer: undefined };
  if (typeof value.code !== 'string' || isKnown(value.code)) return value;
  return { ...value, code: 'internal', newer: value.code };
};

const withCode = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(keepUnknown, z.object({ ...shape, code: z.custom<ErrorCode>(isKnown), newer: z.string().optional() }));

const perBackup = z.object({
  /** Failed attempts in a row; decides the back-off. */
  failures: z.number().int().nonnegative(),
  notBefore: moment.optional(),
  /** The archive itself was refused: not tried again while Home Assistant lists the same size. */
  refused: withCode({ size: z.number().int().nonnegative().nullable() }).optional(),
});

/**
 * Refusals that outlive a restart. They are looked at before any call, so that neither a restart, nor a schedule, nor a
 * second command can get an address banned or an Apple account locked. Times are ISO 8601.
 */
export const gatesSchema = z.object({
  /** By instance key: hash of the token that Home Assistant refused. Another token lifts it. */
  tokensRefused: z.record(z.string(), withCode({ hash: z.string() })),
  /** Apple will only go on after the user did something. Lifted by a completed sign-in or approval. */
  appleNeedsUser: withCode({ since: moment }).optional(),
  /** Apple asked for quiet. */
  appleNotBefore: moment.optional(),
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
  /** Copies counted at the last complete look at a folder: an empty one later means that something is wrong. */
  knownCopies: z.record(z.string(), z.number().int().nonnegative()),
});

export type Gates = z.infer<typeof gatesSchema>;

export const openGates = (): Gates => ({
  tokensRefused: {},
  silentSignIns: [],
  signIn: { codesAsked: [], wrongCodes: [], wrongPasswords: [] },
  backups: {},
  pruned: [],
  damagedUploads: {},
  pruning: [],
  knownCopies: {},
});

/** Enough to recognise a token, useless to guess it (a token has 256 random bits in its signature). */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

/** One more deletion is about to begin: counted before it is done, so that the limit holds whatever happens next. */
export const rememberRemoval = (gates: Gates, manifestName: string, now: Date): Gates => ({
  ...gates,
  pruned: [...within(gates.pruned, dayMs, now), now.toISOString()],
  pruning: [...gates.pruning.filter((name) => name !== manifestName), manifestName],
});

/** Whether deletions wait for the user, at most a day: a moment further off is a clock's that was wrong once. */
export const isPruneHeld = ({ pruneNotBefore }: Gates, now: Date): boolean => {
  const left = pruneNotBefore === undefined ? 0 : new Date(pruneNotBefore).getTime() - now.getTime();
  return left > 0 && left <= dayMs;
};

/** Both files are gone. */
export const forgetRemovals = (gates: Gates, manifestNames: readonly string[]): Gates => ({
  ...gates,
  pruning: gates.pruning.filter((name) => !manifestNames.includes(name)),
});

/** Throws what Home Assistant said to this very token before. */
export const checkToken = (gates: Gates, instanceKey: string, token: string): void => {
  const refused = gates.tokensRefused[instanceKey];
  if (refused?.hash === tokenHash(token)) throw new AppError(refused.code, { remembered: true });
};

/** Throws why Apple must not be spoken to now. */
export const checkApple = (gates: Gates, now: Date): void => {
  if (gates.appleNeedsUser)
    throw new AppError(gates.appleNeedsUser.code, { since: gates.appleNeedsUser.since, remembered: true });
  if (gates.appleNotBefore && now < new Date(gates.appleNotBefore)) {
    throw new AppError('icloud.throttled', { until: gates.appleNotBefore, remembered: true });
  }
};

/** Codes after which every further automatic call to Apple would fail the same way or do harm. */
export const gatesOfApple: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'icloud.not-signed-in',
  'icloud.trust-expired',
  'icloud.session-refused',
  'icloud.terms-pending',
  'icloud.approval-needed',
  'icloud.password-wrong',
  'icloud.account-locked',
]);

const throttleMs = 6 * 3_600_000;

/**
 * Remembers what Apple (or rclone for it) answered; codes that are no gate change nothing, nor does an error that came from
 * a gate itself: it would move its own end on and on.
 */
export const rememberApple = (gates: Gates, error: AppError, now: Date): Gates => {
  if (error.facts['remembered'] === true) return gates;
  if (error.code === 'icloud.throttled') {
    return { ...gates, appleNotBefore: new Date(now.getTime() + throttleMs).toISOString() };
  }
  if (!gatesOfApple.has(error.code)) return gates;
  return { ...gates, appleNeedsUser: { code: error.code, since: now.toISOString() } };
};

/** The user signed in or approved: everything that waited for that is open again. */
export const liftApple = (gates: Gates): Gates => ({ ...withoutApple(gates), signIn: openGates().signIn });

/** The account is gone from this computer, and with it what Apple wanted of it. Limits and pauses stay: they protect the user. */
export const forgetAccount = (gates: Gates): Gates => {
  const { appleNotBefore } = gates;
  return { ...withoutApple(gates), ...(appleNotBefore === undefined ? {} : { appleNotBefore }) };
};

const withoutApple = (gates: Gates): Gates =>
  Object.fromEntries(
    Object.entries(gates).filter(([name]) => !['appleNeedsUser', 'appleNotBefore', 'full'].includes(name)),
  ) as Gates;

export const within = (moments: readonly string[], ms: number, now: Date): string[] =>
  moments.filter((at) => now.getTime() - new Date(at).getTime() < ms);
