import { describe, expect, it } from 'vitest';
import { keepsLast } from './states/restore.ts';
import { useBrowser } from './support/browser.ts';
import { chooseInRow, list, rowsOf, sent } from './support/home.ts';
import { backups, listed, problem, running, safeState, safeStatus, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';

const open = useBrowser();
describe('home: list of backups', () => {
  it('restores to a folder and goes on with the steps', async () => {
    const window = await open({ state: safeState, answers: { ...list(), ...keepsLast() } });
    await chooseInRow(window, 1, 'Save to a folder…');
    const { page } = window;
    await page.getByRole('heading', { level: 1, name: 'Last restore' }).waitFor();
    expect(sent(window, 'backups.restore')).toEqual([
      { name: 'backups.restore', input: { id: 'Home_0.tar', folder: 'HomeAssistantBackups/Home (a1b2c3d4)' } },
    ]);
    await page.getByRole('button', { name: 'Show the file' }).click();
    await page.getByRole('button', { name: 'Open the guide' }).click();
    expect(sent(window, 'backups.show-restored', 'open').length).toBe(2);
  });

  it.each([
    ['came-back', 'came back from iCloud identical, can be read'],
    ['same-bytes', 'none of the known keys opens it'],
    ['failed', "can't be restored from iCloud"],
  ] as const)('tests one, and says how it came out: %s', async (verdict, words) => {
    const tested = {
      id: '29bd080',
      name: 'Automatic backup',
      date: '2026-11-21T04:45:20Z',
      archive: 'Home_0.tar',
      bytes: 5,
      verdict,
    };
    const result = { ...tested, at: '2026-11-21T11:00:00.000Z', level: 5, levels: [], problem: null };
    const window = await open({
      state: safeState,
      answers: { ...list(), 'backups.test': () => ok(result) },
      scheme: verdict === 'failed' ? 'dark' : 'light',
    });
    await chooseInRow(window, 1, 'Test now');
    const said = window.page.getByRole('status').filter({ hasText: words });
    await said.waitFor();
    await window.expectClean();
    await window.shoot(`home-tested-${verdict}`);
    expect(sent(window, 'backups.test')).toEqual([
      { name: 'backups.test', input: { id: 'Home_0.tar', folder: 'HomeAssistantBackups/Home (a1b2c3d4)' } },
    ]);
    await window.page.getByRole('button', { name: 'Close the result of the test' }).click();
    await expect.poll(() => said.count()).toBe(0);
  });

  it('does nothing where the folder dialog was closed', async () => {
    const window = await open({ state: safeState, answers: list() });
    await chooseInRow(window, 1, 'Save to a folder…');
    await expect.poll(() => sent(window, 'backups.restore').length).toBe(1);
    expect(await window.page.getByRole('dialog').count()).toBe(0);
  });

  it('deletes one copy after saying what goes and how it comes back', async () => {
    let left = backups;
    const window = await open({
      state: safeState,
      answers: {
        'backups.list': () => ok({ backups: [...left], problems: [] }),
        'backups.remove': () => {
          left = backups.filter(({ remote }) => remote?.endsWith('Home_4.tar') !== true);
          return ok(null);
        },
      },
      scheme: 'light',
    });
    await chooseInRow(window, 6, 'Delete from iCloud…');
    const dialog = window.page.getByRole('dialog');
    await dialog.getByText('Recently Deleted, select this one file').waitFor();
    await dialog.getByText(/^Home_.*\.tar$/).waitFor();
    await dialog.getByText('This is the only copy').waitFor();
    expect(await dialog.getByRole('button', { name: 'Cancel' }).evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await window.shoot('home-delete');
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Open Recently Deleted' }).click();
    await dialog.getByRole('button', { name: 'Delete Automatic backup 2026.11.2, 17 November 2026, 09:00' }).click();
    await expect.poll(() => rowsOf(window).count()).toBe(left.length);
    expect(await dialog.count()).toBe(0);
    expect(sent(window, 'backups.remove')).toEqual([{ name: 'backups.remove', input: { archives: ['Home_4.tar'] } }]);
  });

  it('names every row for those who hear its button alone, also two copies of one backup', async () => {
    const twice = [
      listed({ name: 'Automatic backup', date: '2026-11-21T04:45:20Z', remote: 'x/Home_a.tar' }),
      listed({ name: 'Automatic backup', date: '2026-11-21T04:45:20Z', remote: 'x/Home_b.tar' }),
      listed({ name: 'Automatic backup', date: '2026-11-20T04:45:10Z', remote: 'x/Home_c.tar' }),
    ];
    const window = await open({ state: safeState, answers: list(twice) });
    await expect.poll(() => rowsOf(window).count()).toBe(3);
    const names = await rowsOf(window)
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
    expect(names).toEqual([
      'Actions for Automatic backup, 21 November 2026, 04:45, Home_a.tar',
      'Actions for Automatic backup, 21 November 2026, 04:45, Home_b.tar',
      'Actions for Automatic backup, 20 November 2026, 04:45',
    ]);
    await window.expectClean();
  });

  it('keeps the question open where a copy could not be deleted', async () => {
    const failed = { ok: false, problem: problem('cloud.offline') } as const;
    const window = await open({ state: safeState, answers: { ...list(), 'backups.remove': () => failed } });
    await chooseInRow(window, 1, 'Delete from iCloud…');
    await window.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete / })
      .click();
    await window.page.getByRole('dialog').getByRole('alert').waitFor();
    await window.expectClean();
  });

  it('warns before the newest verified copy goes', async () => {
    const archive = safeStatus.newestVerified?.archive ?? '';
    const shown = [listed({ remote: `x/${archive}` })];
    const window = await open({ state: safeState, answers: list(shown) });
    await chooseInRow(window, 0, 'Delete from iCloud…');
    await window.page.getByText('This includes your newest verified backup').waitFor();
  });

  it('stores again what is asked for', async () => {
    const window = await open({ state: safeState, answers: list() });
    await chooseInRow(window, 0, 'Back up now');
    await chooseInRow(window, 3, 'Back up again');
    await expect
      .poll(() => sent(window, 'backup.start').map(({ input }) => input))
      .toEqual([
        { create: false, again: ['new1'] },
        { create: false, again: ['upd1'] },
      ]);
  });

  it('waits with everything else while a run is at work, and looks again after it', async () => {
    const state = stateWith({}, { running: running({ phase: 'listing' }) });
    const window = await open({ state, answers: list() });
    await expect.poll(() => sent(window, 'backups.list').length).toBe(1);
    await rowsOf(window).nth(1).getByRole('button').click();
    const item = window.page.getByRole('menuitem', { name: 'Delete from iCloud…' });
    expect(await item.getAttribute('aria-disabled')).toBe('true');
    await item.click({ force: true });
    expect(await window.page.getByRole('dialog').count()).toBe(0);
    await window.push(stateWith({}));
    await expect.poll(() => sent(window, 'backups.list').length).toBe(2);
  });

  it('says why it is not known, and keeps what it knew', async () => {
    let works = true;
    const window = await open({
      state: safeState,
      answers: {
        'backups.list': () =>
          works ? ok({ backups: [...backups], problems: [] }) : { ok: false, problem: problem('cloud.offline') },
      },
    });
    await expect.poll(() => rowsOf(window).count()).toBe(backups.length);
    works = false;
    await window.page.getByRole('button', { name: 'Check now' }).click();
    await window.page.getByRole('heading', { name: "iCloud can't be reached" }).waitFor();
    const told = window.page.getByRole('status');
    await expect.poll(() => told.filter({ hasText: "iCloud can't be reached" }).count()).toBe(1);
    works = true;
    await window.page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(() => told.filter({ hasText: 'Checked again' }).count()).toBe(1);
    expect(await rowsOf(window).count()).toBe(backups.length);
  });
});
