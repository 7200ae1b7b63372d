import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { AppPorts } from '../../../src/core/app-ports.ts';
import type { Activity } from '../../../src/shared/run-report.ts';
import type { HomeAssistantSimulator, SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { sameHome, storedOnce } from '../../support/stored-once.ts';
import { base, sha256, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld({ home: sameHome });
const size = 307_200;
const stored = storedOnce(world, () => world.home.addBackup({ date: world.ago(1), sizeBytes: size }));
let id: string;
let original: Buffer;
/** Nothing on it but a sign-in; the home that made the backup burned down. */
let computer: TestComputer;
let app: App;
let fresh: HomeAssistantSimulator;

const impatient = (ports: AppPorts): AppPorts => ({
  ...ports,
  timings: { ...ports.timings, ha: { ...ports.timings?.ha, uploadIdle: 300, uploadAnswer: 300 } },
});

beforeEach(async () => {
  ({ id, original } = await stored());
  await world.home.stop();
  computer = await world.addComputer();
  app = await computer.start();
  fresh = await world.otherHome({ name: 'New home' });
});
afterEach(() => fresh.stop());

const activities: Activity[] = [];
const put = (home = fresh, token = home.token): ReturnType<App['restoreIntoHome']> => {
  activities.length = 0;
  const input = { id: id.slice(0, 6), home: { url: home.url, token } };
  return app.restoreIntoHome(input, (activity) => void activities.push(activity), never);
};
const replaced = async (options: SimulatorOptions): Promise<void> => {
  await fresh.stop();
  fresh = await world.otherHome({ name: 'New home', ...options });
};
const staged = (): Promise<string[]> => readdir(join(computer.folder, 'staging', 'restore')).catch(() => []);
const uploads = (): number => fresh.log().filter(({ what }) => what.startsWith('POST /api/backup/upload')).length;
const downloads = (): number =>
  world.apple.log().filter(({ kind, bytesOut }) => kind === 'download' && bytesOut >= size).length;

describe('from an empty computer into a new Home Assistant', () => {
  test.each<[string, SimulatorOptions]>([
    ['Core', {}],
    ['Home Assistant OS', { install: 'os' }],
  ])('%s lists it, byte for byte; nothing is left here and nothing is kept of the token', async (_, options) => {
    await replaced(options);
    const placed = await put();
    const agent = options.install === 'os' ? 'hassio.local' : 'backup.local';
    expect(placed).toMatchObject({ id, bytes: size, uploaded: true, home: { name: 'New home', agent } });
    expect(placed.sha256).toBe(sha256(original));
    expect(fresh.archiveBytes(id, agent).equals(original)).toBe(true);
    expect(await staged()).toEqual([]);
    expect(app.settings.current.instances).toEqual([]);
    const sent = activities.flatMap((one) => (one.phase === 'transferring' && one.upload ? [one.upload.bytes] : []));
    expect(sent.at(-1)).toBe(size);
    expect(sent.toSorted((a, b) => a - b)).toEqual(sent);
  });

  test('a second time nothing is downloaded and nothing is uploaded', async () => {
    await put();
    const [up, down] = [uploads(), downloads()];
    expect(await put()).toMatchObject({ id, uploaded: false });
    expect([uploads(), downloads()]).toEqual([up, down]);
  });

  test('a file of another size under the same id is left alone', async () => {
    await fresh.addBackup({ id, sizeBytes: 102_400 });
    const before = fresh.archiveBytes(id);
    expect(await codeOf(put())).toBe('restore.other-there');
    expect(fresh.archiveBytes(id).equals(before)).toBe(true);
    expect(uploads()).toBe(0);
  });
});

describe('what is known to fail is said before a byte moves', () => {
  test.each<[string, SimulatorOptions, string]>([
    ['an older Core', { version: '2026.2.3' }, 'restore.home-too-old'],
    ['a Home Assistant without a Backup API', { version: '2024.12.5' }, 'restore.home-too-old'],
  ])('%s', async (_, options, code) => {
    await replaced(options);
    const before = downloads();
    expect(await codeOf(put())).toBe(code);
    expect([uploads(), downloads() - before]).toEqual([0, 0]);
  });

  test('a token of somebody who is no administrator', async () => {
    expect(await codeOf(put(fresh, fresh.userToken))).toBe('ha.not-admin');
    expect(uploads()).toBe(0);
  });

  test('a Home Assistant that is making a backup', async () => {
    const release = fresh.holdBackups();
    const source = await world.addComputer();
    const other = await source.start();
    await other.setUp({ url: fresh.url, token: fresh.token }, never);
    const making = other.backUp({ create: true, asked: [], by: 'user' }, () => undefined, never);
    await expect.poll(() => fresh.log().some(({ what }) => what.startsWith('backup/generate'))).toBe(true);
    expect(await codeOf(put())).toBe('ha.busy');
    release();
    await making;
    expect(uploads()).toBe(0);
  });

  test('a computer that is not set up, without an address', async () => {
    expect(await codeOf(app.restoreIntoHome({ id }, () => undefined, never))).toBe('settings.not-set-up');
  });
});

describe('what goes wrong on the way up leaves Home Assistant as it was, and the download for the next try', () => {
  test.each<[string, Parameters<HomeAssistantSimulator['fault']>[0], string]>([
    ['413', { kind: 'upload-413' }, 'restore.upload-limit'],
    ['401 in the middle, which the socket contradicts', { kind: 'upload-401' }, 'ha.in-between'],
    ['the connection is lost in the middle', { kind: 'upload-drop' }, 'restore.upload-stopped'],
    ['refused in words', { kind: 'upload-refused', message: 'no' }, 'restore.upload-refused'],
    ['a full disk', { kind: 'upload-refused', message: '[Errno 28] No space left on device' }, 'restore.home-full'],
    ['a yes that means nothing', { kind: 'upload-vanishes' }, 'restore.not-listed'],
  ])('%s', async (_, fault, code) => {
    fresh.fault({ ...fault, times: 1 });
    expect(await codeOf(put())).toBe(code);
    expect(fresh.backups()).toEqual([]);
    expect(await staged()).toHaveLength(1);
    const before = downloads();
    expect(await put()).toMatchObject({ id, uploaded: true });
    expect(downloads()).toBe(before);
    expect(await staged()).toEqual([]);
  });

  test('nothing is taken any more', async () => {
    app = await computer.start(impatient);
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    fresh.fault({ kind: 'upload-stall', times: 1, until });
    expect(await codeOf(put())).toBe('restore.upload-stopped');
    // It has not yet noticed that nobody is there any more.
    expect(await codeOf(put())).toBe('ha.busy');
    release();
    await expect.poll(() => codeOf(put())).toBe('none');
    expect(fresh.archiveBytes(id).equals(original)).toBe(true);
  });

  test('a token that is revoked in the middle is not tried again', async () => {
    fresh.fault({ kind: 'upload-401', times: 1 });
    const trying = codeOf(put());
    // In the very turn in which the upload came: it was let in, and nothing has answered yet.
    while (uploads() === 0) await setImmediate();
    fresh.revokeToken(fresh.token);
    expect(await trying).toBe('ha.token-invalid');
    expect(fresh.badTokenCount()).toBe(1);
  });

  test('what was staged is spoilt: it comes down again', async () => {
    fresh.fault({ kind: 'upload-drop', times: 1 });
    await put().catch(() => undefined);
    const [name = ''] = await staged();
    await writeFile(join(computer.folder, 'staging', 'restore', name), 'something else');
    expect(await put()).toMatchObject({ uploaded: true });
    expect(fresh.archiveBytes(id).equals(original)).toBe(true);
  });

  test('cancelled in the middle', async () => {
    fresh.fault({ kind: 'upload-stall', times: 1 });
    const cancel = new AbortController();
    const trying = app.restoreIntoHome(
      { id, home: { url: fresh.url, token: fresh.token } },
      (activity) => {
        if (activity.phase === 'transferring' && activity.upload) cancel.abort();
      },
      cancel.signal,
    );
    expect(await codeOf(trying)).toBe('sync.cancelled');
    expect(fresh.backups()).toEqual([]);
  });
});

test('the Home Assistant that is set up needs no address', async () => {
  await app.setUp({ url: fresh.url, token: fresh.token }, never);
  expect(await app.restoreIntoHome({ id, baseFolder: base }, () => undefined, never)).toMatchObject({ uploaded: true });
  expect(fresh.archiveBytes(id).equals(original)).toBe(true);
});
