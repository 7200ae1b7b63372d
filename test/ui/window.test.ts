import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { list, rowsOf, sent } from './support/home.ts';
import { backups, days, notSetUp, safeState, stateWith } from './states/view-state.ts';

const open = useBrowser();

describe('the window', () => {
  it('follows main, goes its own way, and says so to a screen reader', async () => {
    const window = await open({ state: safeState, answers: list() });
    const heading = () => window.page.evaluate(() => [document.activeElement?.textContent, document.title]);
    await expect.poll(() => window.page.title()).toBe('Home – HA iCloud Backup');
    await window.page.getByRole('button', { name: 'Activity' }).click();
    await expect.poll(heading).toEqual(['Activity', 'Activity – HA iCloud Backup']);
    await window.push(stateWith({}, { route: { page: 'restore', asked: 2 } }));
    await expect.poll(heading).toEqual(['Restore a backup', 'Restore a backup – HA iCloud Backup']);
    // The same question a second time is none: a push of something else must not move anybody.
    await window.page.getByRole('navigation').getByRole('button', { name: 'Home' }).click();
    await window.push(stateWith({ waiting: 1 }, { route: { page: 'restore', asked: 2 } }));
    await window.page.getByText('1 waiting').waitFor();
    expect(await heading()).toEqual(['Home', 'Home – HA iCloud Backup']);
  });

  it('drops a state that is older than what it shows', async () => {
    const older = stateWith({ waiting: 1 });
    const newer = stateWith({ waiting: 2 });
    const window = await open({ state: safeState, answers: list() });
    await window.push(newer);
    await window.push(older);
    await window.page.getByText('2 waiting').waitFor();
    expect(await window.page.getByText('1 waiting').count()).toBe(0);
  });

  it('shows notices on each page, opens what they are about and dismisses them', async () => {
    const notices = [
      { id: 'stale', title: 'The newest backup is old', body: 'It is from 3 days ago.', page: 'activity' },
    ] as const;
    const window = await open({ state: stateWith({}, { notices }), answers: list() });
    await window.page.getByRole('button', { name: 'Show: The newest backup is old' }).click();
    await expect.poll(() => window.page.title()).toBe('Activity – HA iCloud Backup');
    await window.page.getByRole('button', { name: /^Dismiss/ }).click();
    await expect
      .poll(() => sent(window, 'notice.dismiss'))
      .toEqual([{ name: 'notice.dismiss', input: { id: 'stale' } }]);
  });

  it('can be quit from where there is no tray icon, and only there', async () => {
    const window = await open({ state: safeState, answers: list() });
    const quit = window.page.getByRole('navigation').getByRole('button', { name: 'Quit' });
    await window.page.getByRole('navigation').waitFor();
    expect(await quit.count()).toBe(0);
    await window.push(stateWith({}, { app: { ...safeState.app, hasTray: false } }));
    await quit.click();
    await expect.poll(() => sent(window, 'app.quit').length).toBe(1);
    await window.shoot('home-no-tray');
    await window.expectClean();
  });

  it('leads to setup and to a restore before it is set up', async () => {
    const window = await open({ state: notSetUp });
    expect(sent(window, 'backups.list')).toEqual([]);
    await window.page.getByRole('button', { name: 'Restore a backup' }).click();
    await window.page.getByRole('heading', { name: 'Restore a backup' }).waitFor();
    const links = window.page.getByRole('navigation').getByRole('button');
    expect(await links.allInnerTexts()).toEqual(['Set up', 'Restore']);
  });

  it('can be walked by keyboard alone', async () => {
    const window = await open({ state: safeState, answers: list() });
    await expect.poll(() => rowsOf(window).count()).toBe(backups.length);
    const { keyboard } = window.page;
    const walked: string[] = [];
    for (let steps = 0; steps < 40; steps += 1) {
      await keyboard.press('Tab');
      const name = await window.page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return '';
        const ring = getComputedStyle(at).outlineStyle;
        return `${at.getAttribute('aria-label') ?? at.textContent}${ring === 'none' ? ' without a ring' : ''}`;
      });
      if (name === '') break;
      walked.push(name);
    }
    // The navigation comes before what it leads to.
    expect(walked.splice(0, 4)).toEqual(['Home', 'Restore', 'Activity', 'Settings']);
    const [heads, rows] = [walked.slice(0, 8), walked.slice(8)];
    expect(heads).toEqual([
      'Back up now',
      'More actions',
      '17.3 GB: show the storage in iCloud',
      'Last 30 days',
      'Check now',
      'Date',
      'Name',
      'Size',
    ]);
    // One stop, however long it is.
    expect(rows[0]).toMatch(/^21 November 2026, 11:30, Before the heating experiment, Manual, 1.2 GB, Home Assistant/);
    expect(walked.filter((name) => name.includes('November 2026')).length).toBe(1);
    expect(walked.filter((name) => name.endsWith('without a ring'))).toEqual([]);
  });

  it('has keys for its pages, the settings and a new look', async () => {
    const window = await open({ state: safeState, answers: list() });
    const { keyboard } = window.page;
    await expect.poll(() => rowsOf(window).count()).toBe(backups.length);
    await keyboard.press('F5');
    await expect
      .poll(() => sent(window, 'backups.list').map(({ input }) => input))
      .toContainEqual({ allInstances: false, fresh: true });
    for (const [key, title] of [
      ['ControlOrMeta+3', 'Activity'],
      ['ControlOrMeta+2', 'Restore a backup'],
      ['ControlOrMeta+Comma', 'Settings'],
      ['ControlOrMeta+1', 'Home'],
      ['ControlOrMeta+4', 'Settings'],
    ] as const) {
      await keyboard.press(key);
      await expect.poll(() => window.page.title()).toBe(`${title} – HA iCloud Backup`);
    }
  });

  it('walks the days and the menus with arrows', async () => {
    const window = await open({ state: safeState, answers: list() });
    const { keyboard } = window.page;
    const strip = window.page.getByRole('listbox', { name: 'Last 30 days' });
    await expect.poll(() => strip.getByRole('option').count()).toBe(days.length);
    const summary = window.page.getByText('26 of 28 days backed up, 1 with a warning', { exact: false });
    await summary.waitFor();
    await strip.focus();
    const chosen = (): Promise<string | null> =>
      strip.evaluate((list) => {
        const id = list.getAttribute('aria-activedescendant');
        return id === null ? null : (document.getElementById(id)?.getAttribute('aria-label') ?? null);
      });
    // The first step lands on today.
    for (let step = 0; step < 4; step += 1) await keyboard.press('ArrowLeft');
    const third = 'Wednesday 18 November: Backed up, with a warning, 1 backup uploaded';
    await window.page.getByText(third, { exact: true }).waitFor();
    expect(await chosen()).toBe(third);
    await keyboard.press('Home');
    await window.page.getByText('Friday 23 October: No information', { exact: true }).waitFor();
    await window.expectClean();
    await window.page.getByRole('button', { name: 'More actions' }).focus();
    await keyboard.press('Enter');
    const focused = () => window.page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Check now');
    await keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('Restore from another Home Assistant…');
    await window.expectClean();
    await window.shoot('home-menu');
    await keyboard.press('Escape');
    await expect
      .poll(() => window.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('More actions');
  });
});
