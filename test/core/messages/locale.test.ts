import { afterAll, describe, expect, it } from 'vitest';
import { formatClock, formatMoment } from '../../../src/messages/dates.ts';
import { formatBytes, formatPercent, plural, writeAs } from '../../../src/messages/format.ts';
import { spokenFor, terminalWishes } from '../../../src/messages/locale.ts';
import { messages, spoken } from '../../../src/messages/messages.ts';

describe('the language of a terminal', () => {
  it.each([
    [{}, 'en-GB'],
    [{ LANG: 'C.UTF-8' }, 'en-GB'],
    [{ LANG: 'POSIX' }, 'en-GB'],
    [{ LANG: 'not a tag' }, 'en-GB'],
    [{ LANG: 'en_US.UTF-8' }, 'en-US'],
    [{ LANG: 'de_AT.UTF-8' }, 'en-AT'],
    [{ LANG: 'de_AT.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'en-US'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'de_DE@euro' }, 'en-US'],
    [{ LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }, 'en-DE'],
    [{ LANG: 'en_US.UTF-8', HA_ICLOUD_BACKUP_LANGUAGE: 'en-AT' }, 'en-AT'],
    [{ LANG: 'en_US.UTF-8', HA_ICLOUD_BACKUP_LANGUAGE: 'xx' }, 'en-GB'],
  ] as const)('%j: English words, dates and numbers as in %s', (environment, locale) => {
    expect(spokenFor(environment, terminalWishes(environment))).toEqual({ language: 'en', locale });
  });
});

it('of a computer that knows its region apart, the region counts', () => {
  expect(spokenFor({}, { languages: ['fr-CA', 'en-US'], region: 'de-AT' })).toEqual({
    language: 'en',
    locale: 'en-AT',
  });
});

describe('dates and numbers', () => {
  afterAll(() => writeAs(spoken().locale, messages.times));
  const [moment, now] = ['2026-11-21T14:05:00Z', new Date('2026-11-21T12:00:00Z')];

  // Intl sets a narrow space before AM and PM.
  const plain = (text: string | undefined): string | undefined => text?.replace(/\s/g, ' ');

  it.each([
    ['en-GB', ['21 Nov, 14:05', '14:05', '1.2 GB', '42%', '1,200 backups']],
    ['en-US', ['Nov 21, 2:05 PM', '2:05 PM', '1.2 GB', '42%', '1,200 backups']],
    ['en-AT', ['21 Nov, 14:05', '14:05', '1,2 GB', '42 %', '1.200 backups']],
  ])('as people in %s write them', (locale, expected) => {
    writeAs(locale, messages.times);
    const backups = plural(1200, { one: 'backup', other: 'backups' });
    const written = [formatMoment(moment, now), formatClock(moment), formatBytes(1.23e9), formatPercent(42), backups];
    expect(written.map(plain)).toEqual(expected);
  });
});
