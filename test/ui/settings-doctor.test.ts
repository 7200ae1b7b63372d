import { describe, expect, it } from 'vitest';
import { doctorLines } from '../../src/shared/doctor.ts';
import { describeProblem } from '../../src/messages/problems.ts';
import { aDoctorReport } from '../cli/a-doctor.ts';
import { brokenReport, checked, state } from './states/settings.ts';
import { problem, safeState, stateWith } from './states/view-state.ts';
import { region, useSettingsWindow } from './settings-world.ts';
import { list, sent } from './support/home.ts';
import { useBrowser } from './support/browser.ts';

const openSettings = useSettingsWindow();
const open = useBrowser();

describe('the check of the connections', () => {
  it('is one list from top to bottom, with the first broken link marked and its cure', async () => {
    const window = await openSettings(state({}, { doctor: checked(brokenReport()) }));
    const card = region(window, 'Check connections');
    const lines = card.getByRole('listitem');
    expect(await lines.count()).toBe(doctorLines.length);
    const first = lines.filter({ hasText: 'Fix this first' });
    expect(await first.count()).toBe(1);
    expect(await first.innerText()).toContain('List of backups');
    const { title, cause, next } = describeProblem('ha.list-incomplete', { agent: 'hassio.local', reason: 'away' });
    for (const words of [title, cause, next]) await first.getByText(words).waitFor();
    await first.getByRole('img', { name: 'Broken' }).waitFor();
    await card.getByText('1 thing is broken, 1 warning.').waitFor();
    await card.getByText(/^Checked today \d/).waitFor();
    await card.getByText('only if you ask for it').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`settings-doctor-${colorScheme}`);
      await window.expectClean();
    }
    await window.page.setViewportSize({ width: 420, height: 480 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot('settings-doctor-forced');
    await window.expectClean();
    await card.getByRole('button', { name: 'Copy' }).click();
    await card.getByText('Copied, without').waitFor();
  });

  it('goes on line by line, can be given up, and asks Apple only when told to', async () => {
    const window = await openSettings();
    const card = region(window, 'Check connections');
    await card.getByRole('button', { name: 'Check now' }).click();
    const [some, all] = [aDoctorReport(), brokenReport()];
    await window.push(state({}, { doctor: checked({ lines: some.lines.slice(0, 5), firstBroken: null }, null) }));
    await expect.poll(() => card.getByRole('listitem').count()).toBe(5);
    await card.getByText('Checking', { exact: true }).waitFor();
    expect(await card.getByRole('button', { name: 'Check iCloud, too' }).count()).toBe(0);
    await card.getByRole('button', { name: 'Cancel' }).click();
    await window.push(state({}, { doctor: null }));
    await card.getByRole('button', { name: 'Check now' }).waitFor();
    await window.push(state({}, { doctor: checked(all) }));
    await card.getByRole('button', { name: 'Check iCloud, too' }).click();
    await window.push(state({}, { doctor: checked(some) }));
    await card.getByText('All is well.').waitFor();
    expect(await card.getByRole('button', { name: 'Check iCloud, too' }).count()).toBe(0);
    const asked = window.calls.filter(({ name }) => name.startsWith('doctor.'));
    expect(asked).toEqual([
      { name: 'doctor.run', input: { asksCloud: false } },
      { name: 'doctor.cancel', input: {} },
      { name: 'doctor.run', input: { asksCloud: true } },
    ]);
  });

  it('is led to from a Home Assistant that cannot be reached', async () => {
    const away = stateWith({
      safety: 'danger',
      problems: [problem('ha.unreachable', { url: 'http://ha.local:8123' })],
    });
    const window = await open({ state: away, answers: list() });
    await window.page.getByRole('button', { name: 'Check connections…' }).click();
    await region(window, 'Check connections').waitFor();
    expect(sent(window, 'doctor.run').map(({ input }) => input)).toEqual([{ asksCloud: false }]);
    await window.push({ ...safeState, revision: away.revision + 1 });
  });
});
