import { aProblem } from '../../shared/problems/a-problem.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup } from '../domain/backup.ts';
import type { Dated } from '../domain/made-at.ts';
import type { RetentionVerdict } from '../domain/retention/judge.ts';
import { maxSkewMs } from '../domain/schedule.ts';
import type { SyncFacts } from './sync-facts.ts';

type ClockFacts = Pick<SyncFacts, 'homeSkewMs' | 'cloud' | 'home' | 'now'>;

/** The clocks of Home Assistant and of the cloud, where they were heard, beside this computer's. */
export const clocksDiffer = ({ homeSkewMs, cloud }: ClockFacts): boolean =>
  [homeSkewMs, cloud.clockSkewMs].some((skew) => Math.abs(skew ?? 0) > maxSkewMs);

/** A date that lies ahead, or is none: retention cannot say how old such a thing is. */
interface Misdated {
  /** The archive in the cloud; undefined for a backup that only Home Assistant has. */
  readonly archive?: string;
  readonly name: string;
  /** As it is written there. */
  readonly date: string;
}

export const misdatedOf = (facts: ClockFacts, copies: readonly Dated[]): Misdated | undefined => {
  const latest = facts.now.getTime() + maxSkewMs;
  // `not <=`: a date that does not parse is as bad as one in the future.
  const isOff = (moment: number): boolean => !(moment <= latest);
  const copy = copies.find(({ made, confirmed }) => isOff(made) || isOff(confirmed));
  if (copy) {
    const { archive, name, date, confirmedAt } = copy.stored.manifest;
    return { archive, name, date: isOff(copy.made) ? date : confirmedAt };
  }
  return facts.home.items.filter(({ date }) => isOff(Date.parse(date))).map(named)[0];
};

const named = ({ name, date }: HaBackup): Misdated => ({ name, date });

/** What is said while clocks or dates hold deletions back: one backup's date is named, for the user can do something about it. */
export const clockProblems = (facts: ClockFacts, copies: readonly RetentionVerdict[]): Problem[] => {
  const expired = copies.filter((verdict) => verdict.expires).length;
  if (clocksDiffer(facts)) return [aProblem('sync.clock-skew', { expired })];
  const misdated = misdatedOf(facts, copies);
  return misdated ? [aProblem('sync.misdated', { ...misdated, expired })] : [];
};

/** Deletions that are held back for what `clockProblems` says. */
export const isHeldByDates = (held: ErrorCode | undefined): boolean =>
  held === 'sync.clock-skew' || held === 'sync.misdated';
