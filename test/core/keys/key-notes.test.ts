import { describe, expect, test } from 'vitest';
import { marksWith } from '../../../src/core/keys/key-marks.ts';
import {
  noKeyNotes,
  noteTries,
  opensBackup,
  sawPresent,
  untoldChange,
  type KeyNotes,
} from '../../../src/core/keys/key-notes.ts';

const token = `eyJ${'x'.repeat(180)}`;
const marks = marksWith(token);
const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const other = 'ZZZZ-1111-ZZZZ-2222-ZZZZ-3333-ZZZZ';
const sha = 'ab'.repeat(32);
const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
const seen = (...looks: readonly (readonly [string, number])[]): KeyNotes =>
  looks.reduce((notes, [one, day]) => sawPresent(notes, marks, one, at(day)), noKeyNotes());

describe('a mark', () => {
  test('is the same for a key however it is typed, and another for every other key and token', () => {
    const same = [key, key.toLowerCase(), key.replaceAll('-', ''), ` ${key} `].map(marks.of);
    expect(new Set(same).size).toBe(1);
    expect(new Set([marks.of(key), marks.of(other), marksWith(`${token}y`).of(key)]).size).toBe(3);
    expect(marks.of('a password')).not.toContain('password');
  });
});

describe('Home Assistant’s key', () => {
  test.each<[string, readonly (readonly [string, number])[], number, string | undefined]>([
    ['never seen', [], 1, undefined],
    [
      'the same on every day',
      [
        [key, 1],
        [key, 2],
        [key, 9],
      ],
      9,
      undefined,
    ],
    [
      'changed: after the day on which the old one was seen last',
      [
        [key, 1],
        [key, 4],
        [other, 6],
      ],
      6,
      at(4).toISOString(),
    ],
    [
      'changed long ago',
      [
        [key, 1],
        [other, 2],
      ],
      90,
      undefined,
    ],
    [
      'changed back: told again',
      [
        [key, 1],
        [other, 3],
        [key, 5],
      ],
      5,
      at(3).toISOString(),
    ],
  ])('%s', (_, looks, now, since) => {
    expect(untoldChange(seen(...looks), at(now))).toBe(since);
  });

  test('whose new kit was shown is told no more, until it changes again', () => {
    const shown = { ...seen([key, 1], [other, 3]), shown: marks.of(other) };
    expect(untoldChange(shown, at(3))).toBeUndefined();
    expect(untoldChange(sawPresent(shown, marks, key, at(5)), at(5))).toBe(at(3).toISOString());
  });

  test('seen again on the same day writes nothing', () => {
    const notes = seen([key, 1]);
    expect(sawPresent(notes, marks, key, new Date(at(1).getTime() + 3_600_000))).toBe(notes);
  });
});

test('what a key opens is noted by the bytes of the backup; a new token forgets it all', () => {
  const once = noteTries(noKeyNotes(), marks, sha, [{ key, opens: true }]);
  const notes = noteTries(once, marks, sha, [{ key: other, opens: false }]);
  expect([key, other, 'third'].map((one) => opensBackup(notes, marks.of(one), sha))).toEqual([true, false, undefined]);
  expect(opensBackup(notes, marks.of(key), 'cd'.repeat(32))).toBeUndefined();
  const later = marksWith(`${token}y`);
  expect(sawPresent(notes, later, key, at(2))).toMatchObject({ opens: {}, present: { mark: later.of(key) } });
  expect(JSON.stringify(notes)).not.toMatch(new RegExp(`${key}|${other}|${token}`));
});
