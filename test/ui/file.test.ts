import { describe, expect, it } from 'vitest';
import { checks, fileAnswers, fileName, fileState } from './states/file.ts';
import { ok } from './states/answers.ts';
import { problem, running, stateWith } from './states/view-state.ts';
import { useBrowser } from './support/browser.ts';
import { dropFiles } from './support/drop-files.ts';
import { dropKit } from './support/drop-kit.ts';
import { sent } from './support/home.ts';
import type { WindowOptions } from './support/window.ts';

const open = useBrowser();
const start = async (options: Partial<WindowOptions> = {}) =>
  await open({ state: fileState, answers: fileAnswers(), ...options });
const dropped = async (options: Partial<WindowOptions> = {}) => {
  const window = await start(options);
  await dropFiles(window.page, fileName);
  const dialog = window.page.getByRole('dialog', { name: fileName });
  await dialog.waitFor();
  return { ...window, dialog };
};

describe('a backup file that is dropped on the window', () => {
  it.each([
    ['light', 'good', {}],
    ['dark', 'otherKey', { scheme: 'dark' }],
    ['narrow', 'torn', { size: { width: 420, height: 800 } }],
    ['200', 'otherKey', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', 'notABackup', { forcedColors: true }],
  ] as const)('is checked and shown cleanly: %s, %s', async (name, found, options) => {
    const { dialog, shoot, expectClean } = await dropped({ ...options, answers: fileAnswers(checks[found]) });
    await dialog.getByText('Details', { exact: true }).waitFor();
    await shoot(`file-${name}`);
    await expectClean();
  });

  it('is checked at once, level by level, and shows what is in it', async () => {
    const window = await dropped();
    const { dialog } = window;
    await dialog.getByText('This backup is good', { exact: false }).waitFor();
    expect(await dialog.getByRole('list', { name: 'Levels of proof' }).getByRole('listitem').count()).toBe(4);
    await dialog.getByRole('button', { name: 'Look inside' }).click();
    await dialog.getByRole('button', { name: /^Show files .* of Mosquitto broker$/ }).click();
    expect(sent(window, 'offer', 'file.check', 'file.contents').map(({ name, input }) => [name, input])).toEqual([
      ['offer', { name: fileName, count: 1 }],
      ['file.check', {}],
      ['file.contents', {}],
      ['file.contents', { part: 'core_mosquitto' }],
    ]);
    await window.page.keyboard.press('Escape');
    await expect.poll(() => window.calls.at(-1)?.name).toBe('file.let-go');
  });

  it('can be checked again with a key of its own, from its kit', async () => {
    const window = await dropped({
      answers: { ...fileAnswers(), 'file.check': ({ key }) => ok(key ? checks.good : checks.otherKey) },
    });
    const { dialog, page } = window;
    await dialog.getByText('no known key opens it', { exact: false }).waitFor();
    await dropKit(page, 'kit.txt', 'Encryption key:\nABCD-1234-EF56-GH78-IJ90-KLMN-0PQR\n');
    await dialog.getByText('Chosen: kit.txt').waitFor();
    await dialog.getByRole('button', { name: 'Check with this key' }).click();
    await dialog.getByText('This backup is good', { exact: false }).waitFor();
    // A kit that falls on its own field is no backup.
    expect(sent(window, 'offer')).toHaveLength(1);
  });

  it('that is torn leads to saving what is intact, to a folder that is asked for', async () => {
    const window = await dropped({ answers: fileAnswers(checks.torn) });
    await window.dialog.getByRole('button', { name: 'Save what is intact to a folder…' }).click();
    expect(sent(window, 'backups.salvage').map(({ input }) => input)).toEqual([{ file: 'held' }]);
  });

  it('waits for what is under way, can be given up, and then be checked after all', async () => {
    const window = await start({ answers: { ...fileAnswers(), 'file.check': () => ok(null) } });
    const { page } = window;
    const { route } = fileState;
    await window.push(stateWith({}, { route, running: running({ phase: 'listing' }) }));
    await dropFiles(page, fileName);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('as soon as what is under way has ended', { exact: false }).waitFor();
    expect(sent(window, 'file.check')).toEqual([]);
    await window.push(stateWith({}, { route, running: null }));
    await dialog.getByText('The check was stopped before its end.').waitFor();
    const activity = { phase: 'checking', read: { bytes: 450_000_000, total: 1_000_000_000 } } as const;
    await window.push(stateWith({}, { route, running: running(activity, { what: 'check-file' }) }));
    await dialog.getByText('45%', { exact: false }).first().waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.push(stateWith({}, { route, running: null }));
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    expect(window.calls.map(({ name }) => name)).toContain('backups.restore-cancel');
    expect(sent(window, 'file.check')).toHaveLength(2);
  });

  it('is refused with its reason, where several or something else was dropped', async () => {
    const window = await start({
      answers: { ...fileAnswers(), 'file.choose': () => ({ ok: false, problem: problem('file.several') }) },
    });
    await dropFiles(window.page, 'a.tar', 'b.tar');
    await window.page.getByRole('dialog').getByRole('alert', { name: 'One file at a time' }).waitFor();
    expect(sent(window, 'offer', 'file.check').map(({ input }) => input)).toEqual([{ name: 'a.tar', count: 2 }]);
    await window.expectClean();
  });
});

it('the same by keyboard: a button, and the dialog of the system', async () => {
  const window = await start();
  await window.page.getByRole('button', { name: 'Check a file…' }).press('Enter');
  await window.page
    .getByRole('dialog', { name: fileName })
    .getByText('This backup is good', { exact: false })
    .waitFor();
});
