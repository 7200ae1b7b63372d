import type { Needs } from '../context.ts';
import { changeRemembered, withKeys } from '../keys/remembered-keys.ts';
import { patienceMs } from '../state/run-lock.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

/** Keeps keys that opened something, because the user said so. Errors: `keys.*`, `secrets.*`, `sync.running`. */
export const rememberKeys = async (
  context: LockNeeds & Needs<'chooseSecretStore'>,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  const { clock } = context.ports;
  await underRunLock(context, { waitMs: patienceMs.command }, signal, () =>
    changeRemembered(context, (held) => withKeys(held, keys, clock.now())),
  );
};
