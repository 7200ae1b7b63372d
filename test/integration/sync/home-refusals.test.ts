import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { codeOf, never } from '../../support/app-harness.ts';
import { day, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 204_800;
const add = (days = 0.1): Promise<string> => world.home.addBackup({ sizeBytes: size, date: world.ago(days) });
/** Two old copies that would go, and one in Home Assistant that is new. */
const withOldCopies = async (): Promise<string> => {
  await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays: 1, floor: 1 }, never);
  await add(0.3);
  await add(0.2);
  await world.run();
  world.clock.forward(2 * day);
  return await add(0.1);
};

describe('an archive that is not whole', () => {
  test('a torso is refused: nothing goes up, the original stays, and it is pulled once more, not every time', async () => {
    const id = await world.home.addBackup({ torso: true, date: world.ago(0.1), sizeBytes: size });
    const report = await world.run();
    expect(report).toMatchObject({ outcome: 'warnings', backups: [{ id, outcome: 'refused' }] });
    expect(report.backups[0]?.problem?.code).toMatch(/^archive\./u);
    expect(
      world.apple.files(`HomeAssistantBackups/${world.folder}`).filter(({ path }) => path.endsWith('.tar')),
    ).toEqual([]);
    expect(world.home.backups().map((backup) => backup.id)).toEqual([id]);
    expect(await world.staged()).toEqual([]);
    world.home.clearLog();
    for (let look = 0; look < 3; look += 1) {
      world.clock.forward(hour);
      await (await world.restart()).backUp({ create: false, asked: [], by: 'schedule' }, () => undefined, never);
    }
    expect(world.downloads()).toBe(1);
  });

  test('one bad archive does not keep the others', async () => {
    const good = await add(0.3);
    await world.home.addBackup({ torso: true, date: world.ago(0.2), sizeBytes: size });
    const other = await add(0.1);
    const report = await world.run();
    expect(report.backups.map(({ outcome }) => outcome)).toEqual(['stored', 'refused', 'stored']);
    expect(world.drive()).toMatchObject({ confirmed: [other, good], others: [] });
  });

  test('unprotected ones are refused if the user wants that, before they are pulled', async () => {
    const [plain, locked] = [
      await world.home.addBackup({ date: world.ago(0.2), protected: false }),
      await world.home.addBackup({ date: world.ago(0.1), protected: true }),
    ];
    await world.app.settings.update((current) => ({ ...current, requireProtected: true }));
    const report = await world.run();
    expect(report.backups).toMatchObject([{ id: locked, outcome: 'stored' }]);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'archive.unprotected' }));
    expect(world.home.log().filter(({ what }) => what.includes(`download/${plain}`))).toEqual([]);
    await world.app.settings.update((current) => ({ ...current, requireProtected: false }));
    expect(await world.run()).toMatchObject({ backups: [{ id: plain, outcome: 'stored' }] });
    expect(world.drive().manifests.map((manifest) => manifest.protected)).toEqual([true, false]);
  });
});

describe('while Home Assistant cannot be believed, nothing is deleted', () => {
  test.each<{ what: string; change: () => void; code: ErrorCode | undefined }>([
    {
      what: 'an agent failed',
      change: () => world.home.fault({ kind: 'agent-error', agentId: 'backup.local' }),
      code: 'ha.list-incomplete',
    },
    {
      what: 'its list is empty, with an error',
      change: () => world.home.fault({ kind: 'list-empty-with-error' }),
      code: 'ha.list-incomplete',
    },
    { what: 'its clock is an hour ahead', change: () => world.home.setClockSkew(hour), code: 'sync.clock-skew' },
    { what: 'its clock is an hour behind', change: () => world.home.setClockSkew(-hour), code: 'sync.clock-skew' },
  ])('$what', async ({ change, code }) => {
    await withOldCopies();
    change();
    const report = await world.run();
    expect(report.pruned).toEqual([]);
    expect(report.warnings.map((warning) => warning.code)).toContain(code);
    world.home.clearFaults();
    world.home.setClockSkew(0);
    expect((await world.run()).pruned).toHaveLength(2);
  });

  test('Apple’s clock is an hour off', async () => {
    const id = await withOldCopies();
    // This computer's clock is wrong, and Home Assistant follows no better one.
    world.appleSkewMs = -hour;
    const report = await world.run();
    expect(report.backups).toMatchObject([{ id, outcome: 'stored' }]);
    expect(report.pruned).toEqual([]);
    expect(report.warnings.map((warning) => warning.code)).toContain('sync.clock-skew');
    world.appleSkewMs = 0;
    expect((await world.run()).pruned).toHaveLength(2);
  });

  test('it is still starting', async () => {
    await withOldCopies();
    world.home.setState('starting');
    const report = await world.run();
    expect(report.pruned).toEqual([]);
    expect([report.problem?.code, ...report.warnings.map(({ code }) => code)]).toContain('ha.starting');
    world.home.setState('running');
    expect((await world.run()).pruned).toHaveLength(2);
  });
});

describe('Home Assistant refuses', () => {
  test.each<{ what: string; refuse: () => void }>([
    { what: 'revoked between two runs', refuse: () => world.home.revokeToken(world.home.token) },
  ])('the token, $what: tried once, then never again by itself', async ({ refuse }) => {
    await add();
    refuse();
    expect(await world.run('schedule')).toMatchObject({ outcome: 'failed', problem: { code: 'ha.token-invalid' } });
    const bad = world.home.badTokenCount();
    expect(bad).toBeLessThanOrEqual(1);
    world.home.clearLog();
    for (let look = 0; look < 20; look += 1) {
      world.clock.forward(hour);
      await world.restart();
      expect(await world.run('schedule')).toMatchObject({ problem: { code: 'ha.token-invalid' } });
    }
    expect(world.home.badTokenCount()).toBe(bad);
    expect(world.home.log()).toEqual([]);
    expect(await world.app.status()).toMatchObject({ safety: 'danger' });
  });

  test('a download alone, which the socket does not confirm: nothing is given up for good', async () => {
    const id = await add();
    world.home.fault({ kind: 'download-401' });
    expect(JSON.stringify(await world.run('schedule'))).toContain('ha.in-between');
    world.home.clearFaults();
    world.clock.forward(hour);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
  });

  test('a token that is not an admin’s, already at set-up', async () => {
    expect(await codeOf(world.app.setUp({ url: world.home.url, token: world.home.userToken }, never))).toBe(
      'ha.not-admin',
    );
    expect(await world.run()).toMatchObject({ outcome: 'done' });
  });

  test('a new token opens the gate', async () => {
    world.home.revokeToken(world.home.token);
    await world.run('schedule');
    const other = await world.otherHome({ seed: 'the same house', instanceId: world.home.instanceId });
    await world.app.setUp({ url: other.url, token: other.token }, never);
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done' });
    await other.stop();
  });
});

describe('Home Assistant goes and comes', () => {
  test('a backup that is gone before it was pulled does not keep the others', async () => {
    const [first, gone] = [await add(0.3), await add(0.2)];
    world.home.fault({ kind: 'download-404', backupId: gone });
    const report = await world.run();
    expect(report.backups).toMatchObject([
      { id: gone, outcome: 'failed', problem: { code: 'ha.backup-gone' } },
      { id: first, outcome: 'stored' },
    ]);
  });

  test('it restarts in mid-download: resumed where it broke off', async () => {
    const id = await world.home.addBackup({ sizeBytes: 614_400, date: world.ago(0.1) });
    const app = await world.restart((ports) => ({
      ...ports,
      timings: { ...ports.timings, pullPausesMs: [300, 600, 1_000, 2_000] },
    }));
    world.home.throttle({ bps: 300_000 });
    let restarting: Promise<void> | undefined;
    const report = await app.backUp(
      { create: false, asked: [], by: 'user' },
      (activity) => {
        if (activity.phase !== 'transferring' || (activity.download?.bytes ?? 0) < 100_000) return;
        restarting ??= world.home.restart({ downMs: 100 }).then(() => world.home.throttle(undefined));
      },
      never,
    );
    await restarting;
    expect(report).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.home.rangeRequests().length).toBeGreaterThan(0);
    expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
  });

  test('another house under the same address: nothing is stored or deleted', async () => {
    await withOldCopies();
    await world.run();
    const before = world.drive().confirmed;
    const stranger = await world.otherHome();
    const [instance] = world.app.settings.current.instances;
    const held = await world.computer.secrets.read();
    await world.computer.secrets.write({ ...held, haTokens: { [instance?.key ?? '']: stranger.token } });
    await world.app.settings.update((current) => ({
      ...current,
      instances: current.instances.map((one) => ({ ...one, url: stranger.url })),
    }));
    await stranger.addBackup({ date: world.ago(0.1) });
    world.apple.clearLog();
    expect(await world.run()).toMatchObject({
      outcome: 'failed',
      problem: { code: 'ha.instance-changed' },
      backups: [],
    });
    expect(world.apple.requests('upload')).toBe(0);
    expect(world.drive().confirmed).toEqual(before);
    await stranger.stop();
  });

  test('it is not there at all: said as such, and the next look goes on', async () => {
    const id = await add();
    world.home.setState('stopping');
    expect(await world.run('schedule')).toMatchObject({ outcome: 'failed', problem: { code: 'ha.unreachable' } });
    await world.home.restart();
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
  });
});
