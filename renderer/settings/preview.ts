import type { PruneResult, Status } from '../../src/shared/status.ts';

interface Preview {
  readonly kept: number;
  readonly going: readonly { readonly archive: string; readonly name: string; readonly date: string }[];
  /** Would go too, on the days after. */
  readonly later: number;
}

/** What retention would do, oldest first: the order in which copies go. */
export const previewOf = ({ backups }: PruneResult): Preview => ({
  kept: backups.filter(({ next }) => next === 'keep').length,
  going: backups
    .filter(({ next }) => next === 'delete')
    .sort((a, b) => Date.parse(a.date) - Date.parse(b.date))
    .map(({ archive, name, date }) => ({ archive, name, date })),
  later: backups.filter(({ next }) => next === 'later').length,
});

/** Copies that go with the new numbers and stay with the old ones: what a person has to see before it is saved. */
export const newlyGoing = (now: PruneResult, then: PruneResult): number => {
  const goes = (result: PruneResult): readonly string[] =>
    result.backups.filter(({ next }) => next !== 'keep').map(({ archive }) => archive);
  const before = new Set(goes(now));
  return goes(then).filter((archive) => !before.has(archive)).length;
};

/**
 * Which list a preview is made of: another text, another list. Null: what is in iCloud was never seen.
 *
 * @param inCare - computers whose copies are in this one's care: with others, other copies go
 */
export const seenIn = (
  {
    icloud,
    home,
  }: Pick<Status, 'icloud'> & { readonly home: Pick<NonNullable<Status['home']>, 'seenAt' | 'backups'> | null },
  inCare: readonly string[] = [],
): string | null =>
  icloud.seenAt === null
    ? null
    : [icloud.seenAt, icloud.backups, icloud.bytes, home?.seenAt, home?.backups, ...inCare].join(' ');
