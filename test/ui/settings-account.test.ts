import { describe, expect, it } from 'vitest';
import { settingsOf, state } from './states/settings.ts';
import { region, useSettingsWindow } from './settings-world.ts';
import { hoursFromNow, notSetUp, problem, safeStatus, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import { found } from './states/found.ts';
import { useBrowser } from './support/browser.ts';

const openSettings = useSettingsWindow();
const openHome = useBrowser();

describe('connection and account', () => {
  it('replaces a token, and keeps nothing of it', async () => {
    const window = await openSettings();
    const token = `eyJ${'x'.repeat(180)}`;
    await window.page.getByLabel('Or paste a new access token').fill(token);
    await window.page.getByRole('button', { name: 'Reconnect' }).click();
    await expect
      .poll(() => window.calls)
      .toContainEqual({ name: 'setup.connect', input: { url: safeStatus.home?.url, token } });
    await expect.poll(() => window.page.getByLabel('Or paste a new access token').inputValue()).toBe('');
  });

  it('gets a new token on the page of Home Assistant, begun by the button of the problem', async () => {
    let finish = (): void => undefined;
    const begun = new Promise<void>((resolve) => (finish = resolve));
    const refused = state({ safety: 'danger', problems: [problem('ha.token-invalid')] });
    const shown = { ...refused, route: { page: 'home' as const, asked: 1 } };
    const window = await openHome({
      state: shown,
      answers: {
        ...settingsOf(),
        'setup.sign-in-cancel': () => ok(null),
        'setup.sign-in': async () => {
          await begun;
          return ok(found);
        },
      },
    });
    const { page } = window;
    const signIns = (): unknown[] => window.calls.filter(({ name }) => name.startsWith('setup.'));
    const asked = { name: 'setup.sign-in', input: { url: safeStatus.home?.url } };
    await page.getByRole('button', { name: 'Sign in with Home Assistant' }).click();
    const card = region(window, 'Home Assistant');
    await card.getByText('Waiting for you in the browser').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await window.shoot(`settings-sign-in-home-${colorScheme}`);
      await window.expectClean();
    }
    await page.setViewportSize({ width: 420, height: 800 });
    await window.shoot('settings-sign-in-home-narrow');
    await window.expectClean();
    await card.getByRole('button', { name: 'Open the page again' }).click();
    await expect.poll(signIns).toEqual([asked, asked]);
    finish();
    await card.getByText('Saved').waitFor();
    await card.getByText("Home Assistant's own page opens in your browser", { exact: false }).waitFor();
    await window.shoot('settings-sign-in-home-over');
    // Begun once for each time that it is asked for, and not given up when it is over.
    await page.getByRole('tab', { name: 'Backups' }).click();
    await page.getByRole('tab', { name: 'Connections' }).click();
    await card.waitFor();
    expect(signIns()).toEqual([asked, asked]);
  });

  it.each([
    ['Cancel', 'button', 'Cancel'],
    ['the way to another section', 'tab', 'Backups'],
  ] as const)('gives up what waits in the browser by %s', async (_how, role, name) => {
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'setup.sign-in': () => new Promise(() => undefined),
        'setup.sign-in-cancel': () => ok(null),
      },
    });
    await window.page.getByRole('button', { name: 'Sign in with Home Assistant' }).click();
    await window.page.getByText('Waiting for you in the browser').waitFor();
    await window.page.getByRole(role, { name, exact: true }).click();
    await expect.poll(() => window.calls).toContainEqual({ name: 'setup.sign-in-cancel', input: {} });
  });

  it('asks about an address without encryption, and goes on by the page that was wanted', async () => {
    const url = 'http://192.168.1.20:8123';
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'setup.sign-in': ({ acceptUnencrypted }) =>
          acceptUnencrypted === undefined ? { ok: false, problem: problem('ha.unencrypted', { url }) } : ok(found),
      },
    });
    const card = region(window, 'Home Assistant');
    await card.getByLabel('Address').fill(url);
    await card.getByRole('button', { name: 'Sign in with Home Assistant' }).click();
    await card.getByRole('button', { name: 'Allow without encryption' }).click();
    await card.getByText('Saved').waitFor();
    expect(window.calls.filter(({ name }) => name.startsWith('setup.'))).toEqual([
      { name: 'setup.sign-in', input: { url } },
      { name: 'setup.sign-in', input: { url, acceptUnencrypted: url } },
    ]);
  });

  it('opens the prompt to sign in again', async () => {
    const window = await openSettings();
    await window.page.getByRole('button', { name: 'Sign in again' }).click();
    expect(window.calls.at(-1)).toEqual({ name: 'window.show-prompt', input: {} });
  });

  it.each([
    [-1, [], 'The sign-in was valid until about 20 November. Apple may ask for a code at any time.'],
    [-1, [problem('icloud.trust-expired')], 'iCloud needs a code'],
    [12, [problem('icloud.account-locked')], 'Apple has locked the account'],
  ])('says how the sign-in stands: %i days, %j', async (daysLeft, problems, words) => {
    const signIn = { account: 'm…@example.com', daysLeft, until: hoursFromNow(-20), due: true };
    const window = await openSettings(state({ signIn, problems }));
    await region(window, 'iCloud account').getByText(words, { exact: true }).waitFor();
    await window.expectClean();
  });

  it('signs in with another account, the account typed first', async () => {
    const window = await openSettings();
    await window.page.getByRole('button', { name: 'Use another account' }).click();
    await window.page.getByLabel('Apple Account', { exact: true }).fill('paul@example.com');
    await window.page.getByLabel('Password', { exact: true }).fill('correct horse');
    await window.page.keyboard.press('Enter');
    await expect
      .poll(() => window.calls.at(-1))
      .toEqual({ name: 'icloud.start', input: { appleId: 'paul@example.com', password: 'correct horse' } });
  });
});

describe('the sign-in with another account', () => {
  const code = { step: 'device-code', account: 'p@example.com', resendAt: hoursFromNow(0), problem: null } as const;

  it.each([
    ['Cancel', 'Cancel'],
    ['the way to another page', 'Activity'],
  ])('is given up by %s', async (_how, button) => {
    const window = await openSettings();
    await window.page.getByRole('button', { name: 'Use another account' }).click();
    await window.push(state({}, { signIn: code }));
    await window.page.getByRole('textbox', { name: 'Six-digit code' }).waitFor();
    await window.page.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => window.calls).toContainEqual({ name: 'icloud.cancel', input: {} });
  });

  it('leaves alone what is under way in the prompt', async () => {
    const window = await openSettings(state({}, { signIn: code }));
    await window.page.getByText('Sign-in in progress.').waitFor();
    expect(await window.page.getByRole('button', { name: 'Use another account' }).count()).toBe(0);
    await window.page.getByRole('button', { name: 'Activity', exact: true }).click();
    await expect.poll(() => window.page.title()).toContain('Activity');
    expect(window.calls).not.toContainEqual({ name: 'icloud.cancel', input: {} });
  });
});

describe('removing from this computer', () => {
  it('says what goes and what stays, and does it only when confirmed', async () => {
    const window = await openSettings(state(), {
      section: 'Advanced',
      answers: {
        ...settingsOf(),
        'settings.remove-from-computer': () =>
          ok({
            removed: ['config', 'apple', 'ha-token', 'staging', 'settings'],
            kept: ['iCloud Drive/HomeAssistantBackups'],
            problems: [],
          }),
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove from this computer?' });
    await dialog.waitFor();
    // What is dangerous is never what Enter means.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await window.shoot('settings-remove-light');
    await window.expectClean();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(window.calls.map(({ name }) => name)).not.toContain('settings.remove-from-computer');
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Kept: iCloud Drive/HomeAssistantBackups').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.getByRole('heading', { name: 'Settings' }).count()).toBe(0);
  });

  it('tells what could not be removed, though main has led to the set-up meanwhile', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    const window = await openSettings(state(), {
      section: 'Advanced',
      answers: {
        ...settingsOf(),
        'settings.remove-from-computer': async () => {
          await asked;
          return ok({ removed: ['config'], kept: [], problems: [problem('secrets.locked')] });
        },
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Remove from this computer…' }).click();
    await page.getByRole('dialog').getByText('until you delete it there in your profile').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await window.push(stateWith({ ...notSetUp.status }, { route: { page: 'setup', asked: 3 } }));
    await expect.poll(() => page.getByRole('heading', { name: 'Settings' }).count()).toBe(0);
    answer();
    const dialog = page.getByRole('dialog', { name: 'Not everything could be removed' });
    await dialog.getByText('The token still exists in Home Assistant').waitFor();
    expect(await dialog.locator('.problem').count()).toBe(1);
    await window.shoot('settings-removed-in-part-light');
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => dialog.count()).toBe(0);
    // The button to try again is there.
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  });
});
