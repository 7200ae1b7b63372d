import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { openProcessTable } from '../../src/adapters/process-table.ts';
import type { AppleDoor, TestComputer } from './app-harness.ts';
import { resourcesDir } from './app-harness.ts';
import { bundleProgram, type BundledProgram } from './bundle-program.ts';
import { FileStore } from './file-store.ts';
import type { ProgramOrders, ProgramResult, ProgramWork } from './run-program.ts';

/** The core in a process of its own, to be killed at a moment of the test's choice. */
export class SpawnedProgram {
  readonly #child: ChildProcess;
  readonly #output: Promise<string>;
  readonly #folder: string;

  constructor(child: ChildProcess, folder: string) {
    if (!child.stdout) throw new Error('started without a pipe');
    this.#child = child;
    this.#output = text(child.stdout);
    this.#folder = folder;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it says when it is done. */
  async result(): Promise<ProgramResult> {
    return JSON.parse(await this.#output) as ProgramResult;
  }

  /** `kill -9`. Gives the rclone processes that it had. */
  async kill(): Promise<readonly number[]> {
    const children = await this.rclones();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    return children;
  }

  /** Process ids as the program noted them. */
  async rclones(): Promise<number[]> {
    const names = await readdir(join(this.#folder, 'data', 'rclone', 'running')).catch(() => []);
    return names.map((name) => Number.parseInt(basename(name), 10));
  }

  /** Resolves when it ended by itself. */
  async ended(): Promise<void> {
    await this.#output;
  }
}

/** Resolves as soon as none of them lives any more. */
export const haveEnded = async (pids: readonly number[]): Promise<void> => {
  const table = await openProcessTable();
  const alive = async (): Promise<number[]> => {
    const starts = await Promise.all(pids.map(async (pid) => ({ pid, start: await table.startOf(pid) })));
    return starts.filter(({ start }) => start !== undefined).map(({ pid }) => pid);
  };
  await vi.waitFor(async () => expect(await alive()).toEqual([]), { timeout: 20_000, interval: 50 });
};

export type Spawn = (computer: TestComputer, apple: AppleDoor, work: ProgramWork) => Promise<SpawnedProgram>;

/** Call at the top of a test file. Whatever still runs after a test is killed. */
export const usePrograms = (): Spawn => {
  let bundle: BundledProgram | undefined;
  let running: SpawnedProgram[] = [];
  let keychains: string[] = [];
  beforeAll(async () => {
    bundle = await bundleProgram(new URL('./run-program.ts', import.meta.url));
  });
  afterEach(async () => {
    const programs = running;
    running = [];
    for (const program of programs) await program.kill();
    for (const keychain of keychains) await rm(keychain, { force: true });
    keychains = [];
  });
  afterAll(async () => await bundle?.remove());
  return async (computer, apple, work) => {
    const keychain = `${computer.folder}-keychain.json`;
    keychains.push(keychain);
    const secrets = await computer.secrets.read();
    if (secrets) await new FileStore(keychain).write(secrets);
    const { folder, clock } = computer;
    const orders: ProgramOrders = {
      folder,
      keychain,
      resourcesDir,
      apple: apple.env(),
      offsetMs: clock.offsetMs,
      work,
    };
    const env = { ...process.env, PROGRAM_ORDERS: JSON.stringify(orders) };
    const child = spawn(process.execPath, [bundle?.file ?? ''], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const program = new SpawnedProgram(child, folder);
    running.push(program);
    return program;
  };
};
