import { beforeEach, describe, expect, test } from 'vitest';
import type { SignIn } from '../../../src/core/icloud/sign-in.ts';
import { codeOf, never, signInTo, type TestComputer } from '../../support/app-harness.ts';
import { hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ account: { maxWrongCodes: Infinity } });
const minute = 60_000;
let computer: TestComputer;
beforeEach(async () => {
  computer = await world.newComputer();
});

/** Each time a new start of the program: limits are kept on disk. */
const open = async (password = world.apple.account.password): Promise<SignIn> =>
  await (await computer.start()).signIn({ appleId: world.apple.account.appleId, password });
/** To the question for the code, and no further. */
const start = async (password?: string): Promise<string> => {
  const signIn = await open(password);
  const code = await codeOf(signIn.start(never));
  await signIn.abandon();
  return code;
};

/** Nothing reaches Apple while a limit holds, and it ends by the clock. */
const expectRefused = async (password?: string): Promise<void> => {
  const before = world.apple.requests();
  expect(await start(password)).toBe('icloud.code-limit');
  expect(world.apple.requests()).toBe(before);
};

describe('limits that outlive the program', () => {
  test('another code after a minute, not before', async () => {
    expect(await start()).toBe('none');
    world.clock.forward(50_000);
    await expectRefused();
    world.clock.forward(11_000);
    expect(await start()).toBe('none');
    expect(world.apple.codePushes()).toBe(2);
  });

  test('three codes, then an hour of quiet', async () => {
    for (let code = 0; code < 3; code += 1) {
      expect(await start()).toBe('none');
      world.clock.forward(2 * minute);
    }
    await expectRefused();
    world.clock.forward(hour - 3 * minute);
    await expectRefused();
    world.clock.forward(minute + 1_000);
    await signInTo(await computer.start(), world.apple);
    expect(world.apple.codePushes()).toBe(4);
  });

  test('a text message counts as a code', async () => {
    const signIn = await open();
    await signIn.start(never);
    await signIn.textInstead(never);
    await signIn.abandon();
    world.clock.forward(2 * minute);
    const second = await open();
    await second.start(never);
    const before = world.apple.requests();
    expect(await codeOf(second.textInstead(never))).toBe('icloud.code-limit');
    expect(world.apple.requests()).toBe(before);
    // The code that is on its way may still be entered.
    expect(await second.enterCode('123456', never)).toEqual({ step: 'done' });
  });

  test('a mistyped password can be corrected at once: no code was sent', async () => {
    expect(await start('mistyped')).toBe('icloud.password-wrong');
    await signInTo(await computer.start(), world.apple);
    expect(world.apple.codePushes()).toBe(1);
  });

  test('two wrong passwords, then an hour of quiet', async () => {
    expect(await start('mistyped')).toBe('icloud.password-wrong');
    world.clock.forward(2 * minute);
    expect(await start('mistyped again')).toBe('icloud.password-wrong');
    world.clock.forward(2 * minute);
    await expectRefused();
    world.clock.forward(hour);
    await signInTo(await computer.start(), world.apple);
  });

  test('three wrong codes, then an hour of quiet, also for the right one', async () => {
    const signIn = await open();
    await signIn.start(never);
    for (let code = 0; code < 3; code += 1)
      expect(await codeOf(signIn.enterCode('000000', never))).toBe('icloud.code-wrong');
    const before = world.apple.requests();
    expect(await codeOf(signIn.enterCode('123456', never))).toBe('icloud.code-limit');
    expect(world.apple.requests()).toBe(before);
    await signIn.abandon();
    world.clock.forward(2 * minute);
    await expectRefused();
    world.clock.forward(hour);
    await signInTo(await computer.start(), world.apple);
  });

  test('a completed sign-in ends every series', async () => {
    const signIn = await open();
    await signIn.start(never);
    await codeOf(signIn.enterCode('000000', never));
    await signIn.enterCode('123456', never);
    for (let code = 0; code < 3; code += 1) {
      world.clock.forward(2 * minute);
      expect(await start()).toBe('none');
    }
  });

  test('until when is told', async () => {
    await start();
    const until = new Date(world.clock.now().getTime() + minute);
    await expect((await open()).start(never)).rejects.toMatchObject({ code: 'icloud.code-limit' });
    const facts = await (
      await open()
    )
      .start(never)
      .catch((error: unknown) => (error as { facts: { until: string } }).facts);
    expect(Math.abs(new Date((facts as { until: string }).until).getTime() - until.getTime())).toBeLessThan(10_000);
  });
});
