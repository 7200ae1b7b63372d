import { describe, expect, test } from 'vitest';
import { codeOf, never, signInTo } from '../../support/app-harness.ts';
import { day, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

/** What the history tells of the sign-in since this program was set up, newest first. */
const told = async (): Promise<string[]> =>
  (await world.app.history()).flatMap((entry) => (entry.kind === 'sign-in' ? [entry.what] : []));

/** Hourly looks that all meet the same wall, each by a new start of the program: none of them may speak to Apple. */
const expectSilence = async (looks: number, code: string): Promise<void> => {
  world.apple.clearLog();
  world.home.clearLog();
  for (let look = 0; look < looks; look += 1) {
    world.clock.forward(hour);
    await world.restart();
    expect(await world.run('schedule')).toMatchObject({ outcome: 'failed', problem: { code }, askedApple: false });
  }
  expect(world.apple.log()).toEqual([]);
  expect(world.downloads()).toBe(0);
};

describe('when Apple wants the user', () => {
  test('trust ends on day 30: no request until the sign-in, then everything that waited is stored', async () => {
    const first = await world.home.addBackup({ date: world.ago(0.1) });
    await world.run('schedule');
    world.clock.forward(30 * day);
    world.endSessions();
    expect(await world.app.status()).toMatchObject({ signIn: { daysLeft: -1, due: true } });
    const waiting = [
      await world.home.addBackup({ date: world.ago(1) }),
      await world.home.addBackup({ date: world.ago(0.5) }),
    ];
    expect(await world.run('schedule')).toMatchObject({ problem: { code: 'icloud.trust-expired' }, backups: [] });
    expect(world.apple.signIns()).toBe(1);
    expect(world.apple.codePushes()).toBe(0);

    await expectSilence(3, 'icloud.trust-expired');
    waiting.push(await world.home.addBackup({ date: world.ago(0) }));
    await expectSilence(1, 'icloud.trust-expired');
    expect(await told()).toEqual(['needed', 'silent', 'completed']);
    const status = await world.app.status();
    expect(status).toMatchObject({ safety: 'danger', waiting: 3 });
    expect(status.problems.map(({ code }) => code)).toContain('icloud.trust-expired');
    expect(await codeOf(world.app.list({ allInstances: true }, never))).toBe('icloud.trust-expired');

    await signInTo(world.app, world.apple);
    const report = await world.run('schedule');
    expect(report.backups.map(({ outcome }) => outcome)).toEqual(['stored', 'stored', 'stored']);
    // The first one is old by now, and three newer ones are stored.
    expect(world.drive()).toMatchObject({ confirmed: waiting.reverse(), others: [] });
    expect(report.pruned).toEqual([expect.stringContaining(`_${first}_`)]);
    expect(await world.app.status()).toMatchObject({ safety: 'safe', problems: [], signIn: { daysLeft: 29 } });
  });

  test('a session that died comes back by itself, once a day', async () => {
    await world.home.addBackup({ date: world.ago(0.1) });
    world.endSessions({ trust: true });
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done' });
    expect(world.apple.signIns()).toBe(1);
    world.clock.forward(hour);
    world.endSessions({ trust: true });
    await world.home.addBackup({ date: world.ago(0) });
    world.apple.clearLog();
    expect(await world.run('schedule')).toMatchObject({ problem: { code: 'icloud.session-refused' } });
    expect(world.apple.signIns()).toBe(0);
    await expectSilence(2, 'icloud.session-refused');
    expect((await told()).slice(0, 2)).toEqual(['needed', 'silent']);
  });

  test.each([
    { code: 'icloud.terms-pending', change: { termsPending: true } },
    { code: 'icloud.password-wrong', change: { password: 'changed on the phone' } },
    { code: 'icloud.account-locked', change: { locked: true } },
  ] as const)('$code: one sign-in is tried, then nothing', async ({ code, change }) => {
    await world.home.addBackup({ date: world.ago(0.1) });
    world.endSessions({ trust: true });
    Object.assign(world.apple.account, change);
    expect(await world.run('schedule')).toMatchObject({ problem: { code }, backups: [] });
    expect(world.apple.signIns()).toBeLessThanOrEqual(2);
    await expectSilence(3, code);
  });

  test('Apple asks for quiet: six hours of it, then the run goes on by itself', async () => {
    const id = await world.home.addBackup({ date: world.ago(0.1) });
    world.apple.fault({ path: 'retrieveItemDetails', status: 429, body: '{}', times: Infinity });
    expect(await world.run('schedule')).toMatchObject({ problem: { code: 'cloud.throttled' } });
    await expectSilence(3, 'cloud.throttled');
    world.apple.clearFaults();
    world.clock.forward(4 * hour);
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
  });

  test('nobody signed in: a run says so and asks nobody', async () => {
    const computer = await world.newComputer();
    const app = await computer.start();
    await app.setUp({ url: world.home.url, token: world.home.token }, never);
    await world.home.addBackup();
    const report = await app.backUp({ create: false, asked: [], by: 'schedule' }, () => undefined, never);
    expect(report).toMatchObject({ outcome: 'failed', problem: { code: 'icloud.not-signed-in' } });
    expect(world.apple.log()).toEqual([]);
    expect(await app.status()).toMatchObject({ safety: 'not-set-up' });
  });
});

describe('Advanced Data Protection', () => {
  test('a background run stops at once and the next ones ask nobody; the user approves, and it goes on', async () => {
    const id = await world.home.addBackup({ date: world.ago(0.1) });
    world.apple.account.adp = true;
    world.apple.dropPcs();
    expect(await world.run('schedule')).toMatchObject({ problem: { code: 'icloud.approval-needed' }, backups: [] });
    await expectSilence(2, 'icloud.approval-needed');
    expect((await world.app.status()).problems.map(({ code }) => code)).toContain('icloud.approval-needed');

    const waits: Date[] = [];
    world.apple.approveAdp(1);
    await world.app.approve((until) => waits.push(until), never);
    expect(waits).toHaveLength(1);
    const left = (waits[0]?.getTime() ?? 0) - world.clock.now().getTime();
    expect(left).toBeGreaterThan(4 * 60_000);
    expect(left).toBeLessThanOrEqual(5 * 60_000);
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
  });

  test('nobody approves in time: said as such, and the gate stays', async () => {
    world.apple.account.adp = true;
    world.apple.dropPcs();
    const approving = codeOf(
      world.app.approve(
        // rclone gives up after five minutes; Apple ending it first comes to the same.
        () => world.apple.fault({ path: 'requestPCS', status: 500, body: '{}', times: Infinity }),
        never,
      ),
    );
    expect(await approving).toBe('icloud.approval-timeout');
    await world.home.addBackup();
    await expectSilence(1, 'icloud.approval-needed');
  });

  test('the wait can be cancelled', async () => {
    world.apple.account.adp = true;
    world.apple.dropPcs();
    const cancel = new AbortController();
    expect(await codeOf(world.app.approve(() => cancel.abort(), cancel.signal))).toBe('sync.cancelled');
    world.apple.approveAdp();
    expect(await codeOf(world.app.approve(() => undefined, never))).toBe('none');
  });
});
