import { describe, expect, it } from 'vitest';
import type { RestoreResult } from '../../src/shared/status.ts';
import { useBrowser } from './support/browser.ts';
import { backups, hoursFromNow, listed, notSetUp, problem, running, safeState, stateWith } from './support/states.ts';
import { ok, type WindowOptions } from './support/window.ts';

const open = useBrowser();
const route = { page: 'restore', asked: 1 } as const;
const state = { ...safeState, route };

const inCloud = backups.filter(({ where }) => where.includes('icloud'));
const everything = [...inCloud, listed({ id: 'other', instance: 'Summer house', remote: 'x/other.tar' })];
const restored: RestoreResult = {
  file: '/home/maria/Restored/Home_2026-11-21_0900_automatic_2026.11.2_29bd0878_232933473bed.tar',
  bytes: 1_240_000_000,
  sha256: 'a'.repeat(64),
  id: '29bd080',
  name: 'Automatic backup 2026.11.2',
  protected: true,
  haVersion: '2026.11.2',
  instanceName: 'Home',
};
const answers: WindowOptions['answers'] = {
  'backups.list': ({ allInstances }) => ok({ backups: allInstances ? everything : [], problems: [] }),
  'backups.restore': () => ok(restored),
};

describe('restore', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('is clean with its last step: %s', async (name, options) => {
    const { page, calls, shoot, expectClean } = await open({ state, answers, ...options });
    const save = page.getByRole('button', { name: /^Save to a folder/ });
    await expect.poll(() => save.count()).toBe(everything.length);
    await shoot(`restore-${name}`);
    await expectClean();
    await save.first().click();
    await page.getByRole('dialog').getByText('Into a new Home Assistant').waitFor();
    await shoot(`restore-done-${name}`);
    await expectClean();
    expect(calls).toContainEqual({ name: 'backups.restore', input: { id: 'Home_0.tar' } });
  });

  it('needs an Apple account and nothing else', async () => {
    const window = await open({ state: { ...notSetUp, route }, answers });
    await window.page.getByRole('button', { name: 'Sign in to iCloud…' }).click();
    await expect.poll(() => window.calls).toContainEqual({ name: 'window.show-prompt', input: {} });
    await window.shoot('restore-signed-out');
    await window.expectClean();
    const { signIn } = safeState.status;
    await window.push(stateWith({ ...notSetUp.status, signIn }, { route }));
    await window.page.getByRole('table').waitFor();
    expect(window.calls).toContainEqual({ name: 'backups.list', input: { allInstances: true, fresh: false } });
  });

  it('asks Apple once however often it is opened, and again when told to or for another account', async () => {
    const window = await open({ state, answers });
    const { page, calls } = window;
    const asked = (): unknown[] => calls.filter(({ name }) => name === 'backups.list');
    await expect.poll(() => page.getByRole('button', { name: /^Save to a folder/ }).count()).toBe(everything.length);
    await page.getByRole('button', { name: 'Activity', exact: true }).click();
    await expect.poll(() => page.title()).toContain('Activity');
    await window.push(stateWith({}, { route: { ...route, asked: 2 } }));
    await expect.poll(() => page.getByRole('button', { name: /^Save to a folder/ }).count()).toBe(everything.length);
    expect(asked()).toHaveLength(1);
    await page.getByRole('button', { name: 'Look again' }).click();
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
    const save = window.page.getByRole('button', { name: /^Save to a folder/ });
    await expect.poll(() => save.count()).toBe(everything.length);
    await save.nth(1).click();
    await window.page.getByRole('alert', { name: 'The restore was stopped' }).getByText('520 MB of').waitFor();
    await window.shoot('restore-stopped-light');
    await window.expectClean();
    await window.page.getByRole('button', { name: 'Go on', exact: true }).click();
    await window.page.getByRole('dialog').getByText('Into a new Home Assistant').waitFor();
    const restores = window.calls.filter(({ name }) => name === 'backups.restore');
    expect(restores.map(({ input }) => input)).toEqual([{ id: 'Home_1.tar' }, { id: 'Home_1.tar' }]);
    expect(await window.page.getByText('The restore was stopped').count()).toBe(0);
  });

  it('shows one Home Assistant of several', async () => {
    const { page } = await open({ state, answers });
    await page.getByLabel('Home Assistant', { exact: true }).selectOption('Summer house');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
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
    await window.page.getByRole('progressbar', { name: /Fetching Automatic backup/ }).waitFor();
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
    await page.getByText('No backups in iCloud Drive').waitFor();
    await expectClean();
  });
});
