import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { OtherComputer, UserSettings } from '../../src/shared/user-settings.ts';
import { changes, previewWith, region, settingsOf, state, useSettingsWindow } from './settings-world.ts';
import { hoursFromNow, longTexts, now, problem, safeStatus } from './support/states.ts';
import { ok, type AppWindow } from './support/window.ts';

const openSettings = useSettingsWindow();

const oldMac: OtherComputer = {
  id: '3333cccc4444dddd',
  name: 'Old Mac',
  copies: 5,
  newestAt: hoursFromNow(-24 * 40),
  adopted: false,
};
const attic: OtherComputer = {
  id: '5555eeee6666ffff',
  name: 'Attic',
  copies: 1,
  newestAt: hoursFromNow(-30),
  adopted: true,
};

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

describe('settings', () => {
  it.each(cases)('are clean however they are looked at: $name', async ({ name, state: shown, settings, computers }) => {
    const window = await openSettings(shown, { answers: settingsOf(settings, computers) });
    if (computers) await region(window, 'Other computers').waitFor();
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
    await window.page.getByLabel('Speed limit').selectOption('About 2 MB/s');
    await region(window, 'Speed').getByText('Saved').waitFor();
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
    await window.page.getByLabel('Speed limit').selectOption('Another speed, or a timetable');
    const rule = window.page.getByLabel('Speed or timetable');
    await rule.fill('fast');
    await rule.press('Enter');
    await region(window, 'Speed').getByText('has to be a speed such as 2M').waitFor();
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
    await region(window, 'This computer').getByText('A fault in this app').waitFor();
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

describe('retention before anything was seen in iCloud', () => {
  it('does not say that nothing goes, and saves only when told to', async () => {
    const unseen = state({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } });
    const window = await openSettings(unseen, {
      answers: {
        ...settingsOf(),
        'retention.preview': () => ok({ dryRun: true, held: null, removed: [], backups: [] }),
      },
    });
    await window.page.getByText('What is in iCloud is not known until it is looked at.').waitFor();
    expect(window.calls.map(({ name }) => name)).not.toContain('retention.preview');
    const days = window.page.getByLabel('Keep copies for');
    await days.fill('7');
    await days.press('Enter');
    await window.page.getByRole('button', { name: 'Save without seeing what goes' }).waitFor();
    expect(changes(window)).toEqual([]);
    await window.shoot('settings-retention-unknown-light');
    await window.expectClean();
    await window.page.getByRole('button', { name: 'Save without seeing what goes' }).click();
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 7, keep: 3 }]);
  });
});

describe('a preview', () => {
  const asked = ({ calls }: AppWindow): number => calls.filter(({ name }) => name === 'retention.preview').length;

  it('is made anew when the list of copies is another one, and never shown of the old one', async () => {
    let copies = 14;
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'retention.preview': (input) => {
          const plan = previewWith(input);
          return ok({ ...plan, backups: plan.backups.slice(0, copies) });
        },
      },
    });
    const preview = window.page.locator('.settings-preview');
    await preview.getByText('14 copies stay.').waitFor();
    const before = asked(window);
    await window.push(state());
    copies = 9;
    await window.push(state({ icloud: { ...safeStatus.icloud, seenAt: hoursFromNow(-0.1), backups: 9 } }));
    await preview.getByText('9 copies stay.').waitFor();
    expect(asked(window)).toBe(before + 1);
  });

  it('of an unknown list is not made before somebody looks', async () => {
    const unseen = state({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } });
    const window = await openSettings(unseen, {
      answers: { ...settingsOf(), 'backups.list': () => ok({ backups: [], problems: [problem('ha.unreachable')] }) },
    });
    expect(window.calls.map(({ name }) => name)).not.toContain('backups.list');
    await window.page.getByRole('button', { name: 'Look now' }).click();
    await expect
      .poll(() => window.calls)
      .toContainEqual({ name: 'backups.list', input: { allInstances: false, fresh: true } });
    await window.page.locator('.settings-preview').getByText('Home Assistant does not answer').waitFor();
    await window.push(state());
    await window.page.locator('.settings-preview').getByText('14 copies stay.').waitFor();
    expect(await window.page.getByRole('button', { name: 'Look now' }).count()).toBe(0);
  });
});

describe('computers', () => {
  it('have a name, and it is saved where it is typed', async () => {
    const window = await openSettings();
    const name = window.page.getByLabel('Name', { exact: true });
    expect(await name.inputValue()).toBe('Desk');
    await name.fill('Study');
    await name.press('Enter');
    await region(window, 'This computer').getByText('Saved').waitFor();
    expect(changes(window)).toEqual([{ computerName: 'Study' }]);
  });

  it('that nobody else stored from are not spoken of', async () => {
    const window = await openSettings();
    expect(await window.page.getByText('Other computers', { exact: true }).count()).toBe(0);
  });

  it('are taken over only after it was said what goes, and given back at once', async () => {
    const window = await openSettings(state(), { answers: settingsOf({}, [oldMac]) });
    const { page } = window;
    await page.getByRole('button', { name: 'Take over… Old Mac' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take over the copies of Old Mac?' });
    await dialog.getByText('2 copies would go to Recently Deleted, 12 stay.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    expect(changes(window)).toEqual([]);
    await window.shoot('settings-take-over-light');
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Take over', exact: true }).click();
    await page.getByRole('button', { name: 'Give back Old Mac' }).click();
    await page.getByRole('button', { name: 'Take over… Old Mac' }).waitFor();
    expect(changes(window)).toEqual([{ adoptedComputers: [oldMac.id] }, { adoptedComputers: [] }]);
  });
});
