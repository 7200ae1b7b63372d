import { describe, expect, it } from 'vitest';
import { fullState, storageAnswers } from './states/storage.ts';
import { safeState } from './states/view-state.ts';
import { useBrowser } from './support/browser.ts';
import { sent } from './support/home.ts';
import type { AppWindow } from './support/window.ts';

const open = useBrowser();

const looks = async (window: AppWindow, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme });
    await window.shoot(`${name}-${colorScheme}`);
    await window.expectClean();
  }
  await window.page.setViewportSize({ width: 420, height: 480 });
  await window.page.emulateMedia({ forcedColors: 'active' });
  await window.shoot(`${name}-forced`);
  await window.expectClean();
};

describe('the storage in iCloud', () => {
  it('is shown month by month, with what it will come to and what shorter times would free', async () => {
    const window = await open({ state: safeState, answers: storageAnswers() });
    await window.page.getByRole('button', { name: '17.3 GB: show the storage in iCloud' }).click();
    const dialog = window.page.getByRole('dialog', { name: 'Storage in iCloud' });
    const months = dialog.getByRole('table', { name: 'In iCloud now, by the month they were made' });
    expect(await months.getByRole('row').count()).toBe(13);
    await months.getByRole('row', { name: 'November 2026 14.0 GB 14' }).waitFor();
    await dialog.getByText('Keeping them for 14 days will come to about 14.0 GB (14 backups)').waitFor();
    const rules = dialog.getByRole('table', { name: 'What shorter times would free' });
    await rules.getByRole('row', { name: 'Keep 7 days 7 7.0 GB' }).waitFor();
    await rules.getByRole('row', { name: 'Keep 3 days 3 11.0 GB' }).waitFor();
    expect(await rules.getByRole('row').count()).toBe(3);
    expect(await dialog.getByText('iCloud is full').count()).toBe(0);
    await looks(window, 'storage');
    await dialog.getByRole('button', { name: 'Change how long backups are kept…' }).click();
    await window.page.getByRole('tabpanel', { name: 'Backups' }).waitFor();
  });

  it('offers three cures where it is full, each with what it brings', async () => {
    const window = await open({ state: fullState, answers: storageAnswers() });
    await window.page.getByRole('button', { name: 'Make space' }).click();
    const cures = window.page.getByRole('dialog').getByRole('region', { name: 'iCloud is full: what you can do' });
    await cures
      .getByText('Keep 7 days: frees 7.0 GB (7 backups) in about 30 days, when Recently Deleted empties.')
      .waitFor();
    expect(await cures.getByRole('listitem').count()).toBe(3);
    await looks(window, 'storage-full');
    await cures.getByRole('button', { name: 'Open Recently Deleted' }).click();
    await cures.getByRole('button', { name: 'Open icloud.com' }).click();
    expect(sent(window, 'open').map(({ input }) => input)).toEqual([{ place: 'cloud-trash' }, { place: 'cloud-web' }]);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.page.getByRole('dialog').count()).toBe(0);
  });
});
