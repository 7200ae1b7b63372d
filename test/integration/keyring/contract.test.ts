import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { longestItem } from '../../../src/adapters/keychain-store.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Secrets, SecretStore } from '../../../src/core/ports/secret-store.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { secretStoreContract } from '../../contracts/secret-store.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { missingKeyringPart, runWithKeyring } from '../../support/keyring.ts';
import { suiteNeeds } from '../../support/skip.ts';
import type { Step, StepResult } from './keychain-program.ts';

let program: BundledProgram;
let home: string;
beforeAll(async () => {
  program = await bundleProgram(new URL('keychain-program.ts', import.meta.url));
  home = await mkdtemp(join(tmpdir(), 'keyring-'));
});
afterAll(async () => {
  await program.remove();
  await rm(home, { recursive: true, force: true });
});

const inSession = async (command: readonly string[]): Promise<string> =>
  (await runWithKeyring('unlocked', [process.execPath, ...command], { home })).stdout;

/** Each call is a program of its own, in a session of its own, with the same keyring. */
const call = async (step: Step): Promise<unknown> => {
  const stdout = await inSession([program.file, JSON.stringify([step]), '20000']);
  const [result] = JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('[{')) ?? '[]') as StepResult[];
  if (result && 'code' in result) throw new AppError(result.code as ErrorCode);
  return result?.value ?? undefined;
};

const keychain: SecretStore = {
  kind: 'keychain',
  read: async () => (await call(['read', 'default'])) as Secrets | undefined,
  write: async (secrets) => {
    await call(['write', 'default', secrets]);
  },
  remove: async () => {
    await call(['remove', 'default']);
  },
};

const spoilt = `require(${JSON.stringify(createRequire(import.meta.url).resolve('keytar'))})
  .setPassword('HA iCloud Backup', 'default', 'no item of ours')`;

const missing = missingKeyringPart();

suiteNeeds(missing === undefined, missing ?? '')('the keychain of this system', { timeout: 120_000 }, () => {
  secretStoreContract({
    clear: () => keychain.remove(),
    open: () => keychain,
    limit: longestItem,
    spoil: async () => {
      await inSession(['-e', spoilt]);
    },
  });
});
