import { expect, test } from 'vitest';
import { describeProblem } from '../../../src/messages/problems.ts';
import { tray } from '../../../src/messages/en/tray.ts';
import { home } from '../../../src/messages/en/windows/home.ts';
import { settings } from '../../../src/messages/en/windows/settings.ts';

const said = (daysLeft: number): string[] => {
  const { title, cause } = describeProblem('icloud.sign-in-due', { daysLeft });
  const isOver = daysLeft < 0;
  return [
    tray.signIn(daysLeft),
    isOver ? home.facts.over : home.facts.daysLeft(daysLeft),
    isOver ? settings.account.over('21 November') : settings.account.left(daysLeft, '21 November'),
    `${title}. ${cause}`,
  ];
};

/** All places tell one story: a day is 24 hours, so the last one may end tomorrow; and past it nothing is known to be over. */
test.each([
  [
    4,
    [
      'iCloud sign-in: 4 days left',
      '4 days left',
      '4 days left: Apple asks for a code again around 21 November.',
      'iCloud sign-in ends in 4 days. Apple asks for one about every 30 days; the next time is in 4 days.',
    ],
  ],
  [
    1,
    [
      'iCloud sign-in: 1 day left',
      '1 day left',
      '1 day left: Apple asks for a code again around 21 November.',
      'iCloud sign-in ends in 1 day. Apple asks for one about every 30 days; the next time is in 1 day.',
    ],
  ],
  [
    0,
    [
      'iCloud sign-in: less than a day left',
      'Less than a day left',
      'Less than a day left: Apple asks for a code again around 21 November.',
      'iCloud sign-in ends within a day. Apple asks for one about every 30 days; the next time is within a day.',
    ],
  ],
  [
    -3,
    [
      'iCloud may ask for a code soon',
      'A code may be needed soon',
      'The sign-in was valid until about 21 November. Apple may ask for a code at any time.',
      'iCloud may ask for a code at any time. Apple asks for one about every 30 days, and the last one was longer ago than that.',
    ],
  ],
])('with %i days left', (daysLeft, expected) => {
  expect(said(daysLeft)).toEqual(expected);
});
