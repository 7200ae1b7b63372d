import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../shared/run-report.ts';
import type { LogoutResult } from '../../shared/status.ts';
import { configFile, signInStaging, type Context } from '../context.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { Secrets } from '../ports/secret-store.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { forgetAccount } from '../state/gates.ts';
import { diskError } from '../state/json-file.ts';
import { problemOf } from '../sync/transfer.ts';
import { takeRunLock } from './under-run-lock.ts';

export type LogoutWhat = 'apple' | 'ha' | 'all';

type Removed = LogoutResult['removed'][number];

/**
 * Takes from this computer what it holds of Apple, of Home Assistant, or of both. Copies in iCloud stay. A part that fails
 * does not keep the others: it is named in `problems`.
 */
export const logout = async (context: Context, what: LogoutWhat, signal: AbortSignal): Promise<LogoutResult> => {
  await context.settings.load();
  const lock = await takeRunLock(context, { waitMs: patienceMs.command }, signal);
  const removed: Removed[] = [];
  const problems: Problem[] = [];
  const attempt = async (part: Removed, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      removed.push(part);
    } catch (thrown) {
      problems.push(problemOf(toAppError(thrown)));
    }
  };
  try {
    if (what !== 'ha') {
      await attempt('config', () => removeConfig(context, signal));
      await attempt('apple', () => forgetApple(context));
    }
    if (what !== 'apple') {
      await attempt('ha-token', () => forgetTokens(context));
      await attempt('staging', () => removeFolder(context.ports.folders.staging));
    }
    const isLeft = what === 'all' && !(['apple', 'ha-token'] as const).every((part) => removed.includes(part));
    if (what === 'all') await attempt('settings', () => forgetAll(context, isLeft));
  } finally {
    await lock.release();
  }
  const { baseFolder } = context.settings.current;
  return { removed, kept: [`iCloud Drive/${baseFolder}`], problems };
};

const removeConfig = async (context: Context, signal: AbortSignal): Promise<void> => {
  const file = configFile(context.ports);
  await context.runner.exclusive(undefined, () => removeFile(file), signal);
  await removeFolder(signInStaging(context.ports));
  await removeFolder(join(context.ports.folders.cache, 'rclone'));
  await removeFolder(join(context.ports.folders.cache, 'drive'));
};

/** The key goes with the config it opened: the next sign-in mints a new pair. */
const forgetApple = async (context: Context): Promise<void> => {
  await changeSecrets(context, ({ haTokens }) => (haTokens ? { haTokens } : {}));
  await context.settings.update((current) => ({ ...current, appleId: null, trustedSince: null }));
  await context.gates.update(forgetAccount);
  await noteHistory(context, { kind: 'sign-in', at: context.ports.clock.now().toISOString(), what: 'signed-out' });
};

const forgetTokens = async (context: Context): Promise<void> => {
  await changeSecrets(context, (secrets) => withoutTokens(secrets));
  await context.settings.update((current) => ({ ...current, instances: [] }));
  await context.gates.update((gates) => ({ ...gates, tokensRefused: {} }));
};

const withoutTokens = ({ appleId, applePassword, configKey }: Secrets): Secrets => ({
  ...(appleId === undefined ? {} : { appleId }),
  ...(applePassword === undefined ? {} : { applePassword }),
  ...(configKey === undefined ? {} : { configKey }),
});

/** What the environment supplies is not ours to remove; an item that holds nothing any more goes altogether. */
const changeSecrets = async (context: Context, change: (secrets: Secrets) => Secrets): Promise<void> => {
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
const forgetAll = async (context: Context, isSecretLeft: boolean): Promise<void> => {
  await context.gates.update((gates) => ({ ...gates, backups: {}, knownCopies: {} }));
  await context.lastLook.update(() => ({}));
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
