import { meantBy } from '../archive/open/key-text.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RememberedKey, Secrets } from '../ports/secret-store.ts';

/** One item of the keychain holds everything, and has little room (facts#keychains). */
export const maxRemembered = 5;
/** Of a password of an old backup; a key of Home Assistant has 34. */
const longestKey = 100;

/** As it is kept: the spelling that Home Assistant uses, where somebody typed it in another. */
const spelled = (key: string): string => meantBy(key).at(-1) ?? key;

const isSameKey = (one: string, other: string): boolean => spelled(one) === spelled(other);

/** Errors: `keys.too-many`, `keys.too-long`. */
export const withKeys = (
  held: readonly RememberedKey[],
  keys: readonly string[],
  now: Date,
): readonly RememberedKey[] => {
  let all = held;
  let at = now.getTime();
  for (const key of keys) {
    if (all.some((one) => isSameKey(one.key, key))) continue;
    if (key.length > longestKey) throw new AppError('keys.too-long', { limit: longestKey });
    if (all.length >= maxRemembered) throw new AppError('keys.too-many', { limit: maxRemembered });
    // The moment names the key.
    while (all.some((one) => Date.parse(one.at) === at)) at += 1;
    all = [{ key: spelled(key), at: new Date(at).toISOString() }, ...all];
  }
  return all;
};

/** Error: `keys.not-remembered`. */
export const withoutKey = (held: readonly RememberedKey[], at: string): readonly RememberedKey[] => {
  const left = held.filter((one) => one.at !== at);
  if (left.length === held.length) throw new AppError('keys.not-remembered', { known: held.length });
  return left;
};

/** Whether it is among them. */
export const isRemembered = (held: readonly RememberedKey[], key: string): boolean =>
  held.some((one) => isSameKey(one.key, key));

/**
 * Changes the remembered keys, in the store that holds all secrets; one is chosen where there is none yet. The caller holds the run
 * lock. Errors: `secrets.*`, and those of the change.
 */
export const changeRemembered = async (
  { chooseSecretStore }: Needs<'chooseSecretStore'>,
  change: (held: readonly RememberedKey[]) => readonly RememberedKey[],
): Promise<readonly RememberedKey[]> => {
  const store = await chooseSecretStore();
  const { backupKeys = [], ...others } = (await store.read()) ?? {};
  const next = change(backupKeys);
  if (next === backupKeys) return next;
  const secrets: Secrets = { ...others, ...(next.length > 0 && { backupKeys: next }) };
  if (Object.keys(secrets).length === 0) await store.remove();
  else await store.write(secrets);
  return next;
};
