import { describe, expect, it } from 'vitest';
import type { ActivityEntry, LogLine } from '../../src/shared/contract/views.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, problem, safeState, stateWith } from './support/states.ts';
import { ok, type WindowOptions } from './support/window.ts';

const open = useBrowser();
const state = { ...safeState, route: { page: 'activity', asked: 1 } as const };

const run = (hours: number, change: Partial<Extract<ActivityEntry, { kind: 'run' }>> = {}): ActivityEntry => ({
  kind: 'run',
  at: hoursFromNow(-hours),
  trigger: 'schedule',
  outcome: 'done',
  problem: null,
  stored: 0,
  pruned: 0,
  ...change,
});

const backup = (hours: number, what: Extract<ActivityEntry, { kind: 'backup' }>['what']): ActivityEntry => ({
  kind: 'backup',
  at: hoursFromNow(-hours),
  what,
  name: 'Automatic backup 2026.11.2',
  bytes: 1_240_000_000,
  problem: what === 'refused' ? problem('archive.torn') : null,
});

/** As main may send them: oldest first. */
const entries: readonly ActivityEntry[] = [
  { kind: 'sign-in', at: hoursFromNow(-50), what: 'completed', problem: null },
  { kind: 'sign-in', at: hoursFromNow(-49), what: 'needed', problem: problem('icloud.trust-expired') },
  backup(30, 'refused'),
  run(29, { outcome: 'failed', problem: problem('ha.unreachable'), trigger: 'user' }),
  run(28, { outcome: 'cancelled', trigger: 'user' }),
  backup(3.3, 'made'),
  backup(3.2, 'pulled'),
  backup(3.1, 'stored'),
  backup(3, 'pruned'),
  run(2.9, { stored: 1, pruned: 1, trigger: 'home-assistant' }),
  run(1),
  backup(0.5, 'restored'),
];

const lines: readonly LogLine[] = [
  { at: hoursFromNow(-3), level: 'info', text: 'run started: schedule' },
  { at: hoursFromNow(-2.9), level: 'debug', text: `rclone ${'rcat --size 1240000000 '.repeat(8)}` },
  { at: hoursFromNow(-2.8), level: 'warn', text: 'upload stalled, tried again' },
  { at: hoursFromNow(-2.7), level: 'error', text: 'icloud.failed' },
];

const answers: WindowOptions['answers'] = { 'activity.read': () => ok(entries), 'activity.log': () => ok(lines) };

describe('activity', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('is clean: %s', async (name, options) => {
    const { page, shoot, expectClean } = await open({ state, answers, ...options });
    await page.getByText('Run failed').waitFor();
    await shoot(`activity-${name}`);
    await expectClean();
    await page.getByRole('radio', { name: 'Log' }).check();
    await page.getByText('upload stalled, tried again').waitFor();
    await shoot(`activity-log-${name}`);
    await expectClean();
  });

  it('leaves out what is no news, and shows it when asked', async () => {
    const { page } = await open({ state, answers });
    const items = page.locator('.entry');
    await expect.poll(() => items.count()).toBe(9);
    expect(await page.getByText('Looked: nothing new').count()).toBe(0);
    await page.getByRole('radio', { name: 'Everything' }).check();
    await expect.poll(() => items.count()).toBe(entries.length);
    await page.getByRole('radio', { name: 'Problems' }).check();
    await expect.poll(() => items.count()).toBe(3);
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['Yesterday', '19 Nov']);
  });

  it('reads again after each run', async () => {
    const window = await open({ state, answers });
    await window.page.getByText('Run failed').waitFor();
    await window.push(
      stateWith(
        { lastRun: { started: hoursFromNow(-0.1), finished: hoursFromNow(0), outcome: 'done' } },
        { route: state.route },
      ),
    );
    await expect.poll(() => window.calls.filter(({ name }) => name === 'activity.read').length).toBe(2);
  });

  it('searches the log', async () => {
    const { page } = await open({ state, answers });
    await page.getByRole('radio', { name: 'Log' }).check();
    const shown = page.locator('.log-line');
    await expect.poll(() => shown.count()).toBe(4);
    await page.getByRole('radio', { name: 'Warnings and errors' }).check();
    await expect.poll(() => shown.count()).toBe(2);
    await page.getByLabel('Search the log').fill('STALLED');
    await expect.poll(() => shown.count()).toBe(1);
    await page.getByLabel('Search the log').fill('nowhere');
    await page.getByText('Nothing of this kind').waitFor();
  });

  it('copies diagnostics and says so', async () => {
    const { page, calls } = await open({ state, answers });
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('Copied. Secrets').waitFor();
    expect(calls).toContainEqual({ name: 'diagnostics.copy', input: {} });
  });
});
