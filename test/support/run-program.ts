import { writeSync } from 'node:fs';
import { freeBytes } from '../../src/adapters/disk-space.ts';
import type { App } from '../../src/core/app.ts';
import type { AppPorts } from '../../src/core/app-ports.ts';
import type { Secrets } from '../../src/core/ports/secret-store.ts';
import type { RunReport } from '../../src/shared/run-report.ts';
import type { Status } from '../../src/shared/status.ts';
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
  | BackUpWork
  | { readonly what: 'restore'; readonly id: string; readonly to: string }
  | {
      readonly what: 'sign-in';
      readonly appleId: string;
      readonly password: string;
      readonly code: string;
      /** Killed at the moment when the secrets are kept and the config is not yet in its place. */
      readonly dieAfterSecrets?: boolean;
    };

export interface BackUpWork {
  readonly what: 'back-up';
  readonly create?: boolean;
  readonly by?: 'user' | 'schedule';
  /** Says the status before and after it. */
  readonly withStatus?: boolean;
  /** Bytes that seem to be free on top of those that are: a small disk stands for a large one. */
  readonly moreFree?: number;
}

/** The last line that the program says. */
export interface ProgramResult {
  readonly code: string;
  readonly said: string;
  readonly before?: Status;
  readonly after?: Status;
  readonly report?: RunReport;
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
const moreFree = work.what === 'back-up' ? (work.moreFree ?? 0) : 0;
const portsOf = (ports: AppPorts): AppPorts => ({
  ...ports,
  resourcesDir,
  freeBytes: async (path) => (await freeBytes(path)) + moreFree,
});

type Said = { -readonly [Key in keyof ProgramResult]: ProgramResult[Key] };
const done: Said = { code: 'none', said: '' };

const backUp = async (app: App, { create = false, by = 'user', withStatus = false }: BackUpWork): Promise<void> => {
  if (withStatus) done.before = await app.status();
  const code = await codeOf(
    (async () => {
      const report = await app.backUp({ create, asked: [], by }, () => undefined, never);
      done.said = report.outcome;
      if (withStatus) done.report = report;
    })(),
  );
  if (withStatus) done.after = await app.status();
  done.code = code;
};

const doWork = async (): Promise<void> => {
  const app = await computer.start(portsOf);
  if (work.what === 'back-up') {
    await backUp(app, work);
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
const code = await codeOf(doWork());
if (code !== 'none') done.code = code;
writeSync(1, `${JSON.stringify(done)}\n`);
clearInterval(alive);
