import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/core/errors/app-error.ts';
import { repair } from '../../../src/core/settings/repair.ts';
import { freshSettings, newInstanceKey, settingsSchema, type Settings } from '../../../src/core/settings/schema.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { MemoryFile } from './memory-file.ts';

const v1 = JSON.parse(await readFile(new URL('fixtures/settings-v1.json', import.meta.url), 'utf8')) as Settings;
/** The same with what came later, each at its default. */
const v1Now = settingsSchema.parse(v1);
const now = new Date('2026-11-21T12:00:00.000Z');

const open = (file: MemoryFile) => {
  const problems: AppError[] = [];
  const store = new SettingsStore({
    file,
    computerName: 'Study',
    now: () => now,
    onBroken: (problem) => problems.push(problem),
  });
  return { store, problems };
};

describe('fresh settings', () => {
  it('are safe and belong to this computer', () => {
    const fresh = freshSettings('Study');
    expect(fresh).toEqual({
      schemaVersion: 1,
      instances: [],
      computerId: fresh.computerId,
      computerName: 'Study',
      baseFolder: 'HomeAssistantBackups',
      retention: { days: 14, floor: 3 },
      schedule: { lookMinutes: 60, createIfOlderThanHours: null },
      desktop: {
        notifyProblems: true,
        notifySignIn: true,
        notifySuccess: false,
        pauseOnBattery: false,
        checkUpdates: true,
        hintsGiven: [],
      },
      requireProtected: false,
      monthlyTest: true,
      bandwidth: null,
      proxy: null,
      caFile: null,
      stagingBudgetBytes: 8_589_934_592,
      appleId: null,
      trustedSince: null,
      alarm: { afterMinutes: null, notify: [] },
      phoneCode: { notify: [] },
      sensors: false,
      secretStore: null,
      adoptedComputers: [],
      pausedUntil: null,
    });
    expect(fresh.computerId).toMatch(/^[0-9a-f]{16}$/);
    expect(freshSettings('Study').computerId).not.toBe(fresh.computerId);
    expect(newInstanceKey()).not.toBe(newInstanceKey());
  });

  it('do not fail on a strange host name', () => {
    expect(freshSettings('').computerName).toBe('This computer');
    expect(freshSettings('x'.repeat(300)).computerName).toBe(`${'x'.repeat(99)}…`);
  });
});

describe('rules for values', () => {
  const accepts = (change: Partial<Record<keyof Settings, unknown>>): boolean =>
    settingsSchema.safeParse({ ...v1, ...change }).success;
  const withInstance = (change: object): boolean => accepts({ instances: [{ ...v1.instances[0], ...change }] });

  // As rclone 1.75.2 answered to `--bwlimit`.
  it.each(['off', '10M', '1.5M', '.5M', '10M:1M', 'off:1k', '512k', '5', '10B', '10Mi', '10MiB'])(
    'takes the speed %s',
    (bandwidth) => {
      expect(accepts({ bandwidth })).toBe(true);
    },
  );
  it.each(['08:00,512k 12:00,10M 23:00,off', 'Mon-00:00,512 Fri-23:59,10M', '08:00,1M:2M'])(
    'takes the timetable %s',
    (bandwidth) => {
      expect(accepts({ bandwidth })).toBe(true);
    },
  );
  it.each(['', '10MB', '10m/s', '10M ', '-1', '25:00,1M', '8:00,1M', '--config=x', '1M --dump bodies'])(
    'refuses the speed "%s"',
    (bandwidth) => {
      expect(accepts({ bandwidth })).toBe(false);
    },
  );

  it.each(['HomeAssistantBackups', 'Backups/Home Assistant', 'Sicherungen (HA)', 'バックアップ'])(
    'takes the folder %s',
    (baseFolder) => {
      expect(accepts({ baseFolder })).toBe(true);
    },
  );
  it.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', './a', ' a', 'a ', 'a:b', 'a\\b', 'a\nb', 'x'.repeat(201)])(
    'refuses the folder %j',
    (baseFolder) => {
      expect(accepts({ baseFolder })).toBe(false);
    },
  );

  it.each(['http://192.168.1.5:8123', 'https://home.example/', 'http://[fd00::1]:8123'])(
    'takes the address %s',
    (url) => {
      expect(withInstance({ url })).toBe(true);
    },
  );
  it.each(['homeassistant.local', 'ftp://x', 'http://', 'http://me:secret@ha.local', 'javascript:alert(1)'])(
    'refuses the address %s',
    (url) => {
      expect(withInstance({ url })).toBe(false);
    },
  );

  it('keeps no password in the proxy either', () => {
    expect(accepts({ proxy: 'http://proxy:3128' })).toBe(true);
    expect(accepts({ proxy: 'http://me:secret@proxy:3128' })).toBe(false);
  });

  it.each([
    ['retention', { days: 0, floor: 1 }, true],
    ['retention', { days: -1, floor: 3 }, false],
    ['retention', { days: 14, floor: 0 }, false],
    ['retention', { days: 1.5, floor: 3 }, false],
    ['schedule', { lookMinutes: 4 }, false],
    ['schedule', { lookMinutes: 5 }, true],
    ['caFile', 'relative.pem', false],
    ['computerId', 'ABCDEF0123456789', false],
    ['trustedSince', '21 November', false],
    ['secretStore', 'plain-text', false],
  ] as const)('%s: %j is accepted: %s', (field, value, accepted) => {
    expect(accepts({ [field]: value })).toBe(accepted);
  });

  it('takes a fingerprint with or without colons', () => {
    const hex = 'ab'.repeat(32);
    expect(withInstance({ tls: { fingerprint256: hex } })).toBe(true);
    expect(withInstance({ tls: { fingerprint256: (hex.match(/../g) ?? []).join(':').toUpperCase() } })).toBe(true);
    expect(withInstance({ tls: { fingerprint256: hex.slice(2) } })).toBe(false);
  });
});

describe('the settings store', () => {
  it('gives fresh settings where there is no file, writes nothing, and keeps the id it made up', async () => {
    const file = new MemoryFile();
    const { store } = open(file);
    const { computerId } = await store.load();
    expect(file.text).toBeUndefined();
    await store.update((current) => ({ ...current, baseFolder: 'Elsewhere' }));
    expect(store.current).toMatchObject({ computerId, baseFolder: 'Elsewhere' });
    expect((await open(file).store.load()).computerId).toBe(computerId);
  });

  it('refuses to answer before it was loaded', () => {
    expect(() => open(new MemoryFile()).store.current).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('reads what every version wrote', async () => {
    const file = new MemoryFile(v1);
    const { store, problems } = open(file);
    expect(await store.load()).toEqual(v1Now);
    expect(problems).toEqual([]);
    expect(file.writes).toBe(0);
  });

  it('gives a field that is new its default without calling the file broken', async () => {
    const added = ['pausedUntil', 'retention'];
    const older = Object.fromEntries(Object.entries(v1).filter(([name]) => !added.includes(name)));
    const { store, problems } = open(new MemoryFile(older));
    expect(await store.load()).toMatchObject({ pausedUntil: null, retention: { days: 14, floor: 3 } });
    expect(problems).toEqual([]);
  });

  it('changes one thing after the other, and sees what another process wrote', async () => {
    const file = new MemoryFile(v1);
    const [{ store }, { store: other }] = [open(file), open(file)];
    await Promise.all([store.load(), other.load()]);
    await other.update((current) => ({ ...current, computerName: 'Attic' }));
    const add = (days: number) =>
      store.update((c) => ({ ...c, retention: { ...c.retention, days: c.retention.days + days } }));
    await Promise.all([add(1), add(2), add(4)]);
    expect(store.current).toMatchObject({ computerName: 'Attic', retention: { days: 37 } });
  });

  it('tells subscribers, until they have enough', async () => {
    const { store } = open(new MemoryFile(v1));
    const heard: string[] = [];
    const stop = store.subscribe((settings) => heard.push(settings.baseFolder));
    await store.load();
    await store.update((current) => ({ ...current, baseFolder: 'Elsewhere' }));
    stop();
    await store.update((current) => ({ ...current, baseFolder: 'Nowhere' }));
    expect(heard).toEqual(['Backups/HomeAssistant', 'Elsewhere']);
  });

  it('refuses what breaks a rule, names field and rule but not the value, and writes nothing', async () => {
    const file = new MemoryFile(v1);
    const { store } = open(file);
    const url = 'http://me:secret@ha.local';
    const change = (current: Settings): Settings => ({
      ...current,
      instances: current.instances.map((instance) => ({ ...instance, url })),
    });
    const refusal = await store.update(change).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'settings.invalid',
      facts: { field: 'instances.0.url', problem: 'has to be an http or https address without user and password' },
    });
    expect(JSON.stringify(refusal)).not.toContain('secret');
    expect(file.writes).toBe(0);
    await store.update((current) => current);
    expect(file.writes).toBe(1);
  });

  it('refuses settings of a newer program and leaves them alone', async () => {
    const file = new MemoryFile({ ...v1, schemaVersion: 2, retention: 'forever' });
    const before = file.text;
    const { store, problems } = open(file);
    for (const attempt of [store.load(), store.update((current) => current)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'settings.newer', facts: { found: 2, known: 1 } });
    }
    expect([file.text, file.aside.size, problems]).toEqual([before, 0, []]);
  });
});

describe('damaged settings', () => {
  it('are kept aside, repaired where they can be read, and reported once', async () => {
    const damaged = { ...v1, proxy: 'nonsense', retention: { days: 'many', floor: 7 }, requireProtected: 'maybe' };
    const file = new MemoryFile(damaged);
    const { store, problems } = open(file);
    // Nothing is deleted and nothing unencrypted uploaded on the strength of a guess.
    const kept = 'settings.broken-2026-11-21T12-00-00.000Z.json';
    const review = { kept, lost: ['retention.days', 'requireProtected', 'proxy'] };
    const careful = { ...v1Now, proxy: null, retention: { days: 0, floor: 7 }, requireProtected: true, review };
    expect(await store.load()).toEqual(careful);
    expect(JSON.parse(file.aside.get('broken-2026-11-21T12-00-00.000Z') ?? '')).toEqual(damaged);
    expect(problems).toMatchObject([
      {
        code: 'settings.broken',
        facts: {
          kept,
          lost: 'retention.days, requireProtected, proxy',
        },
      },
    ]);
    expect(await store.load()).toEqual(careful);
    expect(problems).toHaveLength(1);
  });

  it('lose only the entries of a list that are damaged', async () => {
    const [good] = v1.instances;
    const file = new MemoryFile({ ...v1, instances: [{ key: 'x' }, good], adoptedComputers: [7, '1111222233334444'] });
    const { store } = open(file);
    expect(await store.load()).toMatchObject({ instances: [good], adoptedComputers: ['1111222233334444'] });
  });

  it.each(['', '{"schemaVersion":1,', '[1]', 'null', '"text"'])('of no use at all (%j) start anew', async (text) => {
    const file = new MemoryFile();
    file.text = text;
    const { store, problems } = open(file);
    const fresh = await store.load();
    expect(fresh).toMatchObject({ instances: [], retention: { days: 0 }, requireProtected: true });
    expect([...file.aside.values()]).toEqual([text]);
    expect(problems).toMatchObject([{ facts: { lost: 'everything, computerId' } }]);
    expect((await store.load()).computerId).toBe(fresh.computerId);
  });

  it.each([undefined, '1', 1.5, null])('without a version (%j) are read as far as they go', async (schemaVersion) => {
    const { store, problems } = open(new MemoryFile({ ...v1, schemaVersion }));
    expect(await store.load()).toEqual(v1Now);
    expect(problems).toHaveLength(1);
  });

  it('always become settings that hold, whatever is in them', () => {
    const fresh = freshSettings('Study');
    const anything = fc.record(
      Object.fromEntries(
        Object.keys(v1).map((name) => [name, fc.oneof(fc.jsonValue(), fc.constant(v1[name as keyof Settings]))]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anything, (content) => {
        const { settings } = repair(content, fresh);
        expect(settingsSchema.parse(settings)).toEqual(settings);
      }),
    );
    expect(repair(v1 as unknown as Record<string, unknown>, fresh)).toEqual({ settings: v1Now, lost: [] });
  });
});
