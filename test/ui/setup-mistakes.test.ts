import { describe, expect, it } from 'vitest';
import { changes, heldPreviewWith, settingsOf } from './settings-world.ts';
import { problem, safeStatus } from './support/states.ts';
import { ok } from './support/window.ts';
import {
  answers,
  at,
  certificate,
  cleanInEveryLook,
  found,
  fresh,
  press,
  signIn,
  titled,
  token,
  toToken,
  tryToken,
  useSetup,
} from './setup-world.ts';

const openSetup = useSetup();

/** Looked at before, with copies. */
const { icloud } = safeStatus;

describe('mistakes in set-up', () => {
  it('are told at the field, with the focus on it', async () => {
    const window = await openSetup(fresh);
    await toToken(window);
    await press(window, 'Connect');
    await window.page.getByText('Paste the token.').waitFor();
    const field = window.page.getByLabel('Access token');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await field.fill('short');
    await window.page.keyboard.press('Enter');
    await window.page.getByText('This is too short for a token.').waitFor({ timeout: 5000 });
    expect(window.calls.map(({ name }) => name)).not.toContain('setup.connect');
  });

  it('name the page of the tokens where the app cannot open it', async () => {
    const window = await openSetup(fresh, {
      answers: { ...answers, open: () => ({ ok: false, problem: problem('settings.not-set-up') }) },
    });
    await toToken(window);
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
    await titled(window, 'Found Home');
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
    await titled(window, 'Found Home');
  });

  it('ask what is meant by another folder', async () => {
    const window = await openSetup(at({ signIn }), {
      answers: {
        ...answers,
        'setup.folder': ({ folder, how }) =>
          how === undefined
            ? {
                ok: false,
                problem: problem('icloud.folder-changed', { from: 'HomeAssistantBackups', to: folder, copies: 4 }),
              }
            : ok(null),
      },
    });
    await window.page.getByLabel('Folder in iCloud Drive').fill('Backups/Home');
    await press(window, 'Continue');
    await window.page.getByRole('dialog', { name: 'There are copies in another folder' }).waitFor();
    await window.shoot('setup-folder-light');
    await window.expectClean();
    await window.page.getByRole('radio', { name: 'I renamed the folder myself' }).check();
    await press(window, 'Use this folder');
    await titled(window, 'Make the first backup safe');
    expect(window.calls).toContainEqual({
      name: 'setup.folder',
      input: { folder: 'Backups/Home', how: 'renamed' },
    });
  });

  it('are not made with copies that are there: what goes is shown, and asked about', async () => {
    const window = await openSetup(at({ signIn, icloud }), { answers: { ...answers, ...settingsOf() } });
    const { page } = window;
    const preview = page.locator('.retention-preview');
    await preview.getByText('Nothing would go. 14 copies stay.').waitFor();
    await page.getByLabel('Keep copies for').fill('7');
    await preview.getByText('7 copies would go to Recently Deleted, 7 stay.').waitFor();
    await cleanInEveryLook(window, 'plan-copies');
    await page.setViewportSize({ width: 760, height: 720 });
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await press(window, 'Continue');
    const dialog = page.getByRole('dialog', { name: 'Some copies would go' });
    await dialog.getByText('7 copies would go to Recently Deleted, 7 stay.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await window.shoot('setup-plan-going-light');
    await window.expectClean();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(changes(window)).toEqual([]);
    await press(window, 'Continue');
    await dialog.getByRole('button', { name: 'Save, and move 7 copies to Recently Deleted' }).click();
    await titled(window, 'Make the first backup safe');
    expect(changes(window)).toEqual([{ retentionDays: 7, keep: 3, lookMinutes: 60 }]);
  });

  it('are not made in silence while deletions wait', async () => {
    const window = await openSetup(at({ signIn, icloud }), {
      answers: { ...answers, ...settingsOf(), 'retention.preview': (input) => ok(heldPreviewWith(input)) },
    });
    const days = window.page.getByLabel('Keep copies for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('7');
    await press(window, 'Continue');
    const dialog = window.page.getByRole('dialog', { name: 'Some copies would go' });
    await dialog.getByText('Nothing goes at present. 7 copies go as soon as deletions go on.').waitFor();
    expect(changes(window)).toEqual([]);
  });

  it('wait for the preview where the numbers were typed in haste', async () => {
    const window = await openSetup(at({ signIn, icloud }), { answers: { ...answers, ...settingsOf() } });
    const days = window.page.getByLabel('Keep copies for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('7');
    await days.press('Enter');
    await window.page.getByRole('dialog', { name: 'Some copies would go' }).waitFor();
    await press(window, 'Cancel');
    await days.fill('30');
    await days.press('Enter');
    await titled(window, 'Make the first backup safe');
  });

  it('do not claim that there are no copies where nobody has looked', async () => {
    const window = await openSetup(at({ signIn }), { answers: { ...answers, ...settingsOf() } });
    const { page } = window;
    await expect.poll(() => page.getByLabel('Keep copies for').inputValue()).toBe('14');
    expect(await page.locator('.retention-preview').count()).toBe(0);
    await page.getByLabel('Keep copies for').fill('7');
    await page.getByText('This app has not looked into your iCloud Drive yet.').waitFor();
    expect(await page.getByText('There are no copies').count()).toBe(0);
    await window.shoot('setup-plan-unknown-light');
    await window.expectClean();
    await press(window, 'Continue');
    const dialog = page.getByRole('dialog', { name: 'Copies may go' });
    await dialog.getByText('This app has not looked into your iCloud Drive yet.').waitFor();
    await window.shoot('setup-plan-may-go-light');
    await window.expectClean();
    expect(changes(window)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save without seeing what goes' }).click();
    await titled(window, 'Make the first backup safe');
    expect(window.calls.map(({ name }) => name)).not.toContain('backups.list');
  });

  it('that keep more are made without a question, also where nobody has looked', async () => {
    const window = await openSetup(at({ signIn }), { answers: { ...answers, ...settingsOf() } });
    const days = window.page.getByLabel('Keep copies for');
    await expect.poll(() => days.inputValue()).toBe('14');
    await days.fill('30');
    await press(window, 'Continue');
    await titled(window, 'Make the first backup safe');
    expect(changes(window)).toEqual([{ retentionDays: 30, keep: 3, lookMinutes: 60 }]);
  });

  it('say what to do when the first backup fails', async () => {
    const window = await openSetup(at({ signIn }), {
      answers: { ...answers, 'backup.start': () => ({ ok: false, problem: problem('icloud.full') }) },
    });
    await window.page.getByText(/^Needs about|^How much room/).waitFor();
    await press(window, 'Continue');
    await titled(window, 'Make the first backup safe');
    await press(window, 'Start the first backup');
    await titled(window, 'The first backup did not get through');
    await cleanInEveryLook(window, 'failed');
  });
});
