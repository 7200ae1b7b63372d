import { describe, expect, it } from 'vitest';
import { detailed, detailsAnswers, detailsState, openedDetails } from './states/details.ts';
import { useBrowser } from './support/browser.ts';
import { problem, running, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import { dropKit } from './support/drop-kit.ts';
import { rowInFocus } from './support/home.ts';
import type { WindowOptions } from './support/window.ts';

const open = useBrowser();
const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const kit = `Encryption key:\n${key}\n`;
const details = async (options: Partial<WindowOptions> = {}) => {
  const window = await open({ state: detailsState, answers: detailsAnswers, ...options });
  const dialog = await openedDetails(window.page);
  return { ...window, dialog };
};

describe('details of a backup', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['narrow', { size: { width: 420, height: 800 } }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('are clean: %s', async (name, options) => {
    const { dialog, shoot, expectClean } = await details(options);
    await dialog.getByText('Not before', { exact: false }).waitFor();
    await shoot(`details-${name}`);
    await expectClean();
    await dialog.getByText('SHA-256', { exact: true }).scrollIntoViewIfNeeded();
    await shoot(`details-${name}-end`);
  });

  it('name each level with what became of it, and say what is known of the key', async () => {
    const { dialog } = await details();
    const rungs = dialog.getByRole('list', { name: 'Levels of proof' }).getByRole('listitem');
    expect(await rungs.allInnerTexts()).toEqual([
      expect.stringMatching(/^Stored\s+Proven/),
      expect.stringMatching(/^Intact\s+Proven/),
      expect.stringMatching(/^Opens\s+Proven/),
      expect.stringMatching(/^Readable\s+Failed[^]*A part of the backup is damaged/),
      expect.stringMatching(/^Makes sense\s+Not proven\s+Not checked/),
      expect.stringMatching(/^Came back\s+Not proven\s+Not checked yet/),
    ]);
    await dialog.getByText('A key that this app knows opens it.').waitFor();
    await dialog.getByRole('region', { name: 'A part of the backup is damaged' }).waitFor();
    await dialog.getByText('c'.repeat(64)).waitFor();
  });

  it('lead to everything that can be done, show what is under way, and close with Escape', async () => {
    const window = await details({
      answers: { ...detailsAnswers, 'backups.test': () => ({ ok: false, problem: problem('cloud.offline') }) },
    });
    const { dialog, page, calls } = window;
    await dialog.getByRole('button', { name: 'Test now' }).click();
    await dialog.getByRole('alert').getByRole('heading').waitFor();
    expect(calls).toContainEqual(expect.objectContaining({ name: 'backups.test' }));
    const download = { name: 'Automatic backup 2026.11.2', bytes: 500_000_000, total: 1_240_000_000 };
    const activity = { phase: 'transferring', download, waiting: 0 } as const;
    await window.push(stateWith({}, { route: detailsState.route, running: running(activity, { what: 'test' }) }));
    await dialog.getByRole('progressbar').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete from iCloud…' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(() => rowInFocus(window)).toMatch(/^3\/3 21 November 2026, 09:00, Automatic, .*, Damaged: /);
  });

  it('take a kit where none of the known keys opens it: for a test, and to look inside', async () => {
    const result = {
      ...{ id: detailed.id, name: detailed.name, date: detailed.date, archive: 'Home_0.tar', bytes: 5 },
      ...{ at: '2026-11-21T11:00:00.000Z', level: 5, levels: [], problem: null },
    };
    const { dialog, page, calls, expectClean } = await details({
      answers: {
        ...detailsAnswers,
        'backups.test': ({ key }) => ok({ ...result, verdict: key === undefined ? 'same-bytes' : 'came-back' }),
      },
    });
    await dialog.getByRole('button', { name: 'Test now' }).click();
    await dialog.getByRole('button', { name: 'Enter its key…' }).click();
    const asks = page.getByRole('dialog', { name: 'This backup needs another key' });
    await asks.waitFor();
    await expectClean();
    await dropKit(page, 'kit-of-then.txt', kit);
    await asks.getByText('Chosen: kit-of-then.txt').waitFor();
    await asks.getByRole('button', { name: 'Test with this key' }).click();
    await expect.poll(() => asks.count()).toBe(0);
    await dialog.getByText('came back from iCloud identical', { exact: false }).waitFor();
    expect(calls.filter(({ name }) => name === 'backups.test').map(({ input }) => input)).toEqual([
      expect.not.objectContaining({ key: expect.anything() as unknown }),
      expect.objectContaining({ key: { kit: expect.anything() as unknown, remember: false } }),
    ]);

    await dialog.getByRole('button', { name: 'Look inside' }).click();
    await dialog.getByRole('button', { name: /^Show files .* of Mosquitto broker$/ }).waitFor();
    await dropKit(page, 'kit-of-then.txt', kit);
    await dialog.getByText('Chosen: kit-of-then.txt').waitFor();
    await expectClean();
    await dialog.getByRole('button', { name: /^Show files .* of Mosquitto broker$/ }).click();
    await expect
      .poll(() => calls.at(-1))
      .toMatchObject({ name: 'backups.contents', input: { part: 'core_mosquitto', key: { remember: false } } });
    expect(await page.content()).not.toContain(key);
  });

  it('of another Home Assistant offer no deletion', async () => {
    const { dialog } = await details({
      answers: {
        ...detailsAnswers,
        'backups.list': ({ allInstances }) => ok({ backups: allInstances ? [detailed] : [], problems: [] }),
      },
    });
    await dialog.getByRole('button', { name: 'Test now' }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete from iCloud…' }).count()).toBe(0);
  });
});
