import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { spoken } from '../../src/messages/messages.ts';
import { useBrowser } from '../ui/support/browser.ts';
import { ok } from '../ui/states/answers.ts';
import { homeCases } from '../ui/states/home.ts';
import { found } from '../ui/states/found.ts';
import { list } from '../ui/support/home.ts';
import { activityAnswers, activityEntries, activityState } from '../ui/states/activity.ts';
import { everyCopy, remindedState, restoreAnswers, restoreState, sheetAnswers } from '../ui/states/restore.ts';
import { backups, longBackups, problem } from '../ui/states/view-state.ts';
import type { WindowOptions } from '../ui/support/window.ts';
import { account, promptCases, stateOf } from '../ui/states/prompt.ts';
import {
  about,
  alarmAnswers,
  alarmLines,
  attic,
  brokenReport,
  checked,
  oldMac,
  settingsOf,
  state as settingsState,
  stored,
  telling,
  withAlarm,
} from '../ui/states/settings.ts';
import { answers as setupAnswers, fresh } from '../ui/states/setup.ts';
import { cutOff, textsOf } from './in-a-window.ts';
import { dataIn, plainWords } from './plain-text.ts';

const open = useBrowser();

const pages: readonly (readonly [name: string, options: WindowOptions])[] = [
  ...homeCases.map(({ name, state, backups: shown }) => [`home: ${name}`, { state, answers: list(shown) }] as const),
  ...promptCases.map(
    ({ name, signIn, status }) => [`sign-in: ${name}`, { page: 'prompt', state: stateOf(signIn, status) }] as const,
  ),
  ['the doctor', { state: settingsState({}, { doctor: checked(brokenReport()) }), answers: settingsOf() }],
  ['the alarm', { state: settingsState(telling('by-hand')), answers: alarmAnswers(withAlarm) }],
  ['settings', { state: settingsState(), answers: settingsOf({}, [oldMac, attic]) }],
  ['setup', { state: fresh, answers: setupAnswers }],
  ['activity', { state: activityState, answers: activityAnswers }],
  ['restore', { state: restoreState, answers: restoreAnswers }],
];

const data = dataIn(
  backups,
  longBackups,
  activityEntries,
  everyCopy,
  everyCopy.map(({ remote }) => remote?.split('/').at(-1)),
  found,
  stored,
  about,
  oldMac,
  attic,
  account,
  'iCloud',
  'mobile_app_martha',
  alarmLines.join('\n'),
  'core_ssh',
  '/home/maria/How to get Home back.pdf',
  ...pages.map(([, { state }]) => state),
);

it('is what these windows speak', () => {
  expect(spoken()).toEqual({ language: 'pseudo', locale: 'en-GB' });
});

it.each(pages)('every visible text is a message, and none is cut off: %s', async (_name, options) => {
  const { page } = await open(options);
  await page.waitForLoadState('networkidle');
  await expectMessages(page, options);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await page.waitForLoadState('networkidle');
    await expectMessages(page, options);
  }
});

it('the page for the day when everything is gone: its reminder, its dialog, and what was made', async () => {
  const options: WindowOptions = {
    state: remindedState,
    answers: {
      ...sheetAnswers,
      ...list(backups),
      'sheet.print': ({ key }) =>
        key === undefined ? { ok: false, problem: problem('restore.key-needed') } : ok({ file: null, key: 'given' }),
    },
  };
  const { page } = await open(options);
  await page.locator('.card > .line-apart > .button').click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await expectMessages(page, options);
  await dialog.locator('.button-primary').click();
  await dialog.getByText('How to get Home back.pdf').waitFor();
  await expectMessages(page, options);
  await dialog.getByRole('checkbox').check();
  await dialog.locator('.button:has(+ .button-primary)').click();
  const key = dialog.getByRole('textbox');
  await key.waitFor();
  await expectMessages(page, options);
  await key.fill('ABCD');
  await dialog.locator('.button:has(+ .button-primary)').click();
  await expect.poll(() => dialog.getByRole('status').filter({ hasText: '⟦' }).count()).toBe(1);
  await expectMessages(page, options);
});

const expectMessages = async (page: Page, options: WindowOptions): Promise<void> => {
  const texts = await textsOf(page);
  expect(texts.some((text) => text.includes('⟦'))).toBe(true);
  expect(texts.map((text) => plainWords(text, data)).filter((text) => text !== '')).toEqual([]);
  const size = page.viewportSize();
  for (const width of options.page === 'prompt' ? [460] : [940, 420]) {
    await page.setViewportSize({ width, height: size?.height ?? 700 });
    expect(await cutOff(page), `${width} px`).toEqual([]);
  }
};
