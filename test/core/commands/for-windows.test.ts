import { describe, expect, test } from 'vitest';
import { findHomes } from '../../../src/core/commands/find-homes.ts';
import { selectList } from '../../../src/core/commands/list-backups.ts';
import { selectPreview } from '../../../src/core/commands/preview-retention.ts';
import { selectActivity } from '../../../src/core/commands/read-history.ts';
import { rememberedFacts, type Remembered } from '../../../src/core/commands/remembered.ts';
import { chooseRemovals } from '../../../src/core/commands/remove-copies.ts';
import type { StoredBackup } from '../../../src/core/domain/manifest.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { DiscoveredHome } from '../../../src/core/home-assistant/discovery.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import { ArrayLogger, codeOf, TestClock } from '../../support/app-harness.ts';
import * as build from '../../support/domain-builders.ts';
import { backupsOf, cloudSide, copyOf, homeSide, settingsOf } from '../../support/status-facts.ts';
import { settingsInMemory } from '../../support/in-memory.ts';
import { freshSettings, instanceSchema } from '../../../src/core/settings/schema.ts';

const day = 24;
const remembered = (copies: StoredBackup[], given: Partial<Remembered['look']> = {}): Remembered => ({
  look: { home: homeSide(), cloud: cloudSide(copies), ...given },
  settings: settingsOf(),
  gates: openGates(),
  now: build.now,
});
const aged = (...days: number[]): StoredBackup[] =>
  days.map((age) => copyOf(age * day, `b${age}`, { confirmedAt: build.daysAgo(age) }));

describe('the preview of retention', () => {
  const goes = (retention: { days: number; floor: number }, of: Remembered): string[] =>
    selectPreview(of, retention)
      .backups.filter(({ next }) => next !== 'keep')
      .map(({ id }) => id);

  test.each([
    [{ days: 0, floor: 1 }, []],
    [{ days: 30, floor: 1 }, ['b40']],
    [{ days: 14, floor: 1 }, ['b20', 'b40']],
    [{ days: 14, floor: 3 }, ['b40']],
    [{ days: 1, floor: 4 }, []],
  ])('%j', (retention, expected) => {
    expect(goes(retention, remembered(aged(2, 5, 20, 40)))).toEqual(expected);
  });

  test('asks with the new numbers, whatever the settings say', () => {
    const of = remembered(aged(2, 5, 20, 40));
    expect(goes({ days: 10, floor: 1 }, { ...of, settings: settingsOf({ retention: { days: 0, floor: 9 } }) })).toEqual(
      ['b20', 'b40'],
    );
  });

  test('lists copies only, but knows of what the same run would store first', () => {
    const of = remembered(aged(20), {
      home: homeSide({
        backups: backupsOf(['new', 1]).map((backup) => ({
          ...backup,
          copies: [{ agentId: 'backup.local', size: 5_000_000, protected: true }],
        })),
      }),
    });
    expect(selectPreview(of, { days: 14, floor: 1 }).backups).toMatchObject([{ id: 'b20', next: 'delete' }]);
  });

  test('before anything was seen there is nothing to show, and nothing wrong', () => {
    const empty = { dryRun: true, held: null, backups: [], removed: [] };
    expect(selectPreview({ ...remembered([]), look: {} }, { days: 1, floor: 1 })).toEqual(empty);
  });

  // The numbers hold for longer than the doubt of today.
  test.each([
    ['ha.list-incomplete', { home: homeSide({ complete: false }) }],
    ['ha.instance-ambiguous', { home: homeSide({ ambiguous: true }) }],
  ])('what %s keeps back today is shown as what goes later', (code, look) => {
    const of = remembered(aged(2, 5, 40), look);
    expect(selectPreview(of, { days: 14, floor: 1 })).toMatchObject({
      held: { code },
      backups: [{ next: 'keep' }, { next: 'keep' }, { id: 'b40', next: 'later' }],
    });
    expect(goes({ days: 0, floor: 1 }, of)).toEqual([]);
    expect(goes({ days: 1, floor: 1 }, of)).toEqual(['b5', 'b40']);
  });
});

describe('the list as it was seen last', () => {
  test('has both sides; nothing is known of a side that was never seen', () => {
    const home = homeSide({ backups: backupsOf(['b2', 48], ['new', 1]) });
    const list = (look: Remembered['look']) =>
      selectList(rememberedFacts({ ...remembered([]), look }), 'Base', 'Home').map(({ id, where }) => [id, ...where]);
    expect(list({ home, cloud: cloudSide(aged(2, 5)) })).toEqual([
      ['new', 'home-assistant'],
      ['b2', 'home-assistant', 'icloud'],
      ['b5', 'icloud'],
    ]);
    expect(list({ home })).toEqual([
      ['new', 'home-assistant'],
      ['b2', 'home-assistant'],
    ]);
    expect(list({})).toEqual([]);
  });
});

describe('what a list says of a copy', () => {
  const listOf = (folder: ReturnType<typeof build.folderOf>) =>
    selectList(build.factsOf({ cloud: folder.view() }), 'Base', 'Home');

  test('is when its age lets it go, where nothing else keeps it', () => {
    const copies = [1, 2, 3, 10].map((days) => build.aStored({ backupId: `d${days}`, date: build.daysAgo(days) }));
    const goes = listOf(build.folderOf(...copies)).flatMap((entry) => (entry.goes === undefined ? [] : [entry.id]));
    expect(goes).toEqual(['d10']);
  });

  test('is that it is damaged: nothing that was proven of it holds', () => {
    const copy = build.aStored({ backupId: 'a' });
    const folder = build.folderOf(copy);
    folder.put(copy.manifest.archive, 17);
    expect(listOf(folder).filter(({ remote }) => remote !== null)).toMatchObject([
      { id: 'a', where: ['icloud'], next: 'leave', reason: 'damaged', verification: null },
    ]);
  });
});

describe('a copy that the user removes', () => {
  const [a, b] = [build.aStored({ backupId: 'a' }), build.aStored({ backupId: 'b' })];
  const doubtful = build.aStored({ backupId: 'c', defects: [...build.doubtful] });
  const view = (...stored: StoredBackup[]) => build.folderOf(...stored).view();
  const remove = (of: ReturnType<typeof view>, copy: StoredBackup) =>
    codeOf(Promise.resolve().then(() => chooseRemovals(of, [copy.manifest.archive])));

  test('is one with a manifest of ours', async () => {
    expect(chooseRemovals(view(a, b), [a.manifest.archive])).toEqual([a]);
    expect(await remove(view(a, b), build.aStored({ backupId: 'x' }))).toBe('cloud.not-found');
    const other = build.folderOf(a, b);
    other.put('notes.tar', 10);
    expect(await codeOf(Promise.resolve().then(() => chooseRemovals(other.view(), ['notes.tar'])))).toBe(
      'cloud.not-found',
    );
  });

  test('may be one of several: all of them go, or none', async () => {
    const [c, d] = [build.aStored({ backupId: 'c' }), build.aStored({ backupId: 'd' })];
    const all = view(a, b, c, d, doubtful);
    const choose = (...copies: StoredBackup[]) =>
      chooseRemovals(
        all,
        copies.map(({ manifest }) => manifest.archive),
      );
    expect(choose(b, d, doubtful, b)).toEqual([b, d, doubtful]);
    const codes = [
      [a, build.aStored({ backupId: 'x' })],
      [d, c, b, a],
      [d, c, b, a, doubtful],
    ].map((copies) => codeOf(Promise.resolve().then(() => choose(...copies))));
    expect(await Promise.all(codes)).toEqual(['cloud.not-found', 'cloud.last-copy', 'cloud.last-copy']);
  });

  test('is never the only verified one, however many doubtful ones stay', async () => {
    expect(await remove(view(a), a)).toBe('cloud.last-copy');
    expect(await remove(view(a, doubtful), a)).toBe('cloud.last-copy');
    expect(await remove(view(a, doubtful), doubtful)).toBe('none');
  });

  test('may be damaged', async () => {
    const folder = build.folderOf(a, b);
    folder.put(b.manifest.archive, 17);
    expect(await remove(folder.view(), b)).toBe('none');
    expect(await remove(folder.view(), a)).toBe('cloud.last-copy');
  });

  test('is not looked for in half a list', async () => {
    expect(await remove(build.folderOf(a, b).view(false), a)).toBe('cloud.offline');
  });
});

test('what happened, newest first, each run as one line', () => {
  const at = (minute: number): string => build.ago((60 - minute) * build.minuteMs);
  const runs = selectActivity([
    { kind: 'run-start', at: at(1), run: 'r1', trigger: 'user' },
    { kind: 'backup', at: at(2), what: 'refused', instance: 'k', backupId: 'b', name: 'B', code: 'archive.torn' },
    { kind: 'run-end', at: at(3), run: 'r1', outcome: 'warnings', code: 'archive.torn', stored: 1, pruned: 2 },
    { kind: 'run-start', at: at(4), run: 'killed', trigger: 'schedule' },
    { kind: 'sign-in', at: at(5), what: 'completed' },
    { kind: 'run-end', at: at(6), run: 'r0', outcome: 'done', stored: 0, pruned: 0 },
  ]);
  const problem = { code: 'archive.torn', facts: {} };
  expect(runs).toEqual([
    { kind: 'run', at: at(6), trigger: 'schedule', outcome: 'done', problem: null, stored: 0, pruned: 0 },
    { kind: 'sign-in', at: at(5), what: 'completed', problem: null },
    { kind: 'run', at: at(3), trigger: 'user', outcome: 'warnings', problem, stored: 1, pruned: 2 },
    { kind: 'backup', at: at(2), what: 'refused', name: 'B', bytes: null, problem },
  ]);
});

describe('finding Home Assistant', () => {
  const home = (given: Partial<DiscoveredHome>): DiscoveredHome => ({
    name: 'Home',
    uuid: 'u1',
    version: '2026.11.0',
    urls: ['http://homeassistant.local:8123', 'http://192.168.1.2:8123'],
    addresses: ['192.168.1.2'],
    port: 8123,
    ...given,
  });
  const ports = { logger: new ArrayLogger(), clock: new TestClock() };
  const find = (found: Promise<readonly DiscoveredHome[]>, known: readonly string[] = []) => {
    const instances = known.map((url) => instanceSchema.parse({ key: 'k3y0', name: 'Home', url }));
    const settings = settingsInMemory({ ...freshSettings('Study'), instances });
    return findHomes({ ports, settings }, new AbortController().signal, () => found);
  };

  test('shows both where two announce the same id, and nothing that would lead into the open in clear', async () => {
    const found = await find(
      Promise.resolve([
        home({ urls: ['http://192.168.1.66:8123'] }),
        home({}),
        home({ name: 'Bait', uuid: 'u9', urls: ['http://evil.example:8123', 'https://evil.example'] }),
      ]),
    );
    expect(found.map(({ url }) => url)).toEqual([
      'https://evil.example',
      'http://192.168.1.66:8123',
      'http://homeassistant.local:8123',
    ]);
  });

  test('of two with one name the address in use comes first', async () => {
    const twins = [home({ urls: ['http://192.168.1.2:8123'] }), home({ urls: ['http://192.168.1.9:8123'] })];
    for (const known of ['http://192.168.1.2:8123', 'http://192.168.1.9:8123/'])
      expect((await find(Promise.resolve(twins), [known]))[0]?.url).toBe(new URL(known).origin);
  });

  test('names each one once, with its best address', async () => {
    const found = await find(
      Promise.resolve([
        home({ name: 'Weekend', uuid: 'u2', version: undefined, urls: ['http://10.0.0.9:8123'] }),
        home({}),
        home({ urls: ['http://[fe80::1]:8123'] }),
        home({ name: 'Nowhere', uuid: 'u3', urls: [] }),
      ]),
    );
    expect(found).toEqual([
      { name: 'Home', url: 'http://homeassistant.local:8123', version: '2026.11.0' },
      { name: 'Weekend', url: 'http://10.0.0.9:8123', version: null },
    ]);
  });

  test('a network that does not let us ask has none; giving up is giving up', async () => {
    expect(await find(Promise.reject(new AppError('ha.unreachable')))).toEqual([]);
    expect(await codeOf(find(Promise.reject(new AppError('sync.cancelled'))))).toBe('sync.cancelled');
  });
});
