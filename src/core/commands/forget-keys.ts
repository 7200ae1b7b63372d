import type { KeyList } from '../../shared/keys.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { changeRemembered, withoutKey } from '../keys/remembered-keys.ts';
import { patienceMs } from '../state/run-lock.ts';
import { listKeys, type KeyListNeeds } from './list-keys.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

/**
 * Forgets one remembered key, or all of them. Errors: `keys.not-remembered`, `secrets.*`, `sync.running`.
 *
 * @param which - by the moment at which it was remembered
 */
export const forgetKeys = async (
  context: KeyListNeeds & LockNeeds & Needs<'chooseSecretStore'>,
  which: { readonly at: string } | 'all',
  signal: AbortSignal,
): Promise<KeyList> =>
  await underRunLock(context, { waitMs: patienceMs.command }, signal, async () => {
    if (context.settings.current.secretStore === null) throw new AppError('keys.not-remembered', { known: 0 });
    await changeRemembered(context, (held) => (which === 'all' ? none(held) : withoutKey(held, which.at)));
    return await listKeys(context);
  });

/** The same list where there is nothing to forget: nothing is written then. */
const none = <T>(held: readonly T[]): readonly T[] => (held.length === 0 ? held : []);
