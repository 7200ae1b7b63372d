import { foreignLabel } from '../../shared/safe-text.ts';
import type { ArchiveReport, HaBackup } from '../domain/backup.ts';
import { manifestSchema } from '../domain/manifest.ts';
import { maxSkewMs } from '../domain/schedule.ts';

/**
 * The backup as its own bytes describe it: where backup.json and Home Assistant's list differ about what the archive holds,
 * the archive is what would be restored. The list keeps the word on what only it can know: which backup this is, what kind,
 * and where its copies are; and on what backup.json leaves out or writes in a way that cannot be read.
 */
export const asProven = (listed: HaBackup, report: ArchiveReport, now: Date): HaBackup => ({
  ...listed,
  name: foreignLabel(report.name ?? '', listed.name),
  date: dateOf(listed.date, report.date, now),
  haVersion: report.haVersion ?? listed.haVersion,
  addons: report.addons,
  folders: report.folders,
});

/** Home Assistant lists when a backup was asked for, in local time; the archive says in UTC when it was begun (facts, `supervisor.backup_request_date`). */
const sameBackupMs = 24 * 3_600_000;

/**
 * The list's spelling, for it shows the local time, unless the bytes speak of another day: one that can be, for a stored date
 * in the future would hold back every deletion until it has come.
 */
const dateOf = (listed: string, told: string | undefined, now: Date): string => {
  if (told === undefined || !manifestSchema.shape.date.safeParse(told).success) return listed;
  const at = Date.parse(told);
  if (at < 0 || at > now.getTime() + maxSkewMs) return listed;
  return Math.abs(at - Date.parse(listed)) < sameBackupMs ? listed : told;
};
