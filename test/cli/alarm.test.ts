import { expect, test } from 'vitest';
import { fakeApp, someSettings } from './fake-app.ts';
import { run } from './terminal.ts';

test.each<[what: string, line: string, before: object, chosen: object]>([
  ['at first three days', 'alarm --notify phone', {}, { afterMinutes: 4320, notify: ['phone'] }],
  [
    'another age alone: those that it tells stay',
    'alarm --after 12h',
    { alarmAfterMinutes: 60, alarmNotify: ['phone', 'mail'] },
    { afterMinutes: 720, notify: ['phone', 'mail'] },
  ],
  [
    'others alone: the age stays',
    'alarm --notify mail',
    { alarmAfterMinutes: 60, alarmNotify: ['phone'] },
    { afterMinutes: 60, notify: ['mail'] },
  ],
])('%s', async (_, line, before, chosen) => {
  const choices: unknown[] = [];
  const app = fakeApp({
    readSettings: () => Promise.resolve({ ...someSettings, ...before }),
    setAlarm: (choice) => Promise.resolve(void choices.push(choice)),
  });
  const { code } = await run(line.split(' '), app);
  expect([code, choices]).toEqual([0, [chosen]]);
});
