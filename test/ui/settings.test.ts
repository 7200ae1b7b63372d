import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { OtherComputer, UserSettings } from '../../src/shared/user-settings.ts';
import { attic, oldMac, settingsOf, state } from './states/settings.ts';
import { changes, region, settingsTabs, showSection, useSettingsWindow } from './settings-world.ts';
import { hoursFromNow, longTexts, now, problem } from './states/view-state.ts';
import { ok } from './states/answers.ts';

const openSettings = useSettingsWindow();

const cases: readonly {
  readonly name: string;
  readonly state: ViewState;
  readonly settings?: Partial<UserSettings>;
  readonly computers?: readonly OtherComputer[];
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
    settings: {
      bandwidth: '08:00,512k 23:00,off',
      caFile: '/home/martha/certificates/house.pem',
      lookMinutes: 45,
      adoptedComputers: [attic.id],
    },
    computers: [attic, oldMac],
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

describe('what is typed and not saved', () => {
  it('is still there after a look at other sections, and after a search', async () => {
    const window = await openSettings(state());
    const { page } = window;
    const address = page.getByLabel('Address');
    await address.fill('192.168.1.77');
    await page.getByLabel('Access token').fill('not finished');
    await showSection(window, 'Backups');
    expect(await address.isVisible()).toBe(false);
    await page.getByRole('searchbox').fill('log');
    await page.getByRole('searchbox').fill('');
    await showSection(window, 'Connections');
    expect(await address.inputValue()).toBe('192.168.1.77');
    expect(await page.getByLabel('Access token').inputValue()).toBe('not finished');
    expect(changes(window)).toEqual([]);
    await window.expectClean();
  });
});

describe('settings', () => {
  it.each(settingsTabs)('are clean in each of their sections: %s', async (section) => {
    const window = await openSettings(state(), { section });
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`settings-${section.toLowerCase()}-${colorScheme}`);
      await window.expectClean();
    }
    expect(changes(window)).toEqual([]);
  });

  it.each(cases)('are clean all together: $name', async ({ name, state: shown, settings, computers }) => {
    const window = await openSettings(shown, { section: 'Backups', answers: settingsOf(settings, computers) });
    if (computers) await region(window, 'Other computers').waitFor();
    // Every card has one.
    await window.page.getByRole('searchbox').fill('e');
    await region(window, 'This computer').waitFor();
    await window.shoot(`settings-${name}-light`);
    await window.expectClean();
    await window.page.setViewportSize({ width: 400, height: 350 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot(`settings-${name}-forced`);
    await window.expectClean();
    expect(changes(window)).toEqual([]);
  });

  it('are found by what they say, and stay as they were typed', async () => {
    const window = await openSettings();
    const { page } = window;
    await page.getByLabel('Address').fill('http://ha.example');
    await page.keyboard.press('ControlOrMeta+F');
    await page.keyboard.type('limit speed');
    const shown = page.getByRole('region');
    await expect.poll(() => shown.count()).toBe(1);
    await page.getByText('1 match in the settings').waitFor();
    await region(window, 'Speed').getByLabel('Speed limit').waitFor();
    await window.shoot('settings-found-light');
    await window.expectClean();
    await page.getByRole('searchbox').fill('zebra');
    await page.getByText('Nothing found in the settings.').waitFor();
    await expect.poll(() => shown.count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('tabpanel', { name: 'Connections' }).waitFor();
    expect(await page.getByLabel('Address').inputValue()).toBe('http://ha.example');
  });

  it('lead to any section within ten steps of Tab, the navigation first', async () => {
    const window = await openSettings();
    const { page } = window;
    const { keyboard } = page;
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const at = document.activeElement;
        return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      });
    await page.reload();
    await page.getByRole('tab', { name: 'Connections' }).waitFor();
    const walked: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      await keyboard.press('Tab');
      walked.push(await focused());
    }
    expect(walked).toEqual(['Home', 'Restore', 'Activity', 'Settings', 'Connections', 'Search settings']);
    await keyboard.press('Shift+Tab');
    for (const section of ['Backups', 'Notifications', 'Advanced']) {
      await keyboard.press('ArrowRight');
      await page.getByRole('tabpanel', { name: section }).waitFor();
      expect(await focused()).toBe(section);
    }
    await keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Connections' }).waitFor();
    await keyboard.press('End');
    await page.getByRole('tabpanel', { name: 'Advanced' }).waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role="tabpanel"]')?.id)).toBe(
      'settings-advanced',
    );
  });

  it('are saved when they are changed, and say so quietly', async () => {
    const window = await openSettings(state(), { section: 'Backups' });
    await window.page.getByLabel('Check for new backups').selectOption('Every 3 hours');
    await region(window, 'Schedule').getByText('Saved').waitFor();
    await window.page.getByRole('switch', { name: 'Upload only encrypted backups' }).click();
    await window.page.getByLabel('Create a backup in Home Assistant').selectOption({ index: 1 });
    await showSection(window, 'Advanced');
    await window.page.getByLabel('Speed limit').selectOption('About 2 MB/s');
    await region(window, 'Speed').getByText('Saved').waitFor();
    await expect
      .poll(() => changes(window))
      .toEqual([{ lookMinutes: 180 }, { requireProtected: true }, { createIfOlderThanHours: 24 }, { bandwidth: '2M' }]);
    await window.page.clock.setFixedTime(new Date(now.getTime() + 60_000));
    await expect.poll(() => window.page.getByText('Saved', { exact: true }).count()).toBe(0);
  });

  it('tell what is wrong at its place, and leave there what was typed', async () => {
    const window = await openSettings(state(), { section: 'Advanced' });
    const proxy = window.page.getByLabel('Proxy for iCloud');
    await proxy.fill('http://me:secret@proxy.example.org');
    await proxy.press('Enter');
    await expect.poll(() => proxy.getAttribute('aria-invalid')).toBe('true');
    expect(await proxy.inputValue()).toBe('http://me:secret@proxy.example.org');
    await window.page.getByLabel('Speed limit').selectOption('Another speed, or a schedule');
    const rule = window.page.getByLabel('Speed or schedule');
    await rule.fill('fast');
    await rule.press('Enter');
    await region(window, 'Speed').getByText('has to be a speed such as 2M').waitFor();
    expect(await proxy.getAttribute('aria-invalid')).toBe('true');
    await window.shoot('settings-errors-light');
    await window.expectClean();
  });

  it('name a newer version, lead to its page, and can stop asking for one', async () => {
    const plain = await openSettings(state(), { section: 'Advanced' });
    expect(await plain.page.getByRole('switch', { name: 'Check for updates' }).count()).toBe(0);
    const update = { version: '2.0.0', page: 'https://example.org/project/releases/tag/v2.0.0' };
    const desktop = { ...state().desktop, checkUpdates: true };
    const window = await openSettings(state({}, { desktop, update }), {
      section: 'Advanced',
      answers: { ...settingsOf(), 'settings.desktop': () => ok(null), open: () => ok(null) },
    });
    const computer = region(window, 'This computer');
    await computer.getByText('Version 2.0.0 is available.').waitFor();
    await window.expectClean();
    await computer.getByRole('button', { name: 'Open the download page' }).click();
    await computer.getByRole('switch', { name: 'Check for updates' }).click();
    await computer.getByText('Saved', { exact: true }).waitFor();
    const asked = window.calls.filter(({ name }) => name === 'open' || name === 'settings.desktop');
    expect(asked.map(({ input }) => input)).toEqual([{ place: 'release' }, { checkUpdates: false }]);
  });

  it('show a switch as it is, not as it was asked for', async () => {
    const window = await openSettings(state(), {
      section: 'Advanced',
      answers: {
        ...settingsOf(),
        'settings.login-item': () => ({ ok: false, problem: problem('internal') }),
      },
    });
    const login = window.page.getByRole('switch', { name: 'Open at login' });
    await login.click();
    await region(window, 'This computer').getByText('A bug in this app').waitFor();
    expect(await login.isChecked()).toBe(true);
  });
});
