import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { PruneResult } from '../../src/shared/status.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, longTexts, now, problem, safeStatus, stateWith } from './support/states.ts';
import { ok, type Answers, type AppWindow, type WindowOptions } from './support/window.ts';

const open = useBrowser();

const stored: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: false,
  bandwidth: null,
  proxy: null,
  caFile: null,
  stagingBudgetBytes: 8 * 1024 ** 3,
  computerName: 'Desk',
  adoptedComputers: [],
  pausedUntil: null,
};

/** Fourteen copies, one a day; those older than `days` go, but never the newest `floor`. */
const previewWith = ({ retentionDays, floor }: { retentionDays: number; floor: number }): PruneResult => ({
  dryRun: true,
  held: null,
  removed: [],
  backups: Array.from({ length: 14 }, (_none, age) => ({
    id: `id-${age}`,
    name: `Automatic backup ${14 - age}`,
    archive: `backup-${age}.tar`,
    date: hoursFromNow(-24 * age),
    next: retentionDays !== 0 && age >= retentionDays && age >= floor ? 'delete' : 'keep',
    reason: 'young',
  })),
});

/** Main, as far as settings go: what is changed is what is read. */
const settingsOf = (first: Partial<UserSettings> = {}): Answers => {
  let settings: UserSettings = { ...stored, ...first };
  return {
    'settings.read': () => ok(settings),
    'settings.change': (patch) => {
      if (patch.proxy?.includes('@') === true || patch.bandwidth === 'fast') {
        const field = Object.keys(patch)[0] ?? '';
        return { ok: false, problem: problem('settings.invalid', { field, problem: 'has to be a speed such as 2M' }) };
      }
      settings = { ...settings, ...(patch as Partial<UserSettings>) };
      return ok(settings);
    },
    'retention.preview': (input) => ok(previewWith(input)),
  };
};

const state = (status: Partial<ViewState['status']> = {}, change: Partial<ViewState> = {}): ViewState =>
  stateWith(status, { route: { page: 'settings', asked: 2 }, ...change });

const openSettings = async (shown: ViewState = state(), options: Partial<WindowOptions> = {}): Promise<AppWindow> => {
  const window = await open({ answers: settingsOf(), ...options, state: shown });
  await window.page.getByRole('heading', { name: 'Retention' }).waitFor();
  await window.page.getByText('Nothing would go. 14 copies stay.').waitFor();
  return window;
};
const changes = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => name === 'settings.change').map(({ input }) => input);
const region = ({ page }: AppWindow, name: string) => page.getByRole('region', { name, exact: true });

const cases: readonly {
  readonly name: string;
  readonly state: ViewState;
  readonly settings?: Partial<UserSettings>;
}[] = [
  { name: 'usual', state: state() },
  {
    name: 'trouble',
    state: state(
      {
        signIn: { account: 'm…@example.com', daysLeft: -1, until: hoursFromNow(-20), due: true },
        secretStore: 'safe-storage',
        pausedUntil: hoursFromNow(10),
      },
      {
        app: { version: '1.0.0', platform: 'darwin', hasTray: true },
        loginItem: { supported: true, enabled: false, refused: true },
        signIn: { step: 'device-code', account: 'm@example.com', resendAt: hoursFromNow(0), problem: null },
      },
    ),
    settings: { bandwidth: '08:00,512k 23:00,off', caFile: '/home/martha/certificates/house.pem', lookMinutes: 45 },
  },
  {
    name: 'empty',
    state: state(
      { home: null, signIn: null, secretStore: null },
      { loginItem: { supported: false, enabled: false, refused: false } },
    ),
  },
  { name: 'long-texts', state: state({ ...longTexts.status, problems: [] }) },
];

describe('settings', () => {
  it.each(cases)('are clean however they are looked at: $name', async ({ name, state: shown, settings }) => {
    const window = await openSettings(shown, { answers: settingsOf(settings) });
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`settings-${name}-${colorScheme}`);
      await window.expectClean();
    }
    await window.page.setViewportSize({ width: 400, height: 350 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot(`settings-${name}-forced`);
    await window.expectClean();
    expect(changes(window)).toEqual([]);
  });

  it('are saved when they are changed, and say so quietly', async () => {
    const window = await openSettings();
    await window.page.getByLabel('Look for new backups').selectOption('Every 3 h');
    await region(window, 'Schedule').getByText('Saved').waitFor();
    await window.page.getByRole('switch', { name: 'Upload encrypted backups only' }).click();
    await window.page.getByLabel('Speed limit').selectOption('2 MiB/s');
    await region(window, 'Bandwidth').getByText('Saved').waitFor();
    await window.page.getByLabel('Ask Home Assistant for a backup').selectOption({ index: 1 });
    await expect
      .poll(() => changes(window))
      .toEqual([{ lookMinutes: 180 }, { requireProtected: true }, { bandwidth: '2M' }, { createIfOlderThanHours: 24 }]);
    await window.page.clock.setFixedTime(new Date(now.getTime() + 60_000));
    await expect.poll(() => window.page.getByText('Saved', { exact: true }).count()).toBe(0);
  });

  it('tell what is wrong at its place, and leave there what was typed', async () => {
    const window = await openSettings();
    const proxy = window.page.getByLabel('Proxy for iCloud');
    await proxy.fill('http://me:secret@proxy.example.org');
    await proxy.press('Enter');
    await expect.poll(() => proxy.getAttribute('aria-invalid')).toBe('true');
    expect(await proxy.inputValue()).toBe('http://me:secret@proxy.example.org');
    await window.page.getByLabel('Speed limit').selectOption('Own rule');
    await window.page.getByLabel('Rule').fill('fast');
    await window.page.getByLabel('Rule').press('Enter');
    await region(window, 'Bandwidth').getByText('has to be a speed such as 2M').waitFor();
    expect(await proxy.getAttribute('aria-invalid')).toBe('true');
    await window.shoot('settings-errors-light');
    await window.expectClean();
  });

  it('show a switch as it is, not as it was asked for', async () => {
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'settings.login-item': () => ({ ok: false, problem: problem('internal') }),
      },
    });
    const login = window.page.getByRole('switch', { name: 'Start with this computer' });
    await login.click();
    await region(window, 'Launch at login').getByText('A fault in this app').waitFor();
    expect(await login.isChecked()).toBe(true);
  });
});

describe('retention', () => {
  it('is saved when nothing goes by it', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep copies for');
    await days.fill('30');
    await days.press('Enter');
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 30, keep: 3 }]);
  });

  it('shows what would go, and waits for a word', async () => {
    const window = await openSettings();
    const { page } = window;
    const days = page.getByLabel('Keep copies for');
    await days.fill('7');
    await page.getByText('7 copies would go to Recently Deleted, 7 stay.').waitFor();
    await days.press('Enter');
    await page.getByRole('button', { name: 'Save, and let 7 copies go' }).waitFor();
    await window.shoot('settings-retention-light');
    await window.expectClean();
    expect(changes(window)).toEqual([]);
    await page.getByRole('button', { name: 'Leave it as it was' }).click();
    expect(await days.inputValue()).toBe('14');
    await days.fill('7');
    await page.getByRole('button', { name: 'Save, and let 7 copies go' }).click();
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 7, keep: 3 }]);
  });

  it('asks for a preview when the typing rests, not for each digit', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep copies for');
    await days.fill('');
    await days.pressSequentially('365');
    await expect
      .poll(() => window.calls.filter(({ name }) => name === 'retention.preview').map(({ input }) => input))
      .toContainEqual({ retentionDays: 365, floor: 3 });
    expect(window.calls.filter(({ name }) => name === 'retention.preview')).not.toContainEqual({
      name: 'retention.preview',
      input: { retentionDays: 3, floor: 3 },
    });
  });

  it('says what is no number', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep copies for');
    await days.fill('two weeks');
    await window.page.getByText('Enter a whole number from 0 to 3650.').waitFor();
    expect(await days.getAttribute('aria-invalid')).toBe('true');
    expect(changes(window)).toEqual([]);
  });
});

describe('connection and account', () => {
  it('replaces a token, and keeps nothing of it', async () => {
    const window = await openSettings();
    const token = `eyJ${'x'.repeat(180)}`;
    await window.page.getByLabel('New access token').fill(token);
    await window.page.getByRole('button', { name: 'Connect again' }).click();
    await expect
      .poll(() => window.calls)
      .toContainEqual({ name: 'setup.connect', input: { url: safeStatus.home?.url, token } });
    await expect.poll(() => window.page.getByLabel('New access token').inputValue()).toBe('');
  });

  it('opens the prompt to sign in again', async () => {
    const window = await openSettings();
    await window.page.getByRole('button', { name: 'Sign in again' }).click();
    expect(window.calls.at(-1)).toEqual({ name: 'window.show-prompt', input: {} });
  });

  it('signs in with another account, the account typed first', async () => {
    const window = await openSettings();
    await window.page.getByRole('button', { name: 'Use another account' }).click();
    await window.page.getByLabel('Apple account', { exact: true }).fill('paul@example.com');
    await window.page.getByLabel('Password', { exact: true }).fill('correct horse');
    await window.page.keyboard.press('Enter');
    await expect
      .poll(() => window.calls.at(-1))
      .toEqual({ name: 'icloud.start', input: { appleId: 'paul@example.com', password: 'correct horse' } });
  });
});

describe('removing from this computer', () => {
  it('says what goes and what stays, and does it only when confirmed', async () => {
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'settings.remove-from-computer': () =>
          ok({
            removed: ['config', 'apple', 'ha-token', 'staging', 'settings'],
            kept: ['iCloud Drive/HomeAssistantBackups'],
            problems: [],
          }),
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove from this computer?' });
    await dialog.waitFor();
    await window.shoot('settings-remove-light');
    await window.expectClean();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(window.calls.map(({ name }) => name)).not.toContain('settings.remove-from-computer');
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Kept: iCloud Drive/HomeAssistantBackups').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.getByRole('heading', { name: 'Settings' }).count()).toBe(0);
  });
});
