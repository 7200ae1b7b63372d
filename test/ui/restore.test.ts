import { describe, expect, it } from 'vitest';
import {
  everyCopy as everything,
  restored,
  restoreAnswers as answers,
  restoreFolder as folder,
  restoreRoute as route,
  restoreState as state,
} from './states/restore.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, notSetUp, problem, running, safeState, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import { rowsOf } from './support/home.ts';
import type { WindowOptions } from './support/window.ts';

const open = useBrowser();
describe('restore', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('is clean with its last step: %s', async (name, options) => {
    const window = await open({ state, answers, ...options });
    const { page, calls, shoot, expectClean } = window;
    await expect.poll(() => page.locator('.long-row').first().isVisible()).toBe(true);
    await page.getByRole('region', { name: 'Newest verified backup' }).getByText('Today 09:00').waitFor();
    await shoot(`restore-${name}`);
    await expectClean();
    await page.getByRole('button', { name: /^Save to a folder/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Last restore' }).waitFor();
    await shoot(`restore-done-${name}`);
    await expectClean();
    expect(calls).toContainEqual({ name: 'backups.restore', input: { id: 'Home_0.tar', folder } });
  });

  it('needs an Apple account and nothing else', async () => {
    const window = await open({ state: { ...notSetUp, route }, answers });
    await window.page.getByRole('button', { name: 'Sign in to iCloud…' }).click();
    await expect.poll(() => window.calls).toContainEqual({ name: 'window.show-prompt', input: {} });
    await window.shoot('restore-signed-out');
    await window.expectClean();
    const { signIn } = safeState.status;
    await window.push(stateWith({ ...notSetUp.status, signIn }, { route }));
    await window.page.getByRole('grid').waitFor();
    expect(window.calls).toContainEqual({ name: 'backups.list', input: { allInstances: true, fresh: false } });
  });

  it('asks Apple once however often it is opened, and again when told to or for another account', async () => {
    const window = await open({ state, answers });
    const { page, calls } = window;
    const asked = (): unknown[] => calls.filter(({ name }) => name === 'backups.list');
    await expect.poll(() => rowsOf(window).count()).toBe(everything.length - 1);
    await page.getByRole('button', { name: 'Activity', exact: true }).click();
    await expect.poll(() => page.title()).toContain('Activity');
    await window.push(stateWith({}, { route: { ...route, asked: 2 } }));
    await expect.poll(() => rowsOf(window).count()).toBe(everything.length - 1);
    expect(asked()).toHaveLength(1);
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(() => asked().at(-1)).toMatchObject({ input: { fresh: true } });
    const other = { account: 'p…@example.com', daysLeft: 30, until: hoursFromNow(720), due: false };
    await window.push(stateWith({ signIn: other }, { route: { ...route, asked: 2 } }));
    await expect.poll(() => asked().length).toBe(3);
  });

  it('says what is kept of a restore that was stopped, and goes on from there', async () => {
    let tries = 0;
    const window = await open({
      state,
      answers: {
        ...answers,
        'backups.restore': () =>
          (tries += 1) === 1
            ? { ok: false, problem: problem('sync.cancelled', { keptBytes: 520_000_000 }) }
            : ok(restored),
      },
    });
    await window.page.getByRole('button', { name: /^Save to a folder/ }).click();
    await window.page.getByRole('alert', { name: 'Restore paused' }).getByText('520 MB of').waitFor();
    await window.shoot('restore-stopped-light');
    await window.expectClean();
    await window.page.getByRole('button', { name: /^Continue with Automatic backup 2026.11.2, / }).click();
    await window.page.getByRole('heading', { level: 1, name: 'Last restore' }).waitFor();
    const restores = window.calls.filter(({ name }) => name === 'backups.restore');
    expect(restores.map(({ input }) => input)).toEqual([
      { id: 'Home_0.tar', folder },
      { id: 'Home_0.tar', folder },
    ]);
    expect(await window.page.getByText('Restore paused').count()).toBe(0);
  });

  it('shows one Home Assistant of several', async () => {
    const window = await open({ state, answers });
    const { page } = window;
    await page.getByLabel('Home Assistant', { exact: true }).selectOption('Summer house');
    const newest = page.getByRole('region', { name: 'Newest verified backup' });
    await newest.getByText('Summer house').waitFor();
    expect(await rowsOf(window).count()).toBe(0);
    await window.expectClean();
  });

  it('can be stopped, and a failure stays in view', async () => {
    const failed = { ok: false, problem: problem('disk.full', { neededBytes: 1_240_000_000 }) } as const;
    const window = await open({ state, answers: { ...answers, 'backups.restore': () => failed } });
    await window.page
      .getByRole('button', { name: /^Save to a folder/ })
      .first()
      .click();
    await window.page.getByRole('alert').getByRole('heading').waitFor();
    const download = { name: 'Automatic backup 2026.11.2', bytes: 500_000_000, total: 1_240_000_000 };
    const activity = { phase: 'transferring', download, waiting: 0 } as const;
    await window.push(stateWith({}, { route, running: running(activity, { what: 'restore' }) }));
    await window.page.getByRole('progressbar', { name: /Downloading Automatic backup/ }).waitFor();
    await window.shoot('restore-running');
    await window.expectClean();
    await window.page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => window.calls.at(-1)).toEqual({ name: 'backups.restore-cancel', input: {} });
  });

  it('says when there is nothing', async () => {
    const { page, expectClean } = await open({
      state,
      answers: { 'backups.list': () => ok({ backups: [], problems: [] }) },
    });
    await page.getByText('No backups found').waitFor();
    await expectClean();
  });

  it('says where it looked, and looks where the user says', async () => {
    const asked: unknown[] = [];
    const search = { looked: ['', 'HomeAssistantBackups', 'Photos'], left: 4, found: [] };
    const unread = problem('cloud.folder-unread', { folder: 'Albums' });
    const window = await open({
      state,
      answers: {
        'backups.list': ({ folder: named, everywhere }) => {
          asked.push([named, everywhere]);
          return named === 'Smart Home'
            ? ok({ backups: everything, problems: [], search: { looked: [named], left: 0, found: [named] } })
            : ok({ backups: [], problems: [unread], search });
        },
      },
    });
    const { page } = window;
    await page.getByText('Searched 3 folders of iCloud Drive; 4 more were not searched.').click();
    await page.getByText('Searched: the top level, HomeAssistantBackups, Photos.').waitFor();
    await page.getByText("Albums couldn't be read.", { exact: false }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await window.shoot(`restore-not-found-${colorScheme}`);
      await window.expectClean();
    }
    await page.getByRole('button', { name: 'Search this folder' }).click();
    await page.getByText('Enter the name of a folder.').waitFor();
    await page.getByRole('textbox', { name: 'Folder in iCloud Drive' }).fill(' Smart Home ');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowsOf(window).count()).toBe(everything.length - 1);
    await page.getByRole('button', { name: 'Search all of iCloud Drive' }).click();
    await expect
      .poll(() => asked)
      .toEqual([
        [undefined, undefined],
        ['Smart Home', undefined],
        [undefined, true],
      ]);
  });

  it('says folder by folder how far it is, and can be given up', async () => {
    let giveUp = (): void => undefined;
    const window = await open({
      state,
      answers: {
        'backups.list': () =>
          new Promise((resolve) => {
            giveUp = () => resolve({ ok: false, problem: problem('sync.cancelled') });
          }),
        'backups.list-cancel': () => {
          giveUp();
          return ok(null);
        },
      },
    });
    const { page } = window;
    await page.getByText('Searching iCloud Drive.', { exact: false }).first().waitFor();
    for (const looked of [3, 7]) {
      await window.push(stateWith({}, { route, search: { looked, known: 20, folder: 'Smart Home/Backups' } }));
      await page.getByRole('progressbar', { name: `Searching 20 folders, ${looked} done` }).waitFor();
      await page.getByText('Smart Home/Backups', { exact: true }).waitFor();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await window.shoot(`restore-searching-${colorScheme}`);
      await window.expectClean();
    }
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    expect(window.calls).toContainEqual({ name: 'backups.list-cancel', input: {} });
    expect(await page.getByRole('alert').filter({ hasText: /\w/ }).count()).toBe(0);
    await window.expectClean();
  });

  it('offers to leave nothing on a computer that backs nothing up, and only there', async () => {
    const { signIn } = safeState.status;
    const answersThere: WindowOptions['answers'] = {
      ...answers,
      'settings.remove-from-computer': () => ok({ removed: ['apple', 'config'], kept: [], problems: [] }),
    };
    const window = await open({ state: stateWith({ ...notSetUp.status, signIn }, { route }), answers: answersThere });
    const { page } = window;
    const save = page.getByRole('button', { name: /^Save to a folder/ }).first();
    await save.click();
    const leave = page.getByRole('button', { name: 'Sign out and remove everything from this computer…' });
    await leave.waitFor();
    await window.shoot('restore-done-borrowed');
    await window.expectClean();
    await leave.click();
    await page
      .getByRole('dialog', { name: 'Remove from this computer?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await page.getByRole('dialog', { name: 'Removed from this computer' }).waitFor();
    expect(window.calls).toContainEqual({ name: 'settings.remove-from-computer', input: { what: 'all' } });
    const own = await open({ state, answers });
    await own.page
      .getByRole('button', { name: /^Save to a folder/ })
      .first()
      .click();
    await own.page.getByRole('tablist').waitFor();
    expect(await own.page.getByText('Not your computer?').count()).toBe(0);
  });
});
