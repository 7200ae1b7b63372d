import { writeSync } from 'node:fs';
import type { Secrets } from '../../src/core/ports/secret-store.ts';
import { codeOf, never, TestClock, TestComputer } from './app-harness.ts';
import { FileStore } from './file-store.ts';

/** What a program of its own, on a computer of its parent's, is to do until it is done or somebody kills it. */
export interface ProgramOrders {
  readonly folder: string;
  readonly keychain: string;
  readonly resourcesDir: string;
  readonly apple: Record<string, string>;
  /** How far the computer's clock is ahead. */
  readonly offsetMs: number;
  readonly work: ProgramWork;
}

export type ProgramWork =
  | { readonly what: 'back-up'; readonly create?: boolean }
  | { readonly what: 'restore'; readonly id: string; readonly to: string }
  | {
      readonly what: 'sign-in';
      readonly appleId: string;
      readonly password: string;
      readonly code: string;
      /** Killed at the moment when the secrets are kept and the config is not yet in its place. */
      readonly dieAfterSecrets?: boolean;
    };

/** The last line that the program says. */
export interface ProgramResult {
  readonly code: string;
  readonly said: string;
}

class LastWords extends FileStore {
  override async write(secrets: Secrets): Promise<void> {
    await super.write(secrets);
    process.kill(process.pid, 'SIGKILL');
  }
}

const orders = JSON.parse(process.env['PROGRAM_ORDERS'] ?? '') as ProgramOrders;
const { work, folder, keychain, resourcesDir, apple, offsetMs } = orders;
const dies = work.what === 'sign-in' && work.dieAfterSecrets === true;
const secrets = dies ? new LastWords(keychain) : new FileStore(keychain);
const computer = new TestComputer(folder, { env: () => apple }, { secrets, clock: new TestClock(offsetMs) });
const app = await computer.start((ports) => ({ ...ports, resourcesDir }));

const done = { said: '' };
const doWork = async (): Promise<void> => {
  if (work.what === 'back-up') {
    const input = { create: work.create ?? false, asked: [], by: 'user' } as const;
    done.said = (await app.backUp(input, () => undefined, never)).outcome;
    return;
  }
  if (work.what === 'restore') {
    done.said = (await app.restore(work, () => undefined, never)).file;
    return;
  }
  const dialog = await app.signIn(work);
  await dialog.start(never);
  done.said = (await dialog.enterCode(work.code, never)).step;
};

// Waiting for a lock alone does not keep a process alive (Clock).
const alive = setInterval(() => undefined, 60_000);
const result: ProgramResult = { code: await codeOf(doWork()), said: done.said };
writeSync(1, `${JSON.stringify(result)}\n`);
clearInterval(alive);
