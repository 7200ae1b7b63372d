import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/core/icloud/classify.ts';
import { obscure } from '../../src/core/icloud/obscure.ts';
import type { RcloneResult } from '../../src/core/icloud/rclone-run.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import { startAppleSimulator, type AppleFault, type AppleSimulator } from '../simulators/apple/index.ts';
import { ArgvRecorder } from './argv-recorder.ts';
import { findSecrets, placesBelow, type NamedSecrets } from './secret-search.ts';
import { newComputer, rcloneBinary, type Computer } from './signed-in.ts';

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

/** What is typed wrong in these tests is as secret as what is right: it is nearly that. */
export const [wrongCode, wrongPassword] = ['000001', 'mistyped horse battery'] as const;
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
  computer.run(['config', 'update', 'icloud', '--continue', '--non-interactive', '--state', state], {
    secrets: { ...computer.secrets, answer: result },
  });
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
      return await list(computer.with({ network }), flags);
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

const shown = (error: unknown): string => inspect(error, { depth: Infinity, showHidden: true });

/** What nobody else may see, of a computer and of what it was given and told so far. */
const secretsOf = (apple: AppleSimulator, { secrets }: Computer): NamedSecrets => {
  const { configKey, applePassword = '' } = secrets;
  const { password, deviceCode, smsCode } = apple.account;
  return new Map([
    ['config key', configKey],
    ['password', applePassword],
    ['password as changed', password],
    ['password in rclone’s disguise', obscure(applePassword, configKey)],
    ['code', deviceCode],
    ['code by SMS', smsCode],
    ['mistyped code', wrongCode],
    ['mistyped password', wrongPassword],
    ...apple.handedOut().map((value, index): [string, string] => [`Apple’s value ${index}`, value]),
  ]);
};

/**
 * One test a row: rclone says it with that exit code, it ends in that code of ours, and whatever rclone said and was told,
 * no secret is in the error, in a file, or on a command line.
 */
export const failuresSuite = (name: string, rows: readonly Row[]): void => {
  describe(name, () => {
    let apple: AppleSimulator;
    let computer: Computer;
    let recorder: ArgvRecorder | undefined;
    beforeEach(async () => {
      apple = await startAppleSimulator();
      const rclone = await rcloneBinary.path();
      recorder = ArgvRecorder.works ? await ArgvRecorder.create(rclone) : undefined;
      computer = await newComputer(apple, { executable: recorder?.program ?? rclone });
      await computer.encrypt();
    });
    afterEach(async () => {
      expect(apple.foreignConnects()).toEqual([]);
      await apple.stop();
      await computer.close();
      await recorder?.remove();
    });

    it.each(rows)('$code ($exit): $what', async ({ make, says, exit, code }) => {
      const result = await make(apple, computer);
      expect(result.stderrTail).toMatch(says);
      const error = classify(result);
      expect({ code: error.code, exit: error.facts.exitCode }).toEqual({ code, exit });
      const lines = (await recorder?.lines()) ?? [];
      if (recorder) expect(lines.length).toBeGreaterThan(2);
      const places = [
        ...(await placesBelow(computer.dir)),
        ['a command line', lines.join('\n')],
        ['the error', shown(error)],
      ] as const;
      expect(findSecrets(secretsOf(apple, computer), places)).toEqual([]);
    });
  });
};
