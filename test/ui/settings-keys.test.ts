import { describe, expect, it } from 'vitest';
import { aKeyCheck, someKeys } from '../cli/some-keys.ts';
import { ok } from './states/answers.ts';
import { settingsOf } from './states/settings.ts';
import { region, useSettingsWindow } from './settings-world.ts';

const openSettings = useSettingsWindow('Backups');
const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const kit = Buffer.from(`Encryption key:\n${key}\n`);

describe('keys', () => {
  it('are told by what they open, and forgotten', async () => {
    const window = await openSettings(undefined, {
      answers: { ...settingsOf(), 'keys.forget': () => ok(someKeys({ remembered: [] })) },
    });
    const keys = region(window, 'Keys');
    await keys.getByText('Opens your newest backup').waitFor();
    await keys.getByText('Opens 2 of 14 encrypted backups, but not the newest').waitFor();
    await keys.getByRole('button', { name: /^Forget the key remembered/ }).click();
    await expect.poll(() => keys.getByText('Opens 2 of 14').count()).toBe(0);
    expect(window.calls.filter(({ name }) => name === 'keys.forget').map(({ input }) => input)).toEqual([
      { at: '2026-10-02T10:00:00.000Z' },
    ]);
  });

  it('a kit is chosen, sent as it is, and not remembered unless the user says so', async () => {
    const window = await openSettings(undefined, {
      answers: { ...settingsOf(), 'keys.check': () => ok(aKeyCheck({ opens: 12 })) },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Check a key or emergency kit…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Check a key' });
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    await dialog.getByText('Type the key, or choose your emergency kit.').waitFor();
    await dialog.locator('input[type=file]').setInputFiles({ name: 'kit.txt', mimeType: 'text/plain', buffer: kit });
    await dialog.getByText('Chosen: kit.txt').waitFor();
    await page.mouse.move(0, 0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await window.shoot(`settings-key-dialog-${colorScheme}`);
      await window.expectClean();
    }
    await page.setViewportSize({ width: 420, height: 500 });
    await window.shoot('settings-key-dialog-narrow');
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    await region(window, 'Keys').getByText('It opens your newest backup.').waitFor();
    const [sent] = window.calls.filter(({ name }) => name === 'keys.check').map(({ input }) => input);
    expect(sent).toMatchObject({ key: { remember: false } });
    expect(await page.content()).not.toContain(key);
  });

  it('one that opens nothing is said to open nothing, with what may be why', async () => {
    const window = await openSettings(undefined, {
      answers: {
        ...settingsOf(),
        'keys.check': () => ok(aKeyCheck({ opens: 0, newest: false }, { changedSince: '2026-11-01T10:00:00.000Z' })),
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Check a key or emergency kit…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Check a key' });
    await dialog.getByLabel('Encryption key').fill(key);
    await dialog.getByRole('switch', { name: 'Remember for restoring' }).click();
    await dialog.getByLabel('Encryption key').press('Enter');
    const keys = region(window, 'Keys');
    await keys.getByText('It opens none of your backups').waitFor();
    await keys.getByText("Home Assistant's key was changed after").waitFor();
    await keys.getByText('It was not remembered.').waitFor();
    await window.expectClean();
    expect(window.calls.filter(({ name }) => name === 'keys.check').map(({ input }) => input)).toEqual([
      { key: { typed: key, remember: true } },
    ]);
  });
});
