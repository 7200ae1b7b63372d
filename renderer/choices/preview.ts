import type { PruneResult, Status } from '../../src/shared/status.ts';

/** How long copies stay: days after which one may go (0 = never), and the newest verified ones that stay anyway. */
export interface Retention {
  readonly days: number;
  readonly keep: number;
}

export const isSame = (a: Retention, b: Retention): boolean => a.days === b.days && a.keep === b.keep;

const endless = (days: number): number => (days === 0 ? Infinity : days);

/** Nothing can go by `then` that would not go by `now`. */
export const keepsAsMuch = (now: Retention, then: Retention): boolean =>
  endless(then.days) >= endless(now.days) && then.keep >= now.keep;

type Plan = Pick<PruneResult, 'backups'>;

/** What becomes of the copies. */
interface Copies {
  readonly kept: number;
  readonly going: Plan['backups'];
  /** Would go too: on the days after, or when deletions go on. */
  readonly later: number;
}

/** Those that go are sorted, oldest first: the order in which they go. */
export const copiesOf = ({ backups }: Plan): Copies => ({
  kept: backups.filter(({ next }) => next === 'keep').length,
  going: backups.filter(({ next }) => next === 'delete').sort((a, b) => Date.parse(a.date) - Date.parse(b.date)),
  later: backups.filter(({ next }) => next === 'later').length,
});

/** Copies that go, now or later. */
export const goingIn = ({ backups }: Plan): number => backups.filter(({ next }) => next !== 'keep').length;

/** A plan without the copies that go with the one before it, too: what a change alone does. */
export const addedBy = <Then extends Plan>(now: Plan, then: Then): Then => {
  const before = new Set(now.backups.filter(({ next }) => next !== 'keep').map(({ archive }) => archive));
  return { ...then, backups: then.backups.filter(({ next, archive }) => next === 'keep' || !before.has(archive)) };
};

/** Copies that go with the new choice and stay with the old one: what a person has to see before it is saved. */
export const newlyGoing = (now: Plan, then: Plan): number => goingIn(addedBy(now, then));

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
