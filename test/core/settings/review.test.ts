import fc from 'fast-check';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsJsonFile } from '../../../src/adapters/settings-file.ts';
import { changeSettings, confirmSettings } from '../../../src/core/commands/change-settings.ts';
import { freshSettings, settingsSchema, type Settings } from '../../../src/core/settings/schema.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { foreignLabel } from '../../../src/shared/safe-text.ts';
import { inMemory } from '../../support/in-memory.ts';
import type { LastLook } from '../../../src/core/state/last-look.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'review-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'settings.json');
/** As a process that starts now finds them. */
const start = (): SettingsStore =>
  new SettingsStore({
    file: new SettingsJsonFile(folder),
    computerName: 'Study',
    now: () => new Date('2026-11-21T12:00:00Z'),
    onBroken: () => undefined,
  });
const careful = { retention: { days: 0 }, requireProtected: true };
const chosen: Settings = {
  ...freshSettings('Study'),
  retention: { days: 0, floor: 5 },
  requireProtected: true,
};
const context = () => ({ settings: start(), lastLook: inMemory<LastLook>({}) });

it.each([
  ['UTF-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
])('a byte-order mark (%s) is read over', async (_, encoded) => {
  await writeFile(path(), encoded(JSON.stringify(chosen)));
  expect(await start().load()).toEqual(chosen);
});

it.each([
  ['', '', false],
  ['zeros', '\u0000'.repeat(500), false],
  ['an empty object', '{}', false],
  ['a list', '[]', false],
  ['a torn end', JSON.stringify(chosen, null, 2).slice(0, -20), true],
  [
    'another number',
    JSON.stringify({ ...chosen, retention: undefined, requireProtected: undefined, keep: 1, appleId: 1 }),
    true,
  ],
])('%j: the careful values hold, over restarts, until the user has chosen', async (_, text, idIsThere) => {
  await writeFile(path(), text);
  const first = await start().load();
  expect(first).toMatchObject(careful);
  expect(first.computerId === chosen.computerId).toBe(idIsThere);
  expect(first.review?.lost.includes('computerId')).toBe(!idIsThere);
  expect(await start().load()).toEqual(first);
  await changeSettings(context(), { retentionDays: 30 });
  expect(await start().load()).toMatchObject({ requireProtected: true, review: {} });
  await changeSettings(context(), { requireProtected: false });
  const after = await start().load();
  expect(after).toMatchObject({ retention: { days: 30 }, requireProtected: false });
  expect(after.review).toBeUndefined();
});

it('what was looked through and left as it is, is answered as well', async () => {
  await writeFile(path(), '');
  await confirmSettings(context());
  expect(await start().load()).toMatchObject(careful);
  expect((await start().load()).review).toBeUndefined();
});

it('a second damage before the first was answered hides nothing of it', async () => {
  await writeFile(path(), JSON.stringify({ ...chosen, retention: 'x' }));
  const { review } = await start().load();
  await writeFile(path(), JSON.stringify({ ...chosen, review, bandwidth: 7 }));
  expect((await start().load()).review?.lost).toEqual(['retention', 'bandwidth']);
});

it('a gigabyte is set aside unread', async () => {
  await writeFile(path(), '');
  await truncate(path(), 64 * 1024 ** 3);
  expect(await start().load()).toMatchObject(careful);
});

it('any name from outside makes one that the settings take', () => {
  const name = settingsSchema.shape.computerName;
  const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }));
  fc.assert(
    fc.property(any, (text) => {
      const label = foreignLabel(text, 'Home');
      expect(name.parse(label)).toBe(label);
      expect(label).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
  expect(foreignLabel('', 'Home')).toBe('Home');
  expect(foreignLabel(' \n\t', 'Home')).toBe('Home');
  expect(foreignLabel('\uD83D'.repeat(240_000), 'Home')).toHaveLength(100);
});
