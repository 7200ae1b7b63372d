import { beforeEach, describe, expect, test } from 'vitest';
import type { SignIn } from '../../../src/core/icloud/sign-in.ts';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { acquireRunLock, type RunLock } from '../../../src/core/state/run-lock.ts';
import { codeOf, never, signInTo } from '../../support/app-harness.ts';
import { usePrograms } from '../../support/spawned-program.ts';
import { useSyncWorld } from '../../support/sync-world.ts';
import { join } from 'node:path';

const world = useSyncWorld();
const spawn = usePrograms();

const open = async (password = world.apple.account.password): Promise<SignIn> =>
  await world.app.signIn({ appleId: world.apple.account.appleId, password });
/** As another program would hold it: the file does not tell which part of a program it was. */
const lock = async (): Promise<RunLock> =>
  await acquireRunLock(
    { path: join(world.computer.folder, 'data', 'run.lock'), processes: await openProcessTable() },
    world.clock.now(),
  );
const isFree = async (): Promise<boolean> => (await world.app.status()).running === null;

beforeEach(async () => {
  await world.home.addBackup({ date: world.ago(0.1) });
});

describe('while another program is at work', () => {
  test('nothing of a sign-in goes to Apple, and it may be begun again afterwards', async () => {
    const other = await lock();
    const signIn = await open();
    expect(await codeOf(signIn.start(never))).toBe('sync.running');
    expect(world.apple.log()).toEqual([]);
    await other.release();
    expect(await signIn.start(never)).toEqual({ step: 'device-code' });
    await signIn.abandon();
  });

  test.each([
    ['the first look after a sign-in', () => world.app.approve(() => undefined, never)],
    ['a list', () => world.app.list({ allInstances: true }, never)],
    ['a run', () => world.run()],
    ['a prune', () => world.app.prune({ dryRun: true }, never)],
  ])('%s waits until it is done', async (_, work) => {
    const other = await lock();
    const begun = { done: false };
    const working = work().finally(() => (begun.done = true));
    // The first pause is over when the lock was looked at.
    await world.clock.wait(300, never);
    expect([begun.done, world.apple.log()]).toEqual([false, []]);
    await other.release();
    await working;
    expect(world.apple.log().length).toBeGreaterThan(0);
  });

  test('a wait can be cancelled', async () => {
    const other = await lock();
    const cancel = new AbortController();
    const listing = codeOf(world.app.list({ allInstances: true }, cancel.signal));
    cancel.abort();
    expect(await listing).toBe('sync.cancelled');
    await other.release();
  });
});

describe('while a sign-in is under way', () => {
  test('another program keeps away from the config', async () => {
    const signIn = await open();
    await signIn.start(never);
    world.apple.clearLog();
    const program = await spawn(world.computer, world.apple, { what: 'back-up' });
    expect(await program.result()).toMatchObject({ code: 'sync.running' });
    expect(world.apple.log()).toEqual([]);
    await signIn.enterCode('123456', never);
    expect(await isFree()).toBe(true);
    expect(await world.run()).toMatchObject({ outcome: 'done' });
  });

  test.each<[string, (signIn: SignIn) => Promise<unknown>]>([
    ['it was given up', (signIn) => signIn.start(never).then(() => signIn.abandon())],
    ['it was done', (signIn) => signIn.start(never).then(() => signIn.enterCode('123456', never))],
  ])('the way is free again when %s', async (_, work) => {
    await work(await open());
    expect(await isFree()).toBe(true);
  });

  test.each([
    ['the password is wrong', 'icloud.password-wrong', 'mistyped'],
    ['the password is no such password', 'icloud.app-password', 'abcd-efgh-ijkl-mnop'],
  ] as const)('the way is free again when %s', async (_, code, password) => {
    expect(await codeOf((await open(password)).start(never))).toBe(code);
    expect(await isFree()).toBe(true);
  });

  test('a wrong code keeps it: the right one may follow', async () => {
    const signIn = await open();
    await signIn.start(never);
    expect(await codeOf(signIn.enterCode('000000', never))).toBe('icloud.code-wrong');
    expect(await isFree()).toBe(false);
    await signIn.enterCode('123456', never);
    expect(await isFree()).toBe(true);
  });
});

test('what happened to the sign-in is told in the history', async () => {
  await signInTo(world.app, world.apple);
  await world.app.logout('apple', never);
  const told = (await world.app.history()).filter(({ kind }) => kind === 'sign-in');
  expect(told.slice(0, 2)).toMatchObject([{ what: 'signed-out' }, { what: 'completed' }]);
});
