import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { acquireRunLock, patienceMs } from '../../../src/core/state/run-lock.ts';
import { codeOf, never, signInTo } from '../../support/app-harness.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { base, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 307_200;
const add = (days = 0.1): Promise<string> => world.home.addBackup({ sizeBytes: size, date: world.ago(days) });

describe('a run that the user cancels', () => {
  test.each([
    { what: 'while iCloud is listed', path: 'retrieveItemDetails', slow: undefined },
    { what: 'while the archive goes up', path: 'singleFileUpload', slow: 60_000 },
    { what: 'before the document is made', path: 'update/documents', slow: undefined },
  ])('$what ends at once, and the next one makes it good', async ({ path, slow }) => {
    const id = await add();
    if (slow === undefined) world.apple.fault({ path, stall: true, times: Infinity });
    else world.apple.throttle({ upBps: slow });
    const cancel = new AbortController();
    const running = world.app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, cancel.signal);
    const bytes = slow === undefined ? 0 : size / 4;
    await world.apple.waitFor((entry) => entry.path.includes(path) && !entry.done && entry.bytesIn >= bytes);
    cancel.abort();
    expect(await running).toMatchObject({ outcome: 'cancelled', problem: { code: 'sync.cancelled' } });
    expect(await readdir(join(world.computer.folder, 'data', 'rclone', 'running'))).toEqual([]);
    expect(await world.app.status()).toMatchObject({ running: null });
    world.apple.clearFaults();
    world.apple.throttle({});
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
    expect(await world.staged()).toEqual([]);
  });

  test('in mid-download keeps what came, and goes on from there', async () => {
    const id = await add();
    world.home.throttle({ bps: 100_000 });
    const cancel = new AbortController();
    const report = await world.app.backUp(
      { create: false, asked: [], by: 'user' },
      (activity) => {
        if (activity.phase === 'transferring' && (activity.download?.bytes ?? 0) > size / 4) cancel.abort();
      },
      cancel.signal,
    );
    expect(report).toMatchObject({ outcome: 'cancelled' });
    world.home.throttle(undefined);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
    expect(world.home.rangeRequests()).toHaveLength(1);
  });
});

describe('a session that dies in the middle', () => {
  test('of a run: it signs in once and goes on', async () => {
    await add(0.2);
    await world.run();
    const id = await add();
    world.clock.forward(hour);
    world.apple.fault({ path: 'upload/web', delayMs: 500 });
    const running = world.run('schedule');
    await world.apple.waitFor((entry) => entry.path.endsWith('upload/web') && !entry.done);
    world.endSessions({ trust: true });
    const report = await running;
    expect(report.backups.map((backup) => backup.id)).toEqual([id]);
    expect(world.apple.signIns()).toBeLessThanOrEqual(1);
    world.clock.forward(2 * hour);
    await world.run('schedule');
    expect(world.drive()).toMatchObject({ confirmed: [id, expect.any(String)], others: [] });
  });
});

describe('this computer’s disk', () => {
  test('too full for a backup: said with numbers, nothing is pulled, other backups go on', async () => {
    const [small, big] = [await world.home.addBackup({ date: world.ago(0.3), sizeBytes: 20_480 }), await add()];
    const freeBytes = 1024 ** 3 + 100_000;
    await world.restart((ports) => ({ ...ports, freeBytes: () => Promise.resolve(freeBytes) }));
    expect(await world.run()).toMatchObject({
      backups: [
        {
          id: big,
          outcome: 'failed',
          problem: { code: 'disk.full', facts: { neededBytes: 1024 ** 3 + size, freeBytes } },
        },
        { id: small, outcome: 'stored' },
      ],
    });
    await world.restart();
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id: big, outcome: 'stored' }] });
  });
});

describe('logout', () => {
  test('of everything with a locked keychain: what is left in it can still be found and removed later', async () => {
    const locked = () => Promise.reject(new AppError('secrets.locked'));
    const app = await world.restart((ports) => ({ ...ports, secretStore: locked }));
    const { problems, removed } = await app.logout('all', never);
    expect(problems.map(({ code }) => code)).toEqual(['secrets.locked', 'secrets.locked']);
    expect(removed).not.toContain('ha-token');
    expect(await world.computer.secrets.read()).toMatchObject({ haTokens: expect.anything() as object });
    const later = await world.restart();
    expect(later.settings.current.secretStore).not.toBeNull();
    expect(await later.logout('all', never)).toMatchObject({ problems: [] });
    expect(await world.computer.secrets.read()).toBeUndefined();
    expect(later.settings.current.secretStore).toBeNull();
  });

  test('of Apple removes what was kept for it; a new sign-in finds the copies again', async () => {
    const id = await add();
    await world.run();
    const result = await world.app.logout('apple', never);
    expect(result).toMatchObject({ problems: [], kept: [`iCloud Drive/${base}`] });
    expect(Object.keys((await world.computer.secrets.read()) ?? {})).toEqual(['haTokens']);
    expect(await readdir(join(world.computer.folder, 'data', 'rclone'))).not.toContain('rclone.conf');
    world.apple.clearLog();
    expect(await world.run('schedule')).toMatchObject({ outcome: expect.stringMatching(/done|failed/u) as string });
    expect(world.apple.log()).toEqual([]);
    await signInTo(world.app, world.apple);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [] });
    expect(world.drive().confirmed).toEqual([id]);
  });

  test('takes the token even where another process does not give up its run, and names that process', async () => {
    const clock = new PatientClock(world.clock.now());
    const app = await world.restart((ports) => ({ ...ports, clock }));
    const place = { path: join(world.computer.folder, 'data', 'run.lock'), processes: await openProcessTable() };
    const other = await acquireRunLock(place, clock.now());
    const result = await app.logout('all', never);
    expect(clock.waits.reduce((sum, ms) => sum + ms, 0)).toBe(patienceMs.logout);
    expect(result).toMatchObject({
      removed: ['ha-token'],
      problems: [{ code: 'sync.running', facts: { pid: process.pid } }],
    });
    expect(Object.keys((await world.computer.secrets.read()) ?? {})).not.toContain('haTokens');
    expect(await readdir(join(world.computer.folder, 'data', 'rclone'))).toContain('rclone.conf');
    await other.release();
    expect(await app.logout('all', never)).toMatchObject({ problems: [] });
    expect(await world.computer.secrets.read()).toBeUndefined();
  });

  test('of everything leaves nothing on the computer, and every copy in iCloud', async () => {
    const id = await add();
    await world.run();
    expect(await world.app.logout('all', never)).toMatchObject({ problems: [] });
    expect(await world.computer.secrets.read()).toBeUndefined();
    expect(await codeOf(world.run())).toBe('settings.not-set-up');
    expect(await world.app.status()).toMatchObject({ safety: 'not-set-up' });
    expect(world.drive().confirmed).toEqual([id]);
    // Set up again as on the first day: the same folder, nothing is stored twice.
    const app = await world.restart();
    await app.setUp({ url: world.home.url, token: world.home.token }, never);
    await signInTo(app, world.apple);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [] });
  });
});
