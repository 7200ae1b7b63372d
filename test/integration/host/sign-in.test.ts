import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestHost } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let program: TestHost;

beforeEach(async () => {
  program = await TestHost.open(await world.newComputer());
  world.clock.forward(2 * 3_600_000);
});
afterEach(async () => {
  await program.host.dispose();
  const told = JSON.stringify([program.states, program.answers]);
  const { password, deviceCode, smsCode, appleId } = world.apple.account;
  expect([password, deviceCode, smsCode, appleId, '111111'].filter((secret) => told.includes(secret))).toEqual([]);
});

const start = async (): Promise<void> => {
  const { appleId, password } = world.apple.account;
  await program.ask('icloud.start', { appleId, password });
};
const masked = (): string => `${world.apple.account.appleId.slice(0, 1)}…`;

describe('the first sign-in', () => {
  test('a wrong code is told in place, and the right one goes on', async () => {
    await start();
    expect(program.state.signIn).toMatchObject({
      step: 'device-code',
      account: expect.stringContaining(masked()) as string,
      problem: null,
    });
    await program.ask('icloud.code', { code: '12' });
    expect(program.state.signIn).toMatchObject({ step: 'device-code', problem: { code: 'icloud.code-missing' } });
    await program.ask('icloud.code', { code: '111111' });
    expect(program.state.signIn).toMatchObject({ step: 'device-code', problem: { code: 'icloud.code-wrong' } });
    await program.ask('icloud.code', { code: world.apple.account.deviceCode });
    expect(program.state.signIn.step).toBe('done');
    await program.until(() => expect(program.steps()).toEqual(expect.arrayContaining(['working', 'done'])));
  });

  test('another code has its pause: asked too early, the one that is there still counts', async () => {
    await start();
    const { signIn } = program.state;
    const resendAt = 'resendAt' in signIn ? new Date(signIn.resendAt).getTime() : 0;
    expect(resendAt - world.clock.now().getTime()).toBeGreaterThan(50_000);
    await program.ask('icloud.resend', {});
    expect(program.state.signIn).toMatchObject({ step: 'device-code', problem: { code: 'icloud.code-limit' } });
    await program.ask('icloud.code', { code: world.apple.account.deviceCode });
    expect(program.state.signIn.step).toBe('done');
  });

  test('by text message, to the phone that the user chooses', async () => {
    world.apple.account.phones = [
      { id: 1, number: '•• 12', mode: 'sms' },
      { id: 2, number: '•• 34', mode: 'sms' },
    ];
    await start();
    await program.ask('icloud.text-instead', {});
    const { signIn } = program.state;
    expect(signIn).toMatchObject({ step: 'choose-phone', problem: null });
    const [, second] = signIn.step === 'choose-phone' ? signIn.phones : [];
    await program.ask('icloud.choose-phone', { id: second?.id ?? '' });
    expect(program.state.signIn).toMatchObject({ step: 'phone-code', phone: second?.label });
    await program.ask('icloud.code', { code: '111111' });
    expect(program.state.signIn).toMatchObject({ step: 'ask-again', problem: { code: 'icloud.code-wrong' } });
  });

  test('a wrong password is asked for again', async () => {
    const { appleId } = world.apple.account;
    await program.ask('icloud.start', { appleId, password: 'not this one at all' });
    expect(program.state.signIn).toMatchObject({
      step: 'password',
      account: expect.stringContaining(masked()) as string,
      problem: { code: 'icloud.password-wrong' },
    });
    await program.ask('icloud.start', { appleId, password: 'abcd-efgh-ijkl-mnop' });
    expect(program.state.signIn).toMatchObject({ step: 'password', problem: { code: 'icloud.app-password' } });
  });

  test('given up half-way leaves nothing behind', async () => {
    await start();
    await program.ask('icloud.cancel', {});
    expect(program.state).toMatchObject({ signIn: { step: 'idle' }, status: { signIn: null } });
    await program.ask('icloud.code', { code: world.apple.account.deviceCode });
    expect(program.state.signIn).toMatchObject({ step: 'password', problem: { code: 'icloud.sign-in-stale' } });
  });

  test('given up while Apple does not answer', async () => {
    world.apple.fault({ path: 'signin', stall: true, times: Infinity });
    const starting = start();
    await program.untilStep('working');
    await program.ask('icloud.cancel', {});
    await starting;
    expect(program.state.signIn.step).toBe('idle');
  });
});

describe('Advanced Data Protection', () => {
  test('a device allows it while the time runs', async () => {
    world.apple.account.adp = true;
    world.apple.dropPcs();
    await start();
    const coding = program.ask('icloud.code', { code: world.apple.account.deviceCode });
    await program.untilStep('approve');
    const { signIn } = program.state;
    const left = signIn.step === 'approve' ? new Date(signIn.until).getTime() - world.clock.now().getTime() : 0;
    expect(left).toBeGreaterThan(4 * 60_000);
    world.apple.approveAdp();
    await coding;
    expect(program.state.signIn.step).toBe('done');
  });

  test('given up meanwhile: it can be started again, and is not by itself', async () => {
    world.apple.account.adp = true;
    world.apple.dropPcs();
    await start();
    const coding = program.ask('icloud.code', { code: world.apple.account.deviceCode });
    await program.untilStep('approve');
    await program.ask('icloud.cancel', {});
    await coding;
    expect(program.state.signIn).toMatchObject({ step: 'ready' });
    const approving = program.ask('icloud.approve', {});
    await program.untilStep('approve');
    world.apple.approveAdp();
    await approving;
    expect(program.state.signIn.step).toBe('done');
  });
});
