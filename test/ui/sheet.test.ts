import { describe, expect, it } from 'vitest';
import { ok, type Answers } from './states/answers.ts';
import { remindedState, restoreState, sheetAnswers } from './states/restore.ts';
import { problem, stateWith } from './states/view-state.ts';
import { useBrowser } from './support/browser.ts';
import { dropKit } from './support/drop-kit.ts';
import { list } from './support/home.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

const open = useBrowser();
const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const kit = `Encryption key:\n${key}\n`;

const openSheet = async (options: Partial<WindowOptions> = {}): Promise<AppWindow> => {
  const window = await open({ state: restoreState, answers: sheetAnswers, ...options });
  await window.page.getByRole('button', { name: 'Make the page…' }).click();
  await window.page.getByRole('dialog').waitFor();
  return window;
};

const asked = ({ calls }: AppWindow): unknown[] => calls.filter(({ name }) => name.startsWith('sheet.'));

describe('the page for the day when everything is gone', () => {
  it.each([
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['narrow', { size: { width: 420, height: 800 } }],
    ['200', { size: { width: 470, height: 350 }, scale: 2 }],
    ['forced', { forcedColors: true }],
  ] as const)('is saved without the key unless the user says so: %s', async (name, options) => {
    const window = await openSheet(options);
    const { page } = window;
    await window.shoot(`sheet-${name}`);
    await window.expectClean();
    await page.getByRole('button', { name: 'Save as PDF…' }).click();
    await page.getByText('/home/maria/How to get Home back.pdf').waitFor();
    await window.shoot(`sheet-saved-${name}`);
    await window.expectClean();
    await page.getByRole('checkbox', { name: 'Put the encryption key itself on the page' }).check();
    await page.getByRole('button', { name: 'Print…' }).click();
    await page.getByText('The page was sent to the printer.').waitFor();
    expect(asked(window)).toEqual([
      { name: 'sheet.save', input: { withKey: false } },
      { name: 'sheet.print', input: { withKey: true } },
    ]);
  });

  it('asks for the key where Home Assistant cannot be asked: a kit is dropped, and no window shows what is in it', async () => {
    const window = await openSheet({
      answers: {
        ...sheetAnswers,
        'sheet.save': ({ key: given }) =>
          given === undefined
            ? { ok: false, problem: problem('restore.key-needed') }
            : ok({ file: '/home/maria/page.pdf', key: 'given' }),
      },
    });
    const { page } = window;
    await page.getByRole('checkbox', { name: 'Put the encryption key itself on the page' }).check();
    const save = page.getByRole('button', { name: 'Save as PDF…' });
    await save.click();
    await page.getByText("Home Assistant can't be asked for its key now.", { exact: false }).waitFor();
    await window.shoot('sheet-key');
    await window.expectClean();
    await save.click();
    await page.getByText('Type the key, or choose your emergency kit.', { exact: true }).waitFor();
    await dropKit(window.page, 'photo.jpg', 'x'.repeat(70_000));
    await page.getByText('This file is too big for an emergency kit.', { exact: false }).waitFor();
    await dropKit(window.page, 'kit.txt', kit);
    await page.getByText('Chosen: kit.txt').waitFor();
    await save.click();
    await page.getByText('The encryption key is on it. Print it, then delete the file.').waitFor();
    expect(asked(window).at(-1)).toMatchObject({ input: { withKey: true, key: { remember: false } } });
    expect(await page.content()).not.toContain(key);
    await window.expectClean();
  });

  it('says why it could not be printed, and nothing where the user gave it up', async () => {
    let isBroken = true;
    const window = await openSheet({
      answers: {
        ...sheetAnswers,
        'sheet.print': () =>
          isBroken ? { ok: false, problem: problem('restore.not-printed', { reason: 'no printer' }) } : ok(null),
      },
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Print…' }).click();
    const failure = page.getByRole('alert', { name: "The page couldn't be made" });
    await failure.waitFor();
    await window.expectClean();
    isBroken = false;
    await page.getByRole('button', { name: 'Print…' }).click();
    await expect.poll(() => failure.count()).toBe(0);
    expect(await page.getByText('was sent to the printer').count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Make the page…');
  });

  it('says so when its dialog cannot be read, and is tried again', async () => {
    let isThere = false;
    const window = await open({
      state: restoreState,
      answers: sheetAnswers,
      mayRead: (path) => isThere || !path.includes('sheet-dialog'),
    });
    const { page } = window;
    await page.getByRole('button', { name: 'Make the page…' }).click();
    const missing = page.getByRole('dialog', { name: "This page couldn't be opened" });
    await missing.waitFor();
    isThere = true;
    await missing.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Save as PDF…' }).waitFor();
  });
});

describe("Home's reminder of it", () => {
  const answers: Answers = { ...sheetAnswers, ...list() };

  it.each(['light', 'dark'] as const)('is one quiet line until the user has it: %s', async (scheme) => {
    const window = await open({ state: remindedState, answers, scheme });
    const { page } = window;
    const button = page.getByRole('button', { name: 'Make a page for that…' });
    await button.waitFor();
    await window.shoot(`home-sheet-${scheme}`);
    await window.expectClean();
    await button.click();
    await page.getByRole('button', { name: 'I have it' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(asked(window)).toEqual([{ name: 'sheet.confirm', input: {} }]);
    await window.push(stateWith({}));
    await expect.poll(() => button.count()).toBe(0);
  });

  it('never stands beside trouble, and what has no reminder needs no answer', async () => {
    const window = await open({
      state: { ...remindedState, status: { ...remindedState.status, safety: 'danger' } },
      answers,
    });
    expect(await window.page.getByRole('button', { name: 'Make a page for that…' }).count()).toBe(0);
    const restore = await openSheet();
    expect(await restore.page.getByRole('button', { name: 'I have it' }).count()).toBe(0);
  });
});
