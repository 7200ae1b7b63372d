import { endProcess } from '../../../src/adapters/end-process.ts';
import { KeychainStore } from '../../../src/adapters/keychain-store.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Secrets } from '../../../src/core/ports/secret-store.ts';

/** One call: `[what, account, secrets?]`. `both` = two reads at once. */
export type Step = readonly ['read' | 'write' | 'remove' | 'probe' | 'both', account: string, secrets?: Secrets];
export type StepResult = { readonly value: unknown } | { readonly code: string; readonly facts: unknown };

/**
 * Runs the steps in `argv[2]` one after the other, with the deadline in `argv[3]`, and prints an array of results; exit code 1 if any failed. Secrets
 * of tests only: those of people never go into arguments.
 */
const steps = JSON.parse(process.argv[2] ?? '[]') as Step[];
const deadlineMs = Number(process.argv[3] ?? 20_000);
const stores = new Map<string, KeychainStore>();

const storeOf = (account: string): KeychainStore => {
  const store = stores.get(account) ?? new KeychainStore({ account, deadlineMs });
  stores.set(account, store);
  return store;
};

const run = async ([what, account, secrets = {}]: Step): Promise<unknown> => {
  const store = storeOf(account);
  if (what === 'read') return await store.read();
  if (what === 'both') return await Promise.all([store.read(), store.read()]);
  await (what === 'write' ? store.write(secrets) : store[what]());
  return undefined;
};

const results: (StepResult & { readonly waiting: boolean })[] = [];
for (const step of steps) {
  const waiting = (): boolean => storeOf(step[1]).isWaiting;
  try {
    results.push({ value: (await run(step)) ?? null, waiting: waiting() });
  } catch (error) {
    const { code, facts } = error instanceof AppError ? error : { code: String(error), facts: {} };
    results.push({ code, facts, waiting: waiting() });
  }
}
process.stdout.write(`${JSON.stringify(results)}\n`);
await endProcess(results.some((result) => 'code' in result) ? 1 : 0, (code) => process.exit(code));
