import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import type { AppPorts } from '../../../src/core/app-ports.ts';
import type { RestoreChoice, RestoreStarted } from '../../../src/shared/into-home.ts';
import {
  simulatorKey,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let app: App;
let computer: TestComputer;
let home: HomeAssistantSimulator;
let id: string;
let agent: string;
const stages: string[] = [];

const impatient = (ports: AppPorts): AppPorts => ({
  ...ports,
  timings: { ...ports.timings, ha: { ...ports.timings?.ha, restoreAway: 3_000, restoreLook: 20, probe: 500 } },
});

beforeEach(async () => {
  computer = await world.addComputer();
  app = await computer.start(impatient);
});
afterEach(() => home.stop());

const begin = async (options: SimulatorOptions = {}, isProtected = false): Promise<void> => {
  home = await world.otherHome({ name: 'New home', ...options });
  agent = home.install === 'os' ? 'hassio.local' : 'backup.local';
  const parts = home.install === 'os' ? { addons: [{ slug: 'core_mosquitto' }], folders: ['share'] } : {};
  id = await home.addBackup({ protected: isProtected, ...parts });
};

const start = (
  keys: readonly string[] = [],
  backupFirst = false,
  choice: RestoreChoice = {},
): Promise<RestoreStarted> => {
  stages.length = 0;
  const onActivity: Parameters<App['startRestore']>[1] = (activity) => {
    if (activity.phase === 'restoring') stages.push(activity.stage);
  };
  const input = { placed: { id, home: { agent } }, home: { url: home.url, token: home.token }, backupFirst };
  return app.startRestore({ ...input, choice, keys: () => Promise.resolve(keys) }, onActivity, never);
};

describe('started, and followed over the restart', () => {
  test.each<[string, SimulatorOptions, RestoreStarted['end']]>([
    ['2026.11.0', {}, 'completed'],
    ['2025.2.5, which uses another word', { version: '2025.2.5' }, 'completed'],
    ['2025.1.4, which says nothing', { version: '2025.1.4' }, 'came-back'],
  ])('Core %s', async (_, options, end) => {
    await begin(options);
    expect(await start()).toEqual({
      end,
      keyChecked: null,
      backupFirst: null,
      restored: ['homeassistant', 'database'],
      leftOut: [],
    });
    expect(stages.at(-1)).toBe('core_restart');
    expect(home.restores()).toEqual([
      { backupId: id, agentId: agent, addons: [], folders: [], database: true, homeassistant: true },
    ]);
  });

  test('with a Supervisor all apps and folders of the backup come along', async () => {
    await begin({ install: 'os' });
    expect(await start()).toMatchObject({ end: 'completed', leftOut: [] });
    expect(home.restores()).toMatchObject([{ addons: ['core_mosquitto'], folders: ['share'] }]);
  });

  test('Core alone restores what it can, and the rest is named', async () => {
    await begin();
    id = await home.addBackup({ addons: [{ slug: 'core_mosquitto' }], folders: ['share'] });
    expect(await start()).toMatchObject({ end: 'completed', leftOut: ['core_mosquitto', 'share'] });
  });

  test('the users are those of the backup: the token is tried once and no more', async () => {
    await begin();
    home.fault({ kind: 'restore-other-users', times: 1 });
    expect(await start()).toMatchObject({ end: 'other-users' });
    expect(home.badTokenCount()).toBe(1);
  });

  test('it failed, and the reason is told', async () => {
    await begin();
    home.fault({ kind: 'restore-fails', reason: 'You need at least Home Assistant version 2027.1', times: 1 });
    await expect(start()).rejects.toMatchObject({
      code: 'restore.failed',
      facts: { reason: 'You need at least Home Assistant version 2027.1' },
    });
  });

  test('it never comes back', async () => {
    await begin();
    home.fault({ kind: 'restore-never-back', times: 1 });
    expect(await codeOf(start())).toBe('restore.not-back');
  });

  test('a fresh backup first: it is there before the restore begins', async () => {
    await begin();
    const { backupFirst } = await start([], true);
    expect(home.backups().map((backup) => backup.id)).toContain(backupFirst);
    expect(home.restores()).toHaveLength(1);
  });

  test('a fresh backup that fails: nothing is restored', async () => {
    await begin();
    home.fault({ kind: 'generate-fails', times: 1 });
    expect(await codeOf(start([], true))).toBe('ha.create-failed');
    expect(home.restores()).toEqual([]);
  });
});

describe('the key comes before everything', () => {
  const other = 'OTHER-KEY1-TEST-KEY2-TEST-KEY3-TEST';

  test('the present one of Home Assistant opens it: nobody is asked', async () => {
    await begin({ encryptionKeySet: true }, true);
    expect(await start([])).toMatchObject({ end: 'completed', keyChecked: true });
  });

  test('another one is needed, and given', async () => {
    await begin({}, true);
    expect(await start([other, simulatorKey])).toMatchObject({ end: 'completed', keyChecked: true });
  });

  test('a remembered one opens it: nobody is asked', async () => {
    await begin({}, true);
    await app.rememberKeys([simulatorKey, other], never);
    expect(await start([])).toMatchObject({ end: 'completed', keyChecked: true });
    // One that opens another home's backups is no business of this one.
    expect(home.log().filter(({ what }) => what === 'backup/can_decrypt_on_download')).toHaveLength(1);
  });

  test.each<[string, SimulatorOptions, readonly string[], string]>([
    ['none', {}, [], 'restore.key-needed'],
    ['a wrong one', {}, [other], 'restore.wrong-key'],
    ['a wrong one where nobody can tell before (2025.1)', { version: '2025.1.4' }, [other], 'restore.wrong-key'],
  ])('%s: nothing is begun', async (_, options, keys, code) => {
    await begin(options, true);
    expect(await codeOf(start(keys))).toBe(code);
    expect(home.restores()).toEqual([]);
  });

  test('where Home Assistant cannot tell before, the beginning of its file does: it is never asked to restore with a wrong one', async () => {
    await begin({ version: '2025.1.4' }, true);
    expect(await start([other, simulatorKey])).toMatchObject({ end: 'came-back', keyChecked: true });
    expect(home.log().filter(({ what }) => what === 'backup/restore')).toHaveLength(1);
  });

  test('where its file cannot be read either, Home Assistant refuses the wrong one, and the next is tried', async () => {
    await begin({ version: '2025.1.4' }, true);
    home.fault({ kind: 'download-404', times: 1 });
    expect(await start([other, simulatorKey])).toMatchObject({ end: 'came-back', keyChecked: false });
  });
});

describe('what is to be restored', () => {
  test.each<[string, SimulatorOptions, RestoreChoice, object]>([
    ['Core without its history', {}, { without: ['database'] }, { homeassistant: true, database: false }],
    ['nothing but the history', {}, { only: ['database'] }, { homeassistant: false, database: true }],
    [
      'one app',
      { install: 'os' },
      { only: ['core_mosquitto'] },
      { homeassistant: false, database: false, addons: ['core_mosquitto'], folders: [] },
    ],
    [
      'all but a folder',
      { install: 'os' },
      { without: ['share'] },
      { homeassistant: true, database: true, addons: ['core_mosquitto'], folders: [] },
    ],
  ])('%s', async (_, options, choice, ordered) => {
    await begin(options);
    await start([], false, choice);
    expect(home.restores()).toMatchObject([ordered]);
  });

  test('a part that is not in it: nothing is begun', async () => {
    await begin({ install: 'os' });
    expect(await codeOf(start([], true, { only: ['core_ssh'] }))).toBe('restore.no-such-part');
    expect(home.restores()).toEqual([]);
    expect(home.backups()).toHaveLength(1);
  });
});

test('refused in words: nothing was changed', async () => {
  await begin();
  home.fault({ kind: 'restore-refused', message: 'Restore database must match backup', times: 1 });
  await expect(start()).rejects.toMatchObject({
    code: 'restore.refused',
    facts: { reason: 'Restore database must match backup' },
  });
  expect(home.restores()).toEqual([]);
});

test('neither key nor token is left anywhere on this computer, nor in an error', async () => {
  await begin({ encryptionKeySet: true }, true);
  const wrong = 'WRONG-KEY1-TEST-KEY2-TEST-KEY3-TEST';
  await start([wrong]);
  home.fault({ kind: 'restore-fails', reason: 'unknown_error', times: 1 });
  const error: unknown = await start().catch((thrown: unknown) => thrown);
  const files = await readdir(computer.folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'latin1')));
  const all = [...texts, JSON.stringify(computer.logger.lines), JSON.stringify(error), String(error)].join('\n');
  for (const secret of [simulatorKey, wrong, home.token]) expect(all).not.toContain(secret);
});

test('a backup that is gone', async () => {
  await begin();
  home.removeBackup(id);
  expect(await codeOf(start())).toBe('ha.backup-gone');
});
