import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { AppleFault } from '../../simulators/apple/index.ts';

import { base, day, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 102_400;
const add = (days = 0.1): Promise<string> => world.home.addBackup({ sizeBytes: size, date: world.ago(days) });
const pathOf = (name: string): string => `${base}/${world.folder}/${name}`;
const nameOf = (id: string): string => world.drive().manifests.find(({ backupId }) => backupId === id)?.archive ?? '';
/** The archive's upload, not the marker's or the manifest's. */
const ofArchive = async (fault: AppleFault): Promise<void> => {
  // The folder is there and marked.
  await world.home.addBackup({ date: world.ago(0.2) });
  await world.run();
  world.apple.fault(fault);
};

describe('an upload that goes wrong', () => {
  test.each<{ what: string; fault: AppleFault; code: ErrorCode }>([
    {
      what: 'connection reset',
      fault: { path: 'singleFileUpload', reset: true, afterBytes: 10_000, times: Infinity },
      code: 'cloud.offline',
    },
    {
      what: '503 for the bytes',
      fault: { path: 'singleFileUpload', status: 503, body: 'busy', times: Infinity },
      code: 'cloud.failed',
    },
    {
      what: '500 for the document',
      fault: { path: 'update/documents', status: 500, body: '{}', times: Infinity },
      code: 'cloud.failed',
    },
  ])('$what every time: nothing counts, an hour later it works', async ({ fault, code }) => {
    await ofArchive(fault);
    const before = world.drive().confirmed;
    const id = await add();
    const report = await world.run();
    expect(report.backups).toMatchObject([{ id, outcome: 'failed', problem: { code } }]);
    expect(world.drive()).toMatchObject({ confirmed: before, others: [] });
    world.apple.clearFaults();
    world.apple.clearLog();
    expect(await world.run('schedule')).toMatchObject({ backups: [] });
    world.clock.forward(hour + 60_000);
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.drive()).toMatchObject({ confirmed: [id, ...before], others: [] });
    // What was pulled once is not pulled again.
    expect(world.downloads()).toBe(2);
  });

  test.each<{ what: string; fault: AppleFault }>([
    { what: 'connection reset', fault: { path: 'singleFileUpload', reset: true, afterBytes: 10_000 } },
    { what: '503 for the bytes', fault: { path: 'singleFileUpload', status: 503, body: 'busy' } },
  ])('$what once: tried again in the same run', async ({ fault }) => {
    await ofArchive(fault);
    const id = await add();
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.drive().others).toEqual([]);
  });

  test('stored short by Apple: not counted, then stored under another name, the short one in the trash', async () => {
    await ofArchive({ path: 'singleFileUpload', storeBytes: 1234 });
    const id = await add();
    const report = await world.run();
    expect(report.backups).toMatchObject([{ id, outcome: 'failed', problem: { code: 'cloud.upload-unconfirmed' } }]);
    const [short] = world.drive().others;
    expect(world.drive().confirmed).not.toContain(id);
    world.clock.forward(hour + 60_000);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
    expect(nameOf(id)).not.toBe(short);
    expect(world.drive()).toMatchObject({ confirmed: [id, expect.any(String)], others: [] });
    expect(world.apple.tree().find(({ path }) => path === pathOf(short ?? ''))?.inTrash).toBe(true);
  });

  test('iCloud full: uploads stop, looks go on, the first that fits again lifts it', async () => {
    await ofArchive({ path: 'nothing at all' });
    world.apple.account.quotaBytes = 100_000;
    const id = await add();
    const full = { id, outcome: 'failed', problem: { code: 'cloud.full' } };
    expect(await world.run('schedule')).toMatchObject({ outcome: 'warnings', backups: [full] });
    const status = await world.app.status();
    expect(status).toMatchObject({ safety: 'danger', waiting: 1 });
    expect(status.problems).toContainEqual({
      code: 'cloud.full',
      facts: expect.objectContaining({ neededBytes: size }) as object,
    });
    // Not with every look: Apple would be asked with every one of them.
    world.apple.clearLog();
    for (let look = 0; look < 3; look += 1) {
      world.clock.forward(hour);
      await world.run('schedule');
    }
    expect(world.apple.log().filter(({ path }) => path.endsWith('upload/web'))).toEqual([]);
    expect(world.downloads()).toBe(2);
    delete world.apple.account.quotaBytes;
    expect(await world.run('user')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
    expect(await world.app.status()).toMatchObject({ safety: 'safe', problems: [] });
  });

  test('iCloud full: nothing is said of it any more once nothing waits for room', async () => {
    await ofArchive({ path: 'nothing at all' });
    world.apple.account.quotaBytes = 100_000;
    const id = await add();
    await world.run('schedule');
    world.home.removeBackup(id);
    await world.run('user');
    expect((await world.app.status()).problems.map(({ code }) => code)).not.toContain('cloud.full');
  });

  test('offline: nothing is marked against a backup, the next look stores it', async () => {
    const id = await add();
    world.apple.fault({ reset: true, times: Infinity });
    expect(await world.run('schedule')).toMatchObject({ problem: { code: 'cloud.offline' } });
    expect(await world.app.status()).not.toMatchObject({ safety: 'danger' });
    world.apple.clearFaults();
    world.clock.forward(hour);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
  });

  test('back-off of one backup: 1 h, 6 h, 24 h, then it asks; the user can always ask', async () => {
    await ofArchive({ path: 'singleFileUpload', status: 503, body: 'busy', times: Infinity });
    const id = await add();
    for (const wait of [1, 6, 24]) {
      expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'failed' }] });
      world.clock.forward(wait * hour - 120_000);
      expect(await world.run('schedule')).toMatchObject({ backups: [] });
      world.clock.forward(180_000);
    }
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'failed' }] });
    world.clock.forward(3 * day);
    expect(await world.run('schedule')).toMatchObject({ backups: [] });
    expect((await world.app.status()).problems.map(({ code }) => code)).toContain('sync.gave-up');
    world.apple.clearFaults();
    expect(await world.run('user', { asked: [id] })).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
    expect((await world.app.status()).problems.map(({ code }) => code)).not.toContain('sync.gave-up');
  });
});
