import { expect, test } from 'vitest';
import { parsePmset, parsePowercfg, readSleepAfter } from '../../src/adapters/sleep-settings.ts';

const laptop = (onBattery: number, plugged: number): string =>
  `Battery Power:\n powernap             0\n sleep                ${onBattery}\n displaysleep         2\nAC Power:\n standby              1\n disksleep            10\n sleep                ${plugged} (sleep prevented by caffeinate)\n displaysleep         10\n`;

test.each<[what: string, text: string, minutes: number | null | undefined]>([
  ['a laptop, by what holds when it is plugged in', laptop(1, 15), 15],
  ['one that never sleeps then', laptop(1, 0), null],
  ['a Mac without a battery', 'AC Power:\n womp                 1\n sleep                1\n', 1],
  ['a UPS behind it', 'AC Power:\n sleep                5\nUPS Power:\n sleep                1\n', 5],
  ['battery alone', 'Battery Power:\n sleep                1\n', undefined],
  ['nothing', '', undefined],
])('macOS: %s', (_, text, minutes) => {
  expect(parsePmset(text)).toBe(minutes);
});

const windows = (plugged: string, battery: string): string =>
  [
    'GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)',
    '    GUID der Energieeinstellung: 29f6c1db-86da-48c5-9fdb-f2b67b1f44da  (Standby nach)',
    '      Minimal mögliche Einstellung: 0x00000000',
    '      Maximal mögliche Einstellung: 0xffffffff',
    '      Mögliche Einstellungsinkremente: 0x00000001',
    '    Index der aktuellen Wechselstromeinstellung: ' + plugged,
    '    Index der aktuellen Gleichstromeinstellung: ' + battery,
    '',
  ].join('\r\n');

test.each<[what: string, text: string, minutes: number | null | undefined]>([
  ['in any language', windows('0x00000708', '0x0000012c'), 30],
  ['one that never sleeps', windows('0x00000000', '0x0000012c'), null],
  ['an answer that says nothing', 'Unzulässiger Parameter', undefined],
])('Windows: %s', (_, text, minutes) => {
  expect(parsePowercfg(text)).toBe(minutes);
});

test('elsewhere nobody is asked', async () => {
  expect(await readSleepAfter('linux')).toBe(undefined);
});
