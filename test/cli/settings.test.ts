import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { userSettingsSchema, type SettingsPatch } from '../../src/shared/user-settings.ts';
import { setting } from '../../src/messages/en/settings.ts';
import { fakeApp, someSettings } from './fake-app.ts';
import { run } from './terminal.ts';

const typedNames = Object.keys(setting).map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

it('shows every setting with its value and what it means, on any terminal', async () => {
  const wide = await run(['settings']);
  expect(wide.code).toBe(0);
  const rows = wide.stdout.trim().split('\n').slice(1);
  expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(typedNames);
  for (const { meaning } of Object.values(setting)) expect(wide.stdout).toContain(meaning);
  const narrow = await run(['settings'], fakeApp(), { tty: true, columns: 60 });
  for (const line of narrow.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

it('shows one by its name, as it is typed or as JSON calls it', async () => {
  const app = fakeApp();
  for (const name of ['look-minutes', 'lookMinutes']) {
    const { code, stdout } = await run(['settings', name], app);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NAME .*\nlook-minutes +60 +minutes between two checks of Home Assistant\n$/);
  }
  expect(app.asked.filter(([what]) => what === 'changeSettings')).toEqual([]);
});

describe('a value is read as people type it', () => {
  it.each<[string, string, SettingsPatch]>([
    ['retention-days', '30', { retentionDays: 30 }],
    ['keep', '5', { keep: 5 }],
    ['create-if-older-than-hours', '48', { createIfOlderThanHours: 48 }],
    ['create-if-older-than-hours', 'never', { createIfOlderThanHours: null }],
    ['require-protected', 'yes', { requireProtected: true }],
    ['require-protected', 'off', { requireProtected: false }],
    ['bandwidth', '08:00,512k 23:00,off', { bandwidth: '08:00,512k 23:00,off' }],
    ['bandwidth', 'none', { bandwidth: null }],
    ['bandwidth', 'off', { bandwidth: 'off' }],
    ['proxy', 'http://proxy:3128', { proxy: 'http://proxy:3128' }],
    ['ca-file', 'ca.pem', { caFile: '/work-folder/ca.pem' }],
    ['ca-file', 'none', { caFile: null }],
    ['staging-budget-bytes', '8GB', { stagingBudgetBytes: 8_000_000_000 }],
    ['staging-budget-bytes', '1.5 tb', { stagingBudgetBytes: 1_500_000_000_000 }],
    ['staging-budget-bytes', '4096', { stagingBudgetBytes: 4096 }],
    ['computer-name', 'Old Mac', { computerName: 'Old Mac' }],
    ['adopted-computers', 'Old Mac, 1a2b3c', { adoptedComputers: ['Old Mac', '1a2b3c'] }],
    ['adopted-computers', 'none', { adoptedComputers: [] }],
    ['paused-until', '2026-12-24', { pausedUntil: new Date(2026, 11, 24).toISOString() }],
    ['paused-until', '2026-12-24 18:30', { pausedUntil: new Date(2026, 11, 24, 18, 30).toISOString() }],
    ['paused-until', '2026-12-24T18:30:00Z', { pausedUntil: '2026-12-24T18:30:00.000Z' }],
    ['paused-until', 'none', { pausedUntil: null }],
  ])('%s %s', async (name, value, patch) => {
    const app = fakeApp();
    const { code } = await run(['settings', name, value], app);
    expect(code).toBe(0);
    expect(app.asked[0]).toEqual(['changeSettings', patch]);
  });

  it.each([
    ['retention-days', 'two'],
    ['look-minutes', ''],
    ['staging-budget-bytes', 'much'],
    ['paused-until', 'tomorrow'],
  ])('%s %j goes on to the rules, which refuse it', async (name, value) => {
    const app = fakeApp();
    await run(['settings', name, value], app);
    const [, patch] = app.asked[0] ?? [];
    expect(Object.values(patch as object)).toEqual([value === 'tomorrow' ? value : Number.NaN]);
  });

  it('what was shown can be typed again', async () => {
    const shown = {
      ...someSettings,
      pausedUntil: new Date(2026, 11, 24, 18, 30).toISOString(),
      requireProtected: true,
    };
    const { stdout } = await run(['settings'], fakeApp({ readSettings: () => Promise.resolve(shown) }));
    const rows = stdout.trim().split('\n').slice(1);
    for (const [index, name] of userSettingsSchema.keyof().options.entries()) {
      // Bytes are rounded for people.
      if (name === 'stagingBudgetBytes') continue;
      const [typed = '', value = ''] = rows[index]?.split(/ {2,}/) ?? [];
      const app = fakeApp();
      await run(['settings', typed, value], app);
      expect(app.asked[0]).toEqual(['changeSettings', { [name]: shown[name] }]);
    }
  });
});

it('an answer that is neither yes nor no is refused with what is allowed', async () => {
  const { code, stderr } = await run(['settings', 'require-protected', 'maybe']);
  expect(code).toBe(3);
  expect(stderr).toContain('The choice to upload only encrypted backups has to be yes or no.');
});

it('a refusal names the setting and what is allowed', async () => {
  const problem = 'has to be a whole number from 1 to 1000';
  const refused = fakeApp({
    changeSettings: () => Promise.reject(new AppError('settings.invalid', { field: 'keep', problem })),
  });
  const { code, stdout, stderr } = await run(['settings', 'keep', '0'], refused);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain(`The number of backups always kept ${problem}.`);
});

it('an unknown name is a wrong call that lists the known ones', async () => {
  const app = fakeApp();
  const { code, stderr } = await run(['settings', 'folder', 'Elsewhere'], app);
  expect(code).toBe(2);
  expect(app.asked).toEqual([]);
  expect(stderr.replaceAll('\n', ' ')).toContain('retention-days');
});
