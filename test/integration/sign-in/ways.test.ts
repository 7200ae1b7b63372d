import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { SignIn } from '../../../src/core/icloud/sign-in.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ account: { maxWrongCodes: Infinity } });
let computer: TestComputer;
let app: App;

beforeEach(async () => {
  computer = await world.newComputer();
  app = await computer.start();
});

const open = async (password = world.apple.account.password): Promise<SignIn> =>
  await app.signIn({ appleId: world.apple.account.appleId, password });

/** The drive answers with what was kept, and the sign-in left no other trace. */
const expectSignedIn = async (): Promise<void> => {
  await app.approve(() => undefined, never);
  expect((await app.list({ allInstances: true }, never)).problems).toEqual([]);
  expect(await readdir(join(computer.folder, 'data', 'rclone', 'sign-in'))).toEqual([]);
  expect(await app.status()).toMatchObject({ signIn: { daysLeft: 29, due: false } });
};
const expectNothingKept = async (): Promise<void> => {
  expect(await computer.secrets.read()).toBeUndefined();
  expect(app.settings.current).toMatchObject({ appleId: null, trustedSince: null });
  expect(await readdir(join(computer.folder, 'data', 'rclone')).catch(() => [])).not.toContain('rclone.conf');
};

describe('a sign-in on a new computer', () => {
  test('code from a device', async () => {
    const signIn = await open();
    expect(await signIn.start(never)).toEqual({ step: 'device-code' });
    await expectNothingKept();
    expect(await signIn.enterCode('123 456', never)).toEqual({ step: 'done' });
    expect(signIn.current).toEqual({ step: 'done' });
    await expectSignedIn();
    expect({ pushes: world.apple.codePushes(), signIns: world.apple.signIns() }).toEqual({ pushes: 1, signIns: 1 });
  });

  test('a wrong code, then the right one in its place', async () => {
    const signIn = await open();
    await signIn.start(never);
    expect(await codeOf(signIn.enterCode('000000', never))).toBe('icloud.code-wrong');
    expect(signIn.current).toEqual({ step: 'device-code' });
    expect(await codeOf(signIn.enterCode('12345', never))).toBe('icloud.code-missing');
    await signIn.enterCode('123456', never);
    await expectSignedIn();
    expect(world.apple.codePushes()).toBe(1);
  });

  test('a text message in place of the device, one phone', async () => {
    const signIn = await open();
    await signIn.start(never);
    expect(await signIn.textInstead(never)).toEqual({ step: 'phone-code', phone: '+44 •••• ••••12' });
    await signIn.enterCode('654321', never);
    await expectSignedIn();
    expect(world.apple.smsSent()).toBe(1);
  });

  test('a text message, the phone chosen from two', async () => {
    world.apple.account.phones.push({ id: 7, number: '+49 170 5550199', mode: 'voice' });
    const signIn = await open();
    await signIn.start(never);
    const step = await signIn.textInstead(never);
    expect(step.step === 'choose-phone' && step.phones.map(({ id }) => id)).toEqual(['1_sms', '7_voice']);
    expect(await codeOf(signIn.choosePhone('9_sms', never))).toBe('icloud.code-missing');
    expect(world.apple.smsSent()).toBe(0);
    expect(await signIn.choosePhone('7_voice', never)).toMatchObject({ step: 'phone-code' });
    await signIn.enterCode('654321', never);
    await expectSignedIn();
  });

  test('no trusted device: the text message comes at once', async () => {
    world.apple.account.trustedDevices = 0;
    const signIn = await open();
    expect(await signIn.start(never)).toMatchObject({ step: 'phone-code' });
    await signIn.enterCode('654321', never);
    await expectSignedIn();
    expect({ sms: world.apple.smsSent(), pushes: world.apple.codePushes() }).toEqual({ sms: 1, pushes: 0 });
  });

  test('a wrong code by phone ends at Apple: only a new code goes on', async () => {
    world.apple.account.trustedDevices = 0;
    const signIn = await open();
    await signIn.start(never);
    expect(await codeOf(signIn.enterCode('000000', never))).toBe('icloud.code-wrong');
    expect(signIn.current).toEqual({ step: 'ask-again' });
    expect(await codeOf(signIn.enterCode('654321', never))).toBe('icloud.sign-in-stale');
    expect(await codeOf(signIn.resend(never))).toBe('icloud.code-limit');
    world.clock.forward(61_000);
    expect(await signIn.resend(never)).toMatchObject({ step: 'phone-code' });
    await signIn.enterCode('654321', never);
    await expectSignedIn();
    expect(world.apple.smsSent()).toBe(2);
  });

  test('a sign-in that was given up keeps nothing, and can begin again', async () => {
    const signIn = await open();
    await signIn.start(never);
    await signIn.abandon();
    await signIn.abandon();
    expect(signIn.current).toBeUndefined();
    expect(await codeOf(signIn.enterCode('123456', never))).toBe('icloud.sign-in-stale');
    await expectNothingKept();
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'sign-in'))).toEqual([]);
    world.clock.forward(61_000);
    const second = await open();
    await second.start(never);
    await second.enterCode('123456', never);
    await expectSignedIn();
  });

  test.each([
    { what: 'repair, which means nothing', change: { repair: true } },
    { what: 'right code, answered as a conflict with a token', change: { rightCode: 'conflict-with-token' as const } },
    { what: 'the other password protocol', change: { srpProtocol: 's2k_fo' as const } },
  ])('works: $what', async ({ change }) => {
    Object.assign(world.apple.account, change);
    const signIn = await open();
    await signIn.start(never);
    await signIn.enterCode('123456', never);
    await expectSignedIn();
  });

  test('the Apple ID is taken as people type it', async () => {
    const { password } = world.apple.account;
    const signIn = await app.signIn({ appleId: '  Me@Example.COM ', password });
    await signIn.start(never);
    await signIn.enterCode('123-456', never);
    expect(app.settings.current.appleId).toBe('me@example.com');
    await expectSignedIn();
  });
});

describe('a sign-in that cannot work keeps nothing', () => {
  test.each([
    { code: 'icloud.no-two-factor', change: { hsa2: false } },
    { code: 'icloud.account-locked', change: { locked: true } },
    { code: 'icloud.password-wrong', change: { password: 'changed since' } },
  ] as const)('$code', async ({ code, change }) => {
    const signIn = await open();
    Object.assign(world.apple.account, change);
    expect(await codeOf(signIn.start(never))).toBe(code);
    expect(signIn.current).toBeUndefined();
    await expectNothingKept();
    expect(await readdir(join(computer.folder, 'data', 'rclone', 'sign-in'))).toEqual([]);
  });

  test('icloud.code-conflict: the right code is not taken', async () => {
    world.apple.account.rightCode = 'conflict-without-token';
    const signIn = await open();
    await signIn.start(never);
    expect(await codeOf(signIn.enterCode('123456', never))).toBe('icloud.code-conflict');
    await expectNothingKept();
  });

  test('icloud.security-key: there is no phone to send a code to', async () => {
    world.apple.account.securityKeyOnly = true;
    const signIn = await open();
    await signIn.start(never);
    expect(await codeOf(signIn.enterCode('123456', never))).toBe('icloud.code-wrong');
    expect(await codeOf(signIn.textInstead(never))).toBe('icloud.security-key');
    await expectNothingKept();
  });

  test('icloud.app-password: refused before anything is sent', async () => {
    const signIn = await open('abcd-efgh-ijkl-mnop');
    expect(await codeOf(signIn.start(never))).toBe('icloud.app-password');
    expect(world.apple.log()).toEqual([]);
    await expectNothingKept();
  });

  test('cancelled while Apple does not answer', async () => {
    world.apple.fault({ path: 'signin/init', stall: true });
    const cancel = new AbortController();
    const signIn = await open();
    const starting = codeOf(signIn.start(cancel.signal));
    await world.apple.waitFor(({ path }) => path.endsWith('signin/init'));
    cancel.abort();
    expect(await starting).toBe('sync.cancelled');
    await expectNothingKept();
  });
});
