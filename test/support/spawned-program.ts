import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openProcessTable } from '../../src/adapters/process-table.ts';
import { resourcesDir, type AppleDoor, type TestComputer } from './app-harness.ts';
import { bundleProgram, type BundledProgram } from './bundle-program.ts';
import { startProgram, type SpawnedProgram } from './program-process.ts';
import type { ProgramWork } from './run-program.ts';
import { eventually } from './eventually.ts';

/** Resolves as soon as none of them lives any more. */
export const haveEnded = async (pids: readonly number[]): Promise<void> => {
  const table = await openProcessTable();
  const alive = async (): Promise<number[]> => {
    const starts = await Promise.all(pids.map(async (pid) => ({ pid, start: await table.startOf(pid) })));
    return starts.filter(({ start }) => start !== undefined).map(({ pid }) => pid);
  };
  await eventually(async () => expect(await alive()).toEqual([]));
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
    const program = await startProgram({ bundle: bundle?.file ?? '', resourcesDir, keychain }, computer, apple, work);
    running.push(program);
    return program;
  };
};
