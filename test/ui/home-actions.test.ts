import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { list, sent } from './support/home.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { actionsOf } from '../../src/shared/problems/rules.ts';
import { describeProblem } from '../../src/messages/problems.ts';
import { cures } from '../../src/messages/en/windows/common.ts';
import { backups, hoursFromNow, problem, running, safeState, stateWith } from './states/view-state.ts';
import { found as connected } from './states/found.ts';
import { ok } from './states/answers.ts';

const open = useBrowser();

describe('home: at a glance', () => {
  it('says what the next look waits for', async () => {
    const window = await open({
      state: stateWith({ nextRun: null, waiting: 1 }, { held: 'battery' }),
      answers: list(),
    });
    await window.page.getByText('When plugged in', { exact: true }).waitFor();
    await window.push(stateWith({ nextRun: null }, { held: 'keychain' }));
    await window.page.getByText('When the keychain is unlocked', { exact: true }).waitFor();
  });
});

describe('home: buttons', () => {
  it('backs up, looks and pauses', async () => {
    const window = await open({ state: safeState, answers: list() });
    await window.page.getByRole('button', { name: 'Back up now' }).click();
    for (const item of ['Check now', 'Pause for 1 hour', 'Pause until tomorrow']) {
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
    await expect.poll(() => window.page.locator('.problem').count()).toBe(0);
    await expect.poll(() => window.page.locator('.hero-title').textContent()).toBe('The keychain is locked');
  });

  it.each([
    ['icloud.trust-expired', 'Sign in…', 'window.show-prompt', {}],
    ['icloud.approval-needed', 'Ask my devices…', 'window.show-prompt', {}],
    ['ha.keeps-too-few', 'Open backups in Home Assistant', 'open', { place: 'home-assistant-backups' }],
    ['ha.unreachable', 'Find it…', 'setup.find-moved', {}],
    ['cloud.folder-unread', 'Show in iCloud Drive', 'open', { place: 'cloud-folder' }],
    ['archive.torn', 'Make a new one', 'backup.start', { create: true }],
  ] as const)('%s: %s', async (code, label, name, input) => {
    const state = stateWith({ safety: 'danger', problems: [problem(code)] });
    const window = await open({ state, answers: list() });
    await window.page.locator('.hero').getByRole('button', { name: label }).click();
    expect(await window.page.locator('.button-primary').allTextContents()).toHaveLength(1);
    await expect.poll(() => sent(window, name)).toContainEqual({ name, input });
  });

  it('has exactly one button that stands out in whatever trouble, and none where time alone is the cure', async () => {
    const window = await open({ state: safeState, answers: list() });
    for (const code of errorCodes) {
      const problems = [problem(code), problem('ha.keeps-too-few'), problem('cloud.removed-by-user')];
      const notices = [
        { id: code, title: describeProblem(code).title, body: 'The same once more.', page: 'home' },
      ] as const;
      await window.push(stateWith({ safety: 'danger', problems }, { notices }));
      await expect.poll(() => window.page.locator('.hero-title').textContent()).toBe(describeProblem(code).title);
      const primary = await window.page.locator('.button-primary').allTextContents();
      expect(primary, code).toEqual(
        actionsOf(code)
          .slice(0, 1)
          .map((action) => cures[action]),
      );
      expect(await window.page.locator('.notice').count(), code).toBe(0);
    }
  });

  it('shows no second card for what the headline says, nor a second button that stands out', async () => {
    const known = problem('ha.unreachable');
    const other = problem('cloud.offline');
    const window = await open({
      state: stateWith({ safety: 'danger', problems: [known] }),
      answers: { 'backups.list': () => ok({ backups: [...backups], problems: [known, other] }) },
    });
    await window.page.getByRole('heading', { name: "iCloud can't be reached" }).waitFor();
    expect(await window.page.getByText("Home Assistant can't be reached").count()).toBe(1);
    expect(await window.page.locator('.button-primary').count()).toBe(1);
    await window.expectClean();
  });

  const url = 'http://192.168.1.57:8123';
  const place = {
    ...{ url, name: 'Beach House', version: '2026.11.2' },
    ...{ isOlder: false, isProven: false, isEncrypted: false },
  };
  const failed = safeState.status.home?.url ?? '';
  const moved = (places: readonly (typeof place)[]) => ({ moved: { failed, places } });

  it('finds Home Assistant at another address, and takes it with what plain http means in view', async () => {
    const state = stateWith({
      safety: 'warning',
      problems: [problem('ha.unreachable', { url: 'http://ha.lan:8123' })],
    });
    let answer: readonly (typeof place)[] = [];
    const answers = { ...list(), 'setup.find-moved': () => ok(answer), 'setup.move': () => ok(connected) };
    const window = await open({ state, answers });
    const { page } = window;
    await page.locator('.hero').getByText('http://ha.lan:8123', { exact: false }).first().waitFor();
    await window.shoot('home-unreachable-light');
    await page.getByRole('button', { name: 'Find it…' }).click();
    await page.getByText("It doesn't announce itself", { exact: false }).waitFor();
    await window.shoot('home-moved-none-light');
    await window.expectClean();
    answer = [place];
    await page.getByRole('button', { name: 'Search again' }).click();
    await page.getByText(`Found at ${url}`).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await window.shoot(`home-moved-${colorScheme}`);
      await window.expectClean();
    }
    await page.setViewportSize({ width: 420, height: 500 });
    await window.shoot('home-moved-narrow');
    await window.expectClean();
    await page.getByRole('button', { name: 'Use it without encryption' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(sent(window, 'setup.move')).toEqual([{ name: 'setup.move', input: { url, acceptUnencrypted: url } }]);
  });

  it('what the app found by itself is there at once, with what is known of it and what is not', async () => {
    const facts = { url: failed, found: '192.168.1.57:8123', places: 1 };
    const told = { safety: 'warning' as const, problems: [problem('ha.found-elsewhere', facts)] };
    const proven = { ...place, url: 'https://192.168.1.57:8123', isProven: true, isEncrypted: true };
    const answers = { ...list(), 'setup.move': () => ok(connected) };
    const window = await open({ state: stateWith(told, moved([place])), answers });
    const { page } = window;
    await page.locator('.hero').getByRole('heading', { name: 'Home Assistant found at 192.168.1.57:8123' }).waitFor();
    await window.shoot('home-found-light');
    await window.expectClean();
    const use = page.getByRole('button', { name: 'Use it…' });
    await use.click();
    const dialog = page.getByRole('dialog', { name: 'Find Home Assistant' });
    await dialog.getByText(`It doesn't respond at ${failed}.`).waitFor();
    await dialog.getByText('It announces itself as Beach House', { exact: false }).waitFor();
    await dialog.getByText('Nothing proves that it is yours', { exact: false }).waitFor();
    await dialog.getByText('This address uses plain http', { exact: false }).waitFor();
    await page.keyboard.press('Escape');

    const older = { ...place, url: 'http://192.168.1.66:8123', isOlder: true };
    await window.push(stateWith(told, moved([place, older])));
    await use.click();
    await dialog.getByText('More than one address claims to be your Home Assistant', { exact: false }).waitFor();
    await dialog.getByText('You had a newer version before', { exact: false }).waitFor();
    await window.shoot('home-moved-two-light');
    await window.expectClean();
    await page.keyboard.press('Escape');

    await window.push(stateWith(told, moved([proven])));
    await use.click();
    await dialog.getByText('It shows the certificate that you accepted before', { exact: false }).waitFor();
    expect(await dialog.getByText('plain http').count()).toBe(0);
    await dialog.getByRole('button', { name: `Use it: ${proven.url}` }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(sent(window, 'setup.move').map(({ input }) => input)).toEqual([{ url: proven.url }]);
    expect(sent(window, 'setup.find-moved')).toEqual([]);
  });

  it('where it was looked for in vain, the button is for another address, and nothing is looked for again', async () => {
    const window = await open({
      state: stateWith({ safety: 'warning', problems: [problem('ha.unreachable', { url: failed })] }, moved([])),
      answers: list(),
    });
    const { page } = window;
    await page.locator('.hero').getByRole('button', { name: 'Change address…' }).click();
    await page.getByText("It doesn't announce itself", { exact: false }).waitFor();
    await page.getByLabel('Another address').waitFor();
    expect(sent(window, 'setup.find-moved')).toEqual([]);
    await page.keyboard.press('Escape');
    // What it may also be has the other address in its place already.
    await window.push(stateWith({ safety: 'danger', problems: [problem('ha.not-home-assistant')] }, moved([])));
    await expect
      .poll(() =>
        page
          .locator('.hero')
          .getByRole('button', { name: /address/ })
          .count(),
      )
      .toBe(1);
  });

  it('takes an address that is typed instead, and asks before a token goes there in clear', async () => {
    const typed = 'http://192.168.1.60:8123';
    const state = stateWith({ safety: 'warning', problems: [problem('ha.unreachable')] });
    const answers = {
      ...list(),
      'setup.find-moved': () => ok([]),
      'setup.move': ({ acceptUnencrypted }: { readonly acceptUnencrypted?: string }) =>
        acceptUnencrypted === undefined
          ? ({ ok: false, problem: problem('ha.unencrypted', { url: typed }) } as const)
          : ok(connected),
    };
    const window = await open({ state, answers });
    const { page } = window;
    await page.getByRole('button', { name: 'Find it…' }).click();
    await page.getByLabel('Another address').fill('192.168.1.60');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByRole('heading').waitFor();
    await window.shoot('home-moved-typed-light');
    await window.expectClean();
    await page.getByRole('button', { name: 'Use it without encryption' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(sent(window, 'setup.move')).toHaveLength(2);
  });
});
