import { describe, expect, it } from 'vitest';
import { alarmAnswers, settingsOf, state, telling, withAlarm } from './states/settings.ts';
import { problem, safeStatus } from './states/view-state.ts';
import { changes, region, useSettingsWindow } from './settings-world.ts';
import type { AppWindow } from './support/window.ts';

const openSettings = useSettingsWindow('Notifications');
const asked = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => /^alarm\.(?:set|off|test|copy)/.test(name)).map(({ name, input }) => [name, input]);

const looks = async (window: AppWindow, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme });
    await window.shoot(`settings-${name}-${colorScheme}`);
    await window.expectClean();
  }
};

describe('what Home Assistant shows', () => {
  it('is one switch, and says when it was updated last', async () => {
    const window = await openSettings();
    await window.page.getByRole('switch', { name: 'Show the backups in Home Assistant' }).click();
    await expect.poll(() => changes(window)).toEqual([{ sensors: true }]);
    await window.push(state(telling('off')));
    await region(window, 'In Home Assistant').getByText('Shown there as "iCloud Backup on Desk".').waitFor();
  });

  it.each([
    ['ha.unreachable', "Home Assistant couldn't be updated just now."],
    ['telling.no-mobile-app', "Home Assistant can't show the backups"],
  ] as const)('says why it is not up to date: %s', async (trouble, words) => {
    const told = { ...safeStatus.telling, on: true, trouble };
    const problems = trouble === 'telling.no-mobile-app' ? [problem(trouble)] : [];
    const window = await openSettings(state({ telling: told, problems }), { answers: settingsOf({ sensors: true }) });
    await region(window, 'In Home Assistant').getByText(words).waitFor();
    await window.expectClean();
  });

  it('is not offered where there is none', async () => {
    const window = await openSettings(state({ home: null }));
    await region(window, 'In Home Assistant').getByText('No Home Assistant is connected.').waitFor();
    expect(await region(window, 'Alarm').count()).toBe(0);
  });
});

describe('the alarm', () => {
  it('is made for those who are chosen from what Home Assistant has', async () => {
    const window = await openSettings(state(), { answers: alarmAnswers() });
    const card = region(window, 'Alarm');
    await card.getByRole('button', { name: 'Make an alarm…' }).click();
    await card.getByRole('button', { name: 'Make the alarm' }).click();
    await card.getByText('Choose whom to tell.').waitFor();
    await looks(window, 'alarm-form');
    await card.getByRole('checkbox', { name: 'mobile_app_martha' }).check();
    await card.getByLabel('Sound an alarm after').selectOption('7 days without a new backup');
    await card.getByRole('button', { name: 'Make the alarm' }).click();
    await card.getByText('It will sound', { exact: false }).or(card.getByText('Off. When it is on')).waitFor();
    await window.push(state(telling('on')));
    await card
      .getByText('Home Assistant sounds an alarm after 7 days without a new backup, to mobile_app_martha')
      .waitFor();
    expect(asked(window)).toEqual([['alarm.set', { afterMinutes: 7 * 1440, notify: ['mobile_app_martha'] }]]);
  });

  it('is tried, changed and removed', async () => {
    const window = await openSettings(state(telling('on')), { answers: alarmAnswers(withAlarm) });
    const card = region(window, 'Alarm');
    await card.getByRole('button', { name: 'Send a test' }).click();
    await card.getByText('A test was sent to mobile_app_martha.').waitFor();
    await looks(window, 'alarm-on');
    await window.page.setViewportSize({ width: 420, height: 480 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot('settings-alarm-forced');
    await window.expectClean();
    await card.getByRole('button', { name: 'Change…' }).click();
    await card.getByRole('checkbox', { name: 'persistent_notification' }).check();
    await card.getByRole('button', { name: 'Update the alarm' }).click();
    await card.getByRole('button', { name: 'Remove' }).click();
    await card.getByRole('button', { name: 'Make an alarm…' }).waitFor();
    expect(asked(window)).toEqual([
      ['alarm.test', {}],
      ['alarm.set', { afterMinutes: 4320, notify: ['mobile_app_martha', 'persistent_notification'] }],
      ['alarm.off', {}],
    ]);
  });

  it('is a text to copy where Home Assistant takes no automations', async () => {
    const window = await openSettings(state(telling('by-hand')), { answers: alarmAnswers(withAlarm) });
    const card = region(window, 'Alarm');
    await card.getByText('alias: "Alarm: no new backup in iCloud (Desk)"').waitFor();
    await looks(window, 'alarm-by-hand');
    await card.getByRole('button', { name: 'Copy the automation' }).click();
    await card.getByText('Copied.').waitFor();
    expect(asked(window)).toEqual([['alarm.copy-text', {}]]);
  });

  it('says why Home Assistant could not be asked', async () => {
    const refused = { ok: false, problem: problem('ha.unreachable') } as const;
    const answers = { ...alarmAnswers(withAlarm), 'alarm.services': () => refused, 'alarm.test': () => refused };
    const window = await openSettings(state(telling('on')), { answers });
    const card = region(window, 'Alarm');
    await card.getByRole('button', { name: 'Send a test' }).click();
    await card.getByRole('alert').waitFor();
    await card.getByRole('button', { name: 'Change…' }).click();
    await card.getByRole('alert').getByRole('heading').waitFor();
    expect(await card.getByRole('button', { name: 'Update the alarm' }).isDisabled()).toBe(true);
    await window.expectClean();
  });
});
