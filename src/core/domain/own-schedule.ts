import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { OwnSchedule } from '../ports/backup-source.ts';
import type { HaBackup } from './backup.ts';
import { chooseCopy } from './choose-copy.ts';
import { newer } from './made-at.ts';

/* What this computer cannot make good: a Home Assistant that makes no backups, deletes before we look, leaves them open. */

/** A computer may be off for as long. */
export const wantedDays = 7;

export const isAutomatic = ({ automatic, recurrence }: OwnSchedule): boolean => automatic && recurrence !== 'never';

export const keepsTooFew = (schedule: OwnSchedule): Problem[] => {
  const days = keptDays(schedule);
  return days < wantedDays ? [aProblem('ha.keeps-too-few', { days })] : [];
};

/** How long a backup stays in Home Assistant, as far as its settings tell; a number of copies is days only if made daily. */
const keptDays = ({ keeps, recurrence }: OwnSchedule): number => {
  const days = keeps.days ?? Number.POSITIVE_INFINITY;
  const copies = keeps.copies ?? Number.POSITIVE_INFINITY;
  return recurrence === 'daily' ? Math.min(days, copies) : days;
};

/** The same limits, raised where they are too low. */
export const enoughLimits = ({ copies, days }: OwnSchedule['keeps'], recurrence: string): OwnSchedule['keeps'] => ({
  copies: copies === null || recurrence !== 'daily' ? copies : Math.max(copies, wantedDays),
  days: days === null ? null : Math.max(days, wantedDays),
});

/** By what it says of its backups to come, and by the newest of those that it made: one may not be true of the other. */
export const leavesOpen = (schedule: OwnSchedule | undefined, backups: readonly HaBackup[]): Problem[] => {
  if (!schedule) return backups.some((backup) => !chooseCopy(backup)?.protected) ? [aProblem('ha.unprotected')] : [];
  return schedule.protected ? openOnes(backups) : [aProblem('ha.unprotected')];
};

/**
 * The same from look to look, where nobody asked: by the backups that were made since it says that it encrypts them.
 *
 * @param since - ISO 8601; undefined = it does not say so
 */
export const ignoresEncryption = (since: string | undefined, backups: readonly HaBackup[]): Problem[] =>
  since === undefined ? [] : openOnes(backups.filter(({ date }) => Date.parse(date) > Date.parse(since)));

const openOnes = (backups: readonly HaBackup[]): Problem[] => {
  const newest = newestAutomatic(backups);
  const isOpen = newest !== undefined && chooseCopy(newest)?.protected === false;
  return isOpen ? [aProblem('ha.encryption-ignored', { name: newest.name, date: newest.date })] : [];
};

const newestAutomatic = (backups: readonly HaBackup[]): HaBackup | undefined =>
  backups.filter(({ kind }) => kind === 'automatic').toSorted(byDate)[0];

const byDate = (one: HaBackup, other: HaBackup): number => newer(Date.parse(one.date), Date.parse(other.date));

/** All of it, for the set-up. */
export const setUpWarnings = (schedule: OwnSchedule | undefined, backups: readonly HaBackup[]): Problem[] => {
  if (schedule && !isAutomatic(schedule)) return [aProblem('ha.automatic-off')];
  return [...(schedule ? keepsTooFew(schedule) : []), ...leavesOpen(schedule, backups)];
};
