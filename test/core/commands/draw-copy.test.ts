import { describe, expect, test } from 'vitest';
import { drawCopy } from '../../../src/core/commands/draw-copy.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import * as build from '../../support/domain-builders.ts';
import { codeOf } from '../../support/app-harness.ts';

const copyOf = (backupId: string, days: number, byNewer = false) => {
  const date = build.daysAgo(days);
  return { base: 'b', folder: 'f', copy: build.aStored({ backupId, date, confirmedAt: date }), byNewer };
};
const copies = [copyOf('old', 30), copyOf('new', 1), copyOf('middle', 9), copyOf('later-program', 0, true)];
const drawn = (lot: number): string => drawCopy({ copies, failure: undefined }, lot).copy.manifest.backupId;

describe('a copy by lot', () => {
  test('the newest is twice as likely as each other, and a later program tests its own', () => {
    const many = 4000;
    const counts = new Map<string, number>();
    for (let index = 0; index < many; index += 1) {
      const id = drawn(index / many);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ new: many / 2, old: many / 4, middle: many / 4 });
  });

  test.each([0, 0.999_999_999, 1])('the lot %d is one of them', (lot) => {
    expect(['old', 'new', 'middle']).toContain(drawn(lot));
  });

  test('is the one whose test was interrupted, as long as it is there', () => {
    const begun = copies[0]?.copy.manifest.archive;
    const withBegun = (archive?: string): string =>
      drawCopy({ copies, failure: undefined }, 0, archive).copy.manifest.backupId;
    expect([withBegun(begun), withBegun('gone.tar'), withBegun()]).toEqual(['old', 'new', 'new']);
  });

  test('where there is none, that is said, or why one could not look', async () => {
    const none = (failure: AppError | undefined) =>
      codeOf(Promise.resolve().then(() => drawCopy({ copies: [], failure }, 0)));
    expect(await none(undefined)).toBe('restore.no-copy');
    expect(await none(new AppError('cloud.throttled'))).toBe('cloud.throttled');
  });
});
