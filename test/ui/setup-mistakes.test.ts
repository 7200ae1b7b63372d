import { describe, expect, it } from 'vitest';
import { heldPreviewWith, settingsOf } from './states/settings.ts';
import { changes } from './settings-world.ts';
import { found } from './states/found.ts';
import { problem, safeStatus } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import { answers, at, certificate, fresh, probed, signIn, token } from './states/setup.ts';
import { cleanInEveryLook, press, titled, toFind, toPaste, toToken, tryToken, useSetup } from './setup-world.ts';

const openSetup = useSetup();

/** Looked at before, with copies. */
const { icloud } = safeStatus;

describe('mistakes in set-up', () => {
  it('are told at the field, with the focus on it', async () => {
    const window = await openSetup(fresh);
    await toToken(window);
    await toPaste(window);
    await press(window, 'Connect');
    await window.page.getByText('Paste the token.').waitFor();
    const field = window.page.getByLabel('Access token');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await field.fill('short');
    await window.page.keyboard.press('Enter');
    await window.page.getByText('This is too short for a token.').waitFor({ timeout: 5000 });
    expect(window.calls.map(({ name }) => name)).not.toContain('setup.connect');
  });

  it('in an address are told before a token is asked for', async () => {
    const window = await openSetup(fresh, {
      answers: {
        ...answers,
        'setup.probe': ({ url }) =>
          url === 'http://ha.lan'
            ? { ok: false, problem: problem('ha.unreachable', { url }) }
            : ok(probed({ url: `http://${url}:8123` })),
      },
    });
    const { page } = window;
    await toFind(window);
    await page.getByRole('radio', { name: /Another address/ }).check();
    await page.getByRole('textbox', { name: 'Address' }).fill('http://ha.lan');
    await press(window, 'Continue');
    await page
      .getByRole('alert')
      .filter({ hasText: /ha\.lan/ })
      .waitFor();
    await titled(window, 'Where is your Home Assistant?');
    await cleanInEveryLook(window, 'find-unreachable');
    await page.getByRole('textbox', { name: 'Address' }).fill('hass.lan');
    await page.keyboard.press('Enter');
    await titled(window, 'Give this app access');
    await toPaste(window);
    await page.getByLabel('Access token').fill(token);
    await press(window, 'Connect');
    await titled(window, 'Home Assistant 2026.11 found');
    expect(window.calls).toContainEqual({ name: 'setup.connect', input: { url: 'http://hass.lan:8123', token } });
  });

  it('of a connection without encryption are asked about before a token is', async () => {
    const clear = probed({ needsConsent: true, hadHttps: true });
    const secure = 'https://homeassistant.local:8123';
    const window = await openSetup(fresh, {
      answers: {
        ...answers,
        'setup.probe': ({ url }) =>
          ok(
            url === secure
              ? probed({ url, encrypted: true })
              : { ...clear, alternatives: [{ url: secure, encrypted: true }] },
          ),
      },
    });
    const { page } = window;
    await toFind(window);
    await press(window, 'Continue');
    await page.getByRole('alert', { name: 'This connection is not encrypted' }).waitFor();
    await titled(window, 'Where is your Home Assistant?');
    await cleanInEveryLook(window, 'find-unencrypted');
    await press(window, 'Allow without encryption');
    await titled(window, 'Give this app access');
    await toPaste(window);
    await page.getByLabel('Access token').fill(token);
    await press(window, 'Connect');
    await titled(window, 'Home Assistant 2026.11 found');
    const url = 'http://homeassistant.local:8123';
    expect(window.calls).toContainEqual({ name: 'setup.connect', input: { url, token, acceptUnencrypted: url } });
    await press(window, 'Back');
    await press(window, 'Back');
    await press(window, `Use ${secure}`);
    await titled(window, 'Give this app access');
  });

  it('of a keychain that is shut are told before anything is typed', async () => {
    let isOpen = false;
    const window = await openSetup(fresh, {
      answers: {
        ...answers,
        'setup.check-secrets': () => (isOpen ? ok('keychain') : { ok: false, problem: problem('secrets.locked') }),
      },
    });
    const { page } = window;
    await press(window, 'Set up backups');
    await page.getByRole('alert').getByRole('heading').waitFor();
    await titled(window, 'Your Home Assistant, safe in iCloud Drive');
    await cleanInEveryLook(window, 'choose-locked');
    isOpen = true;
    await press(window, 'Try again');
    await titled(window, 'Where is your Home Assistant?');
    await page.getByText('are kept in the keychain of this computer', { exact: false }).waitFor();
  });

  it('name the page of the tokens where the app cannot open it', async () => {
    const window = await openSetup(fresh, {
      answers: { ...answers, open: () => ({ ok: false, problem: problem('settings.not-set-up') }) },
    });
    await toToken(window);
    await toPaste(window);
    await press(window, 'Open my profile in Home Assistant');
    await window.page
      .getByText('Open this address in your browser: http://homeassistant.local:8123/profile/security')
      .waitFor();
  });

  it('lead to the certificate, and from there on it is trusted', async () => {
    const inputs: unknown[] = [];
    const window = await openSetup(fresh, {
      answers: {
        ...answers,
        'setup.connect': (input) => {
          inputs.push(input);
          return input.acceptFingerprint === undefined ? { ok: false, problem: certificate } : ok(found);
        },
      },
    });
    await tryToken(window);
    await press(window, 'Accept this certificate');
    await titled(window, 'Home Assistant 2026.11 found');
    expect(inputs.at(-1)).toEqual({
      url: 'http://homeassistant.local:8123',
      token,
      acceptFingerprint: certificate.facts['fingerprint'],
    });
  });

  it('take the certificate of an authority instead, where one was chosen', async () => {
    const window = await openSetup(fresh, {
      answers: {
        ...answers,
        'setup.choose-ca-file': () => ok('/home/martha/ca.pem'),
        'setup.connect': (input) => (input.caFile === undefined ? { ok: false, problem: certificate } : ok(found)),
      },
    });
    await tryToken(window);
    await press(window, 'Choose a certificate…');
    await titled(window, 'Home Assistant 2026.11 found');
  });

  it('ask what is meant by another folder', async () => {
    const window = await openSetup(at({ signIn }), {
      answers: {
        ...answers,
        'setup.folder': ({ folder, how }) =>
          how === undefined
            ? {
                ok: false,
                problem: problem('cloud.folder-changed', { from: 'HomeAssistantBackups', to: folder, copies: 4 }),
              }
            : ok(null),
      },
    });
    await window.page.getByLabel('Folder in iCloud Drive').fill('Backups/Home');
    await press(window, 'Continue');
    await window.page.getByRole('dialog', { name: 'There are backups in another folder' }).waitFor();
    await window.shoot('setup-folder-light');
    await window.expectClean();
    await window.page.getByRole('radio', { name: 'I renamed the folder myself' }).check();
    await press(window, 'Use this folder');
    await titled(window, 'Start your first backup');
    expect(window.calls).toContainEqual({
      name: 'setup.folder',
      input: { folder: 'Backups/Home', how: 'renamed' },
    });
  });

  it('are not made with copies that are there: what goes is shown, and asked about', async () => {
    const window = await openSetup(at({ signIn, icloud }), { answers: { ...answers, ...settingsOf() } });
    const { page } = window;
    const preview = page.locator('.retention-preview');
    await preview.getByText('Nothing would be deleted; 14 backups are kept.').waitFor();
    await page.getByLabel('Keep backups for').fill('7');
    await preview.getByText('7 backups would move to Recently Deleted; 7 are kept.').waitFor();
    await cleanInEveryLook(window, 'plan-copies');
    await page.setViewportSize({ width: 760, height: 720 });
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await press(window, 'Continue');
    const dialog = page.getByRole('dialog', { name: 'Some backups would be deleted' });
    await dialog.getByText('7 backups would move to Recently Deleted; 7 are kept.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await window.shoot('setup-plan-going-light');
    await window.expectClean();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(changes(window)).toEqual([]);
    await press(window, 'Continue');
    await dialog.getByRole('button', { name: 'Save, and move 7 backups to Recently Deleted' }).click();
    await titled(window, 'Start your first backup');
    expect(changes(window)).toEqual([{ retentionDays: 7, keep: 3, lookMinutes: 60 }]);
  });

  it('are not made in silence while deletions wait', async () => {
    const window = await openSetup(at({ signIn, icloud }), {
      answers: { ...answers, ...settingsOf(), 'retention.preview': (input) => ok(heldPreviewWith(input)) },
    });
    const days = window.page.getByLabel('Keep backups for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('7');
    await press(window, 'Continue');
    const dialog = window.page.getByRole('dialog', { name: 'Some backups would be deleted' });
    await dialog.getByText('Nothing is deleted now; 7 backups will be once deleting resumes.').waitFor();
    expect(changes(window)).toEqual([]);
  });

  it('wait for the preview where the numbers were typed in haste', async () => {
    const window = await openSetup(at({ signIn, icloud }), { answers: { ...answers, ...settingsOf() } });
    const days = window.page.getByLabel('Keep backups for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('7');
    await days.press('Enter');
    await window.page.getByRole('dialog', { name: 'Some backups would be deleted' }).waitFor();
    await press(window, 'Cancel');
    await days.fill('30');
    await days.press('Enter');
    await titled(window, 'Start your first backup');
  });

  it('do not claim that there are no copies where nobody has looked', async () => {
    const window = await openSetup(at({ signIn }), { answers: { ...answers, ...settingsOf() } });
    const { page } = window;
    await expect.poll(() => page.getByLabel('Keep backups for').inputValue()).toBe('14');
    expect(await page.locator('.retention-preview').count()).toBe(0);
    await page.getByLabel('Keep backups for').fill('7');
    await page.getByText("iCloud Drive hasn't been checked yet.").waitFor();
    expect(await page.getByText('There are no backups').count()).toBe(0);
    await window.shoot('setup-plan-unknown-light');
    await window.expectClean();
    await press(window, 'Continue');
    const dialog = page.getByRole('dialog', { name: 'Backups may be deleted' });
    await dialog.getByText("iCloud Drive hasn't been checked yet.").waitFor();
    await window.shoot('setup-plan-may-go-light');
    await window.expectClean();
    expect(changes(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save without a preview' }).click();
    await titled(window, 'Start your first backup');
    expect(window.calls.map(({ name }) => name)).not.toContain('backups.list');
  });

  it('that keep more are made without a question, also where nobody has looked', async () => {
    const window = await openSetup(at({ signIn }), { answers: { ...answers, ...settingsOf() } });
    const days = window.page.getByLabel('Keep backups for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('30');
    await press(window, 'Continue');
    await titled(window, 'Start your first backup');
    expect(changes(window)).toEqual([{ retentionDays: 30, keep: 3, lookMinutes: 60 }]);
  });

  it('say what to do when the first backup fails', async () => {
    const window = await openSetup(at({ signIn }), {
      answers: { ...answers, 'backup.start': () => ({ ok: false, problem: problem('cloud.full') }) },
    });
    await window.page.getByText(/^Needs about|^We'll know how much space/).waitFor();
    await press(window, 'Continue');
    await titled(window, 'Start your first backup');
    await press(window, 'Start the first backup');
    await titled(window, 'The first backup failed');
    await cleanInEveryLook(window, 'failed');
  });
});
