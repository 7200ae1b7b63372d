import { describe, expect, it } from 'vitest';
import type { OtherComputer } from '../../src/shared/user-settings.ts';
import { attic, heldPreviewWith, oldMac, settingsOf, state, stored } from './states/settings.ts';
import { changes, region, useSettingsWindow } from './settings-world.ts';
import { ok } from './states/answers.ts';
import type { AppWindow } from './support/window.ts';

const openSettings = useSettingsWindow('Backups');

const asks = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => name === 'retention.preview').map(({ input }) => input);
const cares = ({ calls }: AppWindow): unknown[] =>
  calls
    .filter(({ name }) => name === 'settings.adopt' || name === 'settings.release')
    .map(({ name, input }) => [name, (input as { readonly id: string }).id]);

describe('computers', () => {
  it('have a name, and it is saved where it is typed', async () => {
    const window = await openSettings(state(), { section: 'Advanced' });
    const name = window.page.getByLabel('Name', { exact: true });
    expect(await name.inputValue()).toBe('Desk');
    await name.fill('Study');
    await name.press('Enter');
    await region(window, 'This computer').getByText('Saved', { exact: true }).waitFor();
    expect(changes(window)).toEqual([{ computerName: 'Study' }]);
  });

  it('that nobody else stored from are not spoken of', async () => {
    const window = await openSettings();
    expect(await window.page.getByText('Other computers', { exact: true }).count()).toBe(0);
  });

  it('are taken over only after it was said what goes by it, and given back at once', async () => {
    const window = await openSettings(state(), { answers: settingsOf({}, [oldMac]) });
    const { page } = window;
    await page.getByRole('button', { name: 'Take over the backups of Old Mac…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take over the backups of Old Mac?' });
    await dialog.getByText('2 backups would move to Recently Deleted; 12 are kept.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    expect(cares(window)).toEqual([]);
    await window.shoot('settings-take-over-light');
    await window.expectClean();
    await dialog.getByRole('button', { name: 'Take over, and move 2 backups to Recently Deleted' }).click();
    await page.getByRole('button', { name: 'Stop deleting old backups of Old Mac' }).click();
    await page.getByRole('button', { name: 'Take over the backups of Old Mac…' }).waitFor();
    expect(cares(window)).toEqual([
      ['settings.adopt', oldMac.id],
      ['settings.release', oldMac.id],
    ]);
    expect(changes(window)).toEqual([]);
  });

  it('are taken over with what goes by it alone, counted with those that are in care now', async () => {
    let inCare: readonly string[] = [attic.id];
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf({ retentionDays: 11 }, [attic, oldMac]),
        'settings.read': () => ok({ ...stored, retentionDays: 11, adoptedComputers: [...inCare] }),
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Stop deleting old backups of Attic' }).waitFor();
    // Given back in a terminal meanwhile.
    inCare = [];
    await page.getByRole('button', { name: 'Take over the backups of Old Mac…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take over the backups of Old Mac?' });
    // Three are too old anyway, two of them Old Mac's.
    await dialog.getByText('Nothing would be deleted; 11 backups are kept.').waitFor();
    await dialog.getByRole('button', { name: 'Take over', exact: true }).click();
    expect(cares(window)).toEqual([['settings.adopt', oldMac.id]]);
    expect(asks(window)).toContainEqual({ retentionDays: 11, floor: 3, adoptedComputers: [oldMac.id] });
  });

  it('are not taken over in silence while deletions wait', async () => {
    const window = await openSettings(state(), {
      answers: { ...settingsOf({}, [oldMac]), 'retention.preview': (input) => ok(heldPreviewWith(input)) },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Take over the backups of Old Mac…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take over the backups of Old Mac?' });
    await dialog.getByText('Nothing is deleted now; 2 backups will be once deleting resumes.').waitFor();
    await dialog.getByRole('button', { name: 'Take over, and move 2 backups to Recently Deleted' }).waitFor();
    await window.shoot('settings-take-over-held-light');
    await window.expectClean();
  });

  it('are called what tells them apart', async () => {
    const twin = { ...oldMac, id: '7777aaaa8888bbbb' };
    const before = { ...oldMac, id: '9999aaaa8888bbbb', name: 'Desk' };
    const gone: OtherComputer = { id: 'abcdef0123456789', name: null, copies: 0, newestAt: null, adopted: true };
    const window = await openSettings(state(), {
      answers: settingsOf({ adoptedComputers: [gone.id] }, [oldMac, twin, before, gone]),
    });
    const { page } = window;
    const others = region(window, 'Other computers');
    await others.getByText('Desk (before it was set up again)').waitFor();
    await others.getByText('No backups at the moment.').waitFor();
    await page.getByRole('button', { name: 'Stop deleting old backups of Computer abcdef' }).waitFor();
    await window.shoot('settings-others-light');
    await window.expectClean();
    await page.getByRole('button', { name: 'Take over the backups of Old Mac (7777aa)…' }).click();
    await page.getByRole('dialog', { name: 'Take over the backups of Old Mac (7777aa)?' }).waitFor();
  });
});
