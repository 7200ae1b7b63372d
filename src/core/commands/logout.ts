import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../shared/run-report.ts';
import type { LogoutResult } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { configFile, signInStaging } from '../open-drive.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import type { Secrets } from '../ports/secret-store.ts';
import { noKeyNotes } from '../keys/key-notes.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs, type RunLock } from '../state/run-lock.ts';
import { forgetAccount } from '../icloud/apple-gate.ts';
import { diskError } from '../state/json-file.ts';
import { problemOf } from '../sync/transfer.ts';
import { elsewhere, isLeftAt, withLeft } from '../report-home/left-behind.ts';
import { onlyLeft } from '../report-home/memory.ts';
import { leftBehindError, removeDevice, type ConnectAppNeeds } from './home-device.ts';
import { forgetOwnToken } from './own-token.ts';
import { takeRunLock, type LockNeeds } from './under-run-lock.ts';
import type { LogoutWhat } from '../../shared/vocabulary.ts';

export type { LogoutWhat } from '../../shared/vocabulary.ts';

type LogoutNeeds = Needs<
  'gates' | 'history' | 'keyNotes' | 'lastLook' | 'lastRestore' | 'runner' | 'secretStore' | 'settings' | 'telling',
  'clock' | 'folders' | 'logger'
> &
  ConnectAppNeeds &
  LockNeeds;

type Removed = LogoutResult['removed'][number];

/**
 * Takes from this computer what it holds of Apple, of Home Assistant, or of both. Copies in iCloud stay. A part that fails
 * does not keep the others: it is named in `problems`. A run of another process is asked to end; where it does not, the token
 * alone is taken from it, and `sync.running` names the process. Errors: `sync.cancelled`, `settings.newer`, `disk.*`.
 */
export const logout = async (context: LogoutNeeds, what: LogoutWhat, signal: AbortSignal): Promise<LogoutResult> => {
  await context.settings.load();
  const { lock, running } = await stopAndTakeLock(context, signal);
  const removed: Removed[] = [];
  const problems: Problem[] = running ? [problemOf(running)] : [];
  const attempt = async (part: Removed, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      removed.push(part);
      return true;
    } catch (thrown) {
      problems.push(problemOf(toAppError(thrown)));
      return false;
    }
  };
  try {
    // rclone may write its config back at its end, and a run writes into the staging folder: neither goes while somebody has them.
    if (what !== 'ha' && lock) {
      await attempt('config', () => removeConfig(context, signal));
      await attempt('apple', () => forgetApple(context));
    }
    if (what !== 'apple') {
      const isLeftThere = !(await leaveHome(context, attempt, signal));
      const withKeys = await keysBeside(context);
      await attempt('ha-token', () => forgetTokens(context, isLeftThere));
      if (removed.includes('ha-token')) removed.push(...withKeys);
      if (lock) await attempt('staging', () => removeFolder(context.ports.folders.staging));
    }
    const isLeft = what === 'all' && !(['apple', 'ha-token'] as const).every((part) => removed.includes(part));
    if (what === 'all' && lock) await attempt('settings', () => forgetAll(context, isLeft));
  } finally {
    await lock?.release();
  }
  const { baseFolder } = context.settings.current;
  return { removed, kept: [`iCloud Drive/${baseFolder}`], problems };
};

/**
 * What Home Assistant holds of ours, as long as there is a token for it; the token goes last. False: our device stays there.
 */
const leaveHome = async (
  context: LogoutNeeds,
  attempt: (part: Removed, work: () => Promise<void>) => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> => {
  const isGone = !(await isTold(context)) || (await attempt('sensors', () => takeFromHome(context, signal)));
  if (context.settings.current.instances.some(({ ownToken }) => ownToken))
    await attempt('own-token', () => takeOwnToken(context, signal));
  return isGone;
};

/** Its user can delete it there. Error: `ha.token-left-behind`. */
const takeOwnToken = async (context: LogoutNeeds, signal: AbortSignal): Promise<void> => {
  try {
    await forgetOwnToken(context, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    throw isCode(error, 'sync.cancelled') ? error : new AppError('ha.token-left-behind', {}, error);
  }
};

/** What stays there its user has to know of: without this computer the alarm sounds. Error: `telling.left-behind`. */
const takeFromHome = async (context: LogoutNeeds, signal: AbortSignal): Promise<void> => {
  try {
    await removeDevice(context, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    throw isCode(error, 'sync.cancelled') ? error : leftBehindError(context.instance(), error);
  }
};

/** Whether Home Assistant may have a device of ours. */
const isTold = async ({ settings, telling }: LogoutNeeds): Promise<boolean> => {
  const { device, leftBehind } = await telling.read();
  const [instance] = settings.current.instances;
  if (!instance) return false;
  return settings.current.sensors || device !== undefined || isLeftAt(leftBehind, instance);
};

/** The lock, or who keeps it even though it was asked to end. */
const stopAndTakeLock = async (
  context: LogoutNeeds,
  signal: AbortSignal,
): Promise<{ readonly lock?: RunLock; readonly running?: AppError }> => {
  try {
    return { lock: await takeRunLock(context, { waitMs: patienceMs.logout, asksToStop: true }, signal) };
  } catch (error) {
    if (!isCode(error, 'sync.running')) throw error;
    return { running: toAppError(error) };
  }
};

const removeConfig = async (context: LogoutNeeds, signal: AbortSignal): Promise<void> => {
  const file = configFile(context.ports);
  await context.runner.exclusive(undefined, () => removeFile(file), signal);
  await removeFolder(signInStaging(context.ports));
  await removeFolder(join(context.ports.folders.cache, 'rclone'));
  await removeFolder(join(context.ports.folders.cache, 'drive'));
};

/** The key goes with the config it opened: the next sign-in mints a new pair. */
const forgetApple = async (context: LogoutNeeds): Promise<void> => {
  await changeSecrets(context, ({ haTokens, backupKeys }) => ({
    ...(haTokens ? { haTokens } : {}),
    ...(backupKeys ? { backupKeys } : {}),
  }));
  await context.settings.update((current) => ({ ...current, appleId: null, trustedSince: null }));
  await context.gates.update(forgetAccount);
  await noteHistory(context, { kind: 'sign-in', at: context.ports.clock.now().toISOString(), what: 'signed-out' });
};

const forgetTokens = async (context: LogoutNeeds, isLeftThere: boolean): Promise<void> => {
  await changeSecrets(context, (secrets) => withoutTokens(secrets));
  const [instance] = context.settings.current.instances;
  await context.settings.update((current) => ({
    ...current,
    instances: [],
    sensors: false,
    alarm: { ...current.alarm, afterMinutes: null },
    phoneCode: { notify: [] },
  }));
  const now = context.ports.clock.now();
  await context.telling.update((memory) => {
    const { leftBehind } = memory;
    if (!instance) return onlyLeft(memory);
    const left = isLeftThere ? withLeft(leftBehind, instance, now) : elsewhere(leftBehind, instance);
    return { ...onlyLeft(memory), leftBehind: left };
  });
  await context.gates.update((gates) => ({ ...gates, tokensRefused: {} }));
  await context.keyNotes.update(noKeyNotes);
};

/** Keys of the home that is taken from here go with its token. */
const withoutTokens = ({ appleId, applePassword, configKey }: Secrets): Secrets => ({
  ...(appleId === undefined ? {} : { appleId }),
  ...(applePassword === undefined ? {} : { applePassword }),
  ...(configKey === undefined ? {} : { configKey }),
});

/** For the answer alone: a store that cannot be read says so when something is to be removed from it. */
const keysBeside = async (context: LogoutNeeds): Promise<Removed[]> => {
  if (context.settings.current.secretStore === null) return [];
  const held = await context
    .secretStore()
    .then((store) => store.read())
    .catch(() => undefined);
  return (held?.backupKeys ?? []).length > 0 ? ['backup-keys'] : [];
};

/** What the environment supplies is not ours to remove; an item that holds nothing any more goes altogether. */
const changeSecrets = async (context: LogoutNeeds, change: (secrets: Secrets) => Secrets): Promise<void> => {
  const { secretStore } = context.settings.current;
  if (secretStore === null || secretStore === 'environment') return;
  const store = await context.secretStore();
  const held = await store.read();
  if (!held) return;
  const left = change(held);
  if (Object.keys(left).length === 0) await store.remove();
  else await store.write(left);
};

/** As long as a secret could not be removed, the next attempt has to know where it is. */
const forgetAll = async (context: LogoutNeeds, isSecretLeft: boolean): Promise<void> => {
  await context.gates.update((gates) => ({ ...gates, backups: {}, knownCopies: {} }));
  await context.lastLook.update(() => ({}));
  await context.lastRestore.update(() => ({ last: null }));
  if (!isSecretLeft) await context.settings.update((current) => ({ ...current, secretStore: null }));
};

const removeFile = async (path: string): Promise<void> => {
  await rm(path, { force: true }).catch(fail);
};

const removeFolder = async (path: string): Promise<void> => {
  await rm(path, { recursive: true, force: true }).catch(fail);
};

const fail = (error: unknown): never => {
  throw error instanceof AppError ? error : diskError(error);
};
