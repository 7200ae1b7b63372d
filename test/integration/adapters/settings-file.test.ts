import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsJsonFile } from '../../../src/adapters/settings-file.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';

let parent: string;
let folder: string;
let path: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'settings-'));
  folder = join(parent, 'data');
  path = join(folder, 'settings.json');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
const posixOnly = process.platform === 'win32' ? it.skip : it;

describe('settings.json', () => {
  it('is absent at first, and looking for it leaves nothing behind', async () => {
    expect(await new SettingsJsonFile(folder).read()).toEqual({ kind: 'absent' });
    expect(await readdir(parent)).toEqual([]);
  });

  it('comes back as written, also for another process, and is fit for people', async () => {
    const file = new SettingsJsonFile(folder);
    const content = { schemaVersion: 1, nested: { 'a.b': [1, null, 'ü'] } };
    await file.write(content);
    expect(await new SettingsJsonFile(folder).read()).toEqual({ kind: 'object', content });
    expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(content, null, 2)}\n`);
    await writeFile(path, '{"schemaVersion":7}');
    expect(await file.read()).toEqual({ kind: 'object', content: { schemaVersion: 7 } });
  });

  it('drops what was not written again', async () => {
    const file = new SettingsJsonFile(folder);
    await file.write({ a: 1, b: 2 });
    await file.write({ b: 3 });
    expect(await file.read()).toEqual({ kind: 'object', content: { b: 3 } });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  posixOnly('is for this user alone, also where it was not before', async () => {
    const file = new SettingsJsonFile(folder);
    await file.write({ a: 1 });
    expect([await modeOf(folder), await modeOf(path)]).toEqual([0o700, 0o600]);
    await chmod(path, 0o644);
    await file.write({ a: 2 });
    expect(await modeOf(path)).toBe(0o600);
  });

  it.each(['', '{"a":', '[]', '"x"', 'null', '\u0000\u0000'])(
    'calls %j unreadable, keeps a copy aside, and can be written again',
    async (text) => {
      await new SettingsJsonFile(folder).write({ a: 1 });
      await writeFile(path, text);
      const file = new SettingsJsonFile(folder);
      expect(await file.read()).toEqual({ kind: 'unreadable', text });
      expect(await readFile(path, 'utf8')).toBe(text);
      const kept = await file.keepAside('broken-1');
      await file.write({ a: 2 });
      expect(kept).toBe('settings.broken-1.json');
      expect(await readFile(join(folder, kept), 'utf8')).toBe(text);
      expect(await file.read()).toEqual({ kind: 'object', content: { a: 2 } });
    },
  );

  it('says disk.failed where the folder cannot be made, or no file kept', async () => {
    await writeFile(folder, 'in the way');
    const file = new SettingsJsonFile(folder);
    await expect(file.write({ a: 1 })).rejects.toMatchObject({ code: 'disk.failed' });
    await expect(file.keepAside('x')).rejects.toMatchObject({ code: 'disk.failed' });
  });

  it('carries the settings store over a damaged file to the next start', async () => {
    const problems: unknown[] = [];
    const open = () =>
      new SettingsStore({
        file: new SettingsJsonFile(folder),
        computerName: 'Study',
        now: () => new Date('2026-11-21T12:00:00Z'),
        onBroken: (problem) => problems.push(problem),
      });
    const { computerId } = await open().update((current) => ({ ...current, baseFolder: 'Elsewhere' }));
    await writeFile(path, (await readFile(path, 'utf8')).replace('"floor": 3', '"floor": "three"'));
    expect(await open().load()).toMatchObject({
      computerId,
      baseFolder: 'Elsewhere',
      // How many always stay is not known: none goes by its age.
      retention: { days: 0, floor: 3 },
      review: { kept: 'settings.broken-2026-11-21T12-00-00.000Z.json', lost: ['retention.floor', 'retention.days'] },
    });
    expect(problems).toMatchObject([{ code: 'settings.broken', facts: { lost: 'retention.floor, retention.days' } }]);
    expect((await readdir(folder)).sort()).toEqual(['settings.broken-2026-11-21T12-00-00.000Z.json', 'settings.json']);
    await open().load();
    expect(problems).toHaveLength(1);
  });
});
