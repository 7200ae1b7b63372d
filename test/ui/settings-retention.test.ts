import { describe, expect, it } from 'vitest';
import { heldPreviewWith, previewWith, settingsOf, state } from './states/settings.ts';
import { changes, useSettingsWindow } from './settings-world.ts';
import { hoursFromNow, problem, safeStatus } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import type { AppWindow } from './support/window.ts';

const openSettings = useSettingsWindow('Backups');

describe('retention', () => {
  it('is saved when nothing goes by it', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep backups for');
    await days.fill('30');
    await days.press('Enter');
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 30, keep: 3 }]);
  });

  it('shows what would go, and waits for a word', async () => {
    const window = await openSettings();
    const { page } = window;
    const days = page.getByLabel('Keep backups for');
    await days.fill('7');
    await page.getByText('7 backups would move to Recently Deleted; 7 are kept.').waitFor();
    await days.press('Enter');
    await page.getByRole('button', { name: 'Save, and move 7 backups to Recently Deleted' }).waitFor();
    await window.shoot('settings-retention-light');
    await window.expectClean();
    expect(changes(window)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await days.inputValue()).toBe('14');
    await days.fill('7');
    await page.getByRole('button', { name: 'Save, and move 7 backups to Recently Deleted' }).click();
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 7, keep: 3 }]);
  });

  it('waits for a word also where deletions wait, and says what goes when they go on', async () => {
    const window = await openSettings(state(), {
      answers: { ...settingsOf(), 'retention.preview': (input) => ok(heldPreviewWith(input)) },
    });
    const { page } = window;
    const days = page.getByLabel('Keep backups for');
    await days.fill('7');
    await days.press('Enter');
    await page.getByText('Nothing is deleted now; 7 backups will be once deleting resumes.').waitFor();
    await page.getByRole('button', { name: 'Save, and move 7 backups to Recently Deleted' }).waitFor();
    expect(changes(window)).toEqual([]);
    await window.shoot('settings-retention-held-light');
    await window.expectClean();
  });

  it('asks for a preview when the typing rests, not for each digit', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep backups for');
    await days.fill('');
    await days.pressSequentially('365');
    await expect
      .poll(() => window.calls.filter(({ name }) => name === 'retention.preview').map(({ input }) => input))
      .toContainEqual({ retentionDays: 365, floor: 3 });
    expect(window.calls.filter(({ name }) => name === 'retention.preview')).not.toContainEqual({
      name: 'retention.preview',
      input: { retentionDays: 3, floor: 3 },
    });
  });

  it('says what is no number', async () => {
    const window = await openSettings();
    const days = window.page.getByLabel('Keep backups for');
    await days.fill('two weeks');
    await window.page.getByText('Enter a whole number from 0 to 3650.').waitFor();
    expect(await days.getAttribute('aria-invalid')).toBe('true');
    expect(changes(window)).toEqual([]);
  });
});

describe('retention before anything was seen in iCloud', () => {
  it('does not say that nothing goes, and saves only when told to', async () => {
    const unseen = state({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } });
    const window = await openSettings(unseen, {
      answers: {
        ...settingsOf(),
        'retention.preview': () => ok({ dryRun: true, held: null, removed: [], backups: [] }),
      },
    });
    await window.page.getByText("iCloud Drive hasn't been checked yet.").waitFor();
    expect(window.calls.map(({ name }) => name)).not.toContain('retention.preview');
    const days = window.page.getByLabel('Keep backups for');
    await days.fill('7');
    await days.press('Enter');
    await window.page.getByRole('button', { name: 'Save without a preview' }).waitFor();
    expect(changes(window)).toEqual([]);
    await window.shoot('settings-retention-unknown-light');
    await window.expectClean();
    await window.page.getByRole('button', { name: 'Save without a preview' }).click();
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 7, keep: 3 }]);
  });
});

describe('retention that keeps more', () => {
  it('is saved without a question also before anything was seen in iCloud: nothing can go by it', async () => {
    const window = await openSettings(state({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } }));
    const days = window.page.getByLabel('Keep backups for');
    await days.fill('0');
    await days.press('Enter');
    await expect.poll(() => changes(window)).toEqual([{ retentionDays: 0, keep: 3 }]);
  });
});

describe('a preview', () => {
  const asked = ({ calls }: AppWindow): number => calls.filter(({ name }) => name === 'retention.preview').length;

  it('is made anew when the list of copies is another one, and never shown of the old one', async () => {
    let copies = 14;
    const window = await openSettings(state(), {
      answers: {
        ...settingsOf(),
        'retention.preview': (input) => {
          const plan = previewWith(input);
          return ok({ ...plan, backups: plan.backups.slice(0, copies) });
        },
      },
    });
    const preview = window.page.locator('.retention-preview');
    await preview.getByText('14 backups are kept.').waitFor();
    const before = asked(window);
    await window.push(state());
    copies = 9;
    await window.push(state({ icloud: { ...safeStatus.icloud, seenAt: hoursFromNow(-0.1), backups: 9 } }));
    await preview.getByText('9 backups are kept.').waitFor();
    expect(asked(window)).toBe(before + 1);
  });

  it('of an unknown list is not made before somebody looks', async () => {
    const unseen = state({ icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 } });
    const window = await openSettings(unseen, {
      answers: { ...settingsOf(), 'backups.list': () => ok({ backups: [], problems: [problem('ha.unreachable')] }) },
    });
    expect(window.calls.map(({ name }) => name)).not.toContain('backups.list');
    await window.page.getByRole('button', { name: 'Check now' }).click();
    await expect
      .poll(() => window.calls)
      .toContainEqual({ name: 'backups.list', input: { allInstances: false, fresh: true } });
    await window.page.locator('.retention-preview').getByText("Home Assistant can't be reached").waitFor();
    await window.push(state());
    await window.page.locator('.retention-preview').getByText('14 backups are kept.').waitFor();
    expect(await window.page.getByRole('button', { name: 'Check now' }).count()).toBe(0);
  });
});
