import { expect, test } from 'vitest';
import { describeProblem } from '../../../src/shared/words.ts';
import { notifyWords } from '../../../src/shared/words/notify.ts';
import { trayWords } from '../../../src/shared/words/tray.ts';
import { homeWords } from '../../../src/shared/words/windows/home.ts';
import { settingsWords } from '../../../src/shared/words/windows/settings.ts';

const said = (daysLeft: number): string[] => {
  const { title, cause } = describeProblem('icloud.sign-in-due', { daysLeft });
  const isOver = daysLeft < 0;
  return [
    trayWords.signIn(daysLeft),
    notifyWords.signInDue.title(daysLeft),
    isOver ? homeWords.facts.over : homeWords.facts.daysLeft(daysLeft),
    isOver ? settingsWords.account.over('21 November') : settingsWords.account.left(daysLeft, '21 November'),
    `${title}. ${cause}`,
  ];
};

/** All places tell one story: a day is 24 hours, so the last one may end tomorrow; and past it nothing is known to be over. */
test.each([
  [
    4,
    [
      'iCloud sign-in: 4 days left',
      'iCloud sign-in ends in 4 days',
      '4 days left',
      '4 days left: around 21 November Apple asks for a code again.',
      'iCloud will soon need a code again. Apple asks for one about every 30 days; the next time is in 4 days.',
    ],
  ],
  [
    1,
    [
      'iCloud sign-in: 1 day left',
      'iCloud sign-in ends in 1 day',
      '1 day left',
      '1 day left: around 21 November Apple asks for a code again.',
      'iCloud will soon need a code again. Apple asks for one about every 30 days; the next time is in 1 day.',
    ],
  ],
  [
    0,
    [
      'iCloud sign-in: less than a day left',
      'iCloud sign-in ends within a day',
      'Less than a day left',
      'Less than a day left: around 21 November Apple asks for a code again.',
      'iCloud will soon need a code again. Apple asks for one about every 30 days; the next time is within a day.',
    ],
  ],
  [
    -3,
    [
      'iCloud may ask for a code',
      'iCloud may ask for a code any time',
      'May need a code any time',
      'The sign-in was good until about 21 November. Apple may ask for a code any time.',
      'iCloud may ask for a code any time. Apple asks for one about every 30 days, and the last one is older than that.',
    ],
  ],
])('with %i days left', (daysLeft, expected) => {
  expect(said(daysLeft)).toEqual(expected);
});
