import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/core/icloud/classify.ts';
import type { RcloneResult } from '../../src/core/icloud/process.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import { startAppleSimulator, type AppleFault, type AppleSimulator } from '../simulators/apple/index.ts';
import { Computer, newComputer } from './signed-in.ts';

export type Make = (apple: AppleSimulator, computer: Computer) => Promise<RcloneResult>;
/** A way to make the real rclone fail, and what has to come of it. */
export interface Row {
  readonly what: string;
  readonly make: Make;
  /** What rclone says, so that a text that changed is noticed. */
  readonly says: RegExp;
  readonly exit: number;
  readonly code: ErrorCode;
}

export const noRetry = ['--low-level-retries', '1', '--retries', '1'];
export const list = (computer: Computer, flags: readonly string[] = []): Promise<RcloneResult> =>
  computer.run(['rc', '--loopback', 'operations/list', '--json', '{"fs":"icloud:","remote":""}', ...noRetry, ...flags]);

/** Signed in and looked once; then something happens, and this is what the next look says. */
export const afterwards =
  (
    happens: (apple: AppleSimulator, computer: Computer) => unknown,
    then: Make = (_apple, computer) => list(computer),
  ): Make =>
  async (apple, computer) => {
    await computer.signIn(apple);
    await list(computer);
    await happens(apple, computer);
    return await then(apple, computer);
  };
export const fault = (given: Partial<AppleFault>): Make =>
  afterwards((apple) => apple.fault({ path: 'retrieveItemDetails', times: Infinity, ...given }));

/** The first step of a sign-in, in which Apple behaves as told. */
export const begin =
  (happens: (apple: AppleSimulator) => unknown = () => undefined, password?: string): Make =>
  async (apple, computer) => {
    happens(apple);
    const { appleId } = apple.account;
    return await computer.run(
      ['config', 'create', 'icloud', 'iclouddrive', `apple_id=${appleId}`, '--non-interactive'],
      {
        secrets: { ...computer.secrets, appleId, applePassword: password ?? apple.account.password },
      },
    );
  };
export const answer = (computer: Computer, state: string, result: string): Promise<RcloneResult> =>
  computer.run(['config', 'update', 'icloud', '--continue', '--non-interactive', '--state', state, '--result', result]);
/** A whole sign-in with this answer to the first question. */
export const answered =
  (happens: (apple: AppleSimulator) => unknown, state: string, result: string): Make =>
  async (apple, computer) => {
    await begin(happens)(apple, computer);
    return await answer(computer, state, result);
  };

export const throughProxy = (httpsProxy: string, caBundle?: string, flags: readonly string[] = []): Make =>
  afterwards(
    () => undefined,
    async (apple, computer) => {
      const network = { httpsProxy, noProxy: '', caBundle: caBundle ?? apple.caFile };
      return await list(new Computer(computer.dir, computer.marks, apple, { network }), flags);
    },
  );

/** Two folders here, one file in the first: not every exit code needs a drive. */
export const here =
  (args: (from: string, to: string) => readonly string[], there?: string): Make =>
  async (_apple, computer) => {
    const [from, to] = [join(computer.dir, 'from'), join(computer.dir, 'to')];
    await mkdir(from);
    await mkdir(to);
    await writeFile(join(from, 'f'), 'some bytes');
    if (there !== undefined) await writeFile(join(to, 'f'), there);
    return await computer.run([...args(from, to), ...noRetry]);
  };

/** One test a row: rclone says it with that exit code, and it ends in that code of ours. */
export const failuresSuite = (name: string, rows: readonly Row[]): void => {
  describe(name, () => {
    let apple: AppleSimulator;
    let computer: Computer;
    beforeEach(async () => {
      apple = await startAppleSimulator();
      computer = await newComputer(apple);
      await computer.encrypt();
    });
    afterEach(async () => {
      expect(apple.foreignConnects()).toEqual([]);
      await apple.stop();
      await computer.close();
    });

    it.each(rows)('$code ($exit): $what', async ({ make, says, exit, code }) => {
      const result = await make(apple, computer);
      expect(result.stderrTail).toMatch(says);
      const error = classify(result);
      expect({ code: error.code, exit: error.facts['exitCode'] }).toEqual({ code, exit });
    });
  });
};
