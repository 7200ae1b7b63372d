import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { list, sent } from './support/home.ts';
import { hoursFromNow, problem, running, safeState, stateWith } from './support/states.ts';

const open = useBrowser();

describe('home: at a glance', () => {
  it('says what the next look waits for', async () => {
    const window = await open({
      state: stateWith({ nextRun: null, waiting: 1 }, { held: 'battery' }),
      answers: list(),
    });
    await window.page.getByText('When plugged in', { exact: true }).waitFor();
    await window.push(stateWith({ nextRun: null }, { held: 'keychain' }));
    await window.page.getByText('When the keychain is open', { exact: true }).waitFor();
  });
});

describe('home: buttons', () => {
  it('backs up, looks and pauses', async () => {
    const window = await open({ state: safeState, answers: list() });
    await window.page.getByRole('button', { name: 'Back up now' }).click();
    for (const item of ['Look for new backups', 'Pause for 1 hour', 'Pause until tomorrow']) {
      await window.page.getByRole('button', { name: 'More actions' }).click();
      await window.page.getByRole('menuitem', { name: item }).click();
    }
    await expect
      .poll(() => sent(window, 'backup.start', 'pause').map(({ input }) => input))
      .toEqual([{ create: true }, { create: false }, { for: 'hour' }, { for: 'tomorrow' }]);
    await window.push(stateWith({ pausedUntil: hoursFromNow(1) }));
    await window.page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => sent(window, 'resume').length).toBe(1);
  });

  it('cancels, and says that it is being cancelled', async () => {
    const state = stateWith({}, { running: running({ phase: 'listing' }) });
    const window = await open({ state, answers: list() });
    await window.page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => sent(window, 'backup.cancel').length).toBe(1);
    await window.push(stateWith({}, { running: running({ phase: 'listing' }, { cancelling: true }) }));
    const button = window.page.getByRole('button', { name: 'Cancelling…' });
    await button.click({ force: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(sent(window, 'backup.cancel').length).toBe(1);
  });

  it('shows why a run could not begin, once', async () => {
    const failed = { ok: false, problem: problem('secrets.locked') } as const;
    const window = await open({ state: safeState, answers: { ...list(), 'backup.start': () => failed } });
    await window.page.getByRole('button', { name: 'Back up now' }).click();
    await window.page.getByRole('alert').getByRole('heading').waitFor();
    await window.expectClean();
    await window.push(stateWith({ safety: 'danger', problems: [failed.problem] }));
    await expect.poll(() => window.page.locator('.problem').count()).toBe(1);
  });

  it.each([
    ['icloud.trust-expired', 'Reconnect iCloud…', 'window.show-prompt', {}],
    ['icloud.approval-needed', 'Ask my devices…', 'window.show-prompt', {}],
    ['icloud.full', 'Open icloud.com', 'open', { place: 'icloud-web' }],
    ['ha.keeps-too-few', 'Open backups in Home Assistant', 'open', { place: 'home-assistant-backups' }],
    ['ha.unreachable', 'Try again', 'backup.start', { create: false }],
    ['archive.torn', 'Back up now', 'backup.start', { create: true }],
  ] as const)('%s: %s', async (code, label, name, input) => {
    const state = stateWith({ safety: 'danger', problems: [problem(code)] });
    const window = await open({ state, answers: list() });
    await window.page.locator('.problem').getByRole('button', { name: label }).click();
    await expect.poll(() => sent(window, name)).toContainEqual({ name, input });
  });
});
