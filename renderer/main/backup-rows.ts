import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { withoutControls } from '../../src/shared/safe-text.ts';
import { formatExact } from '../../src/messages/dates.ts';

export const isInCloud = ({ where }: DescribedBackup): boolean => where.includes('icloud');
export const isInHome = ({ where }: DescribedBackup): boolean => where.includes('home-assistant');

/** What is in iCloud is named by its archive: one backup may have two copies there. */
export const keyOf = ({ id, remote }: DescribedBackup): string => remote ?? id;

/** The last part of the path is the archive's own name. */
export const archiveOf = ({ remote }: DescribedBackup): string | null => remote?.split('/').at(-1) ?? null;

/** The folder that it is in, from the drive's root. */
export const folderOf = ({ remote }: DescribedBackup): string | null => {
  const cut = remote?.lastIndexOf('/') ?? -1;
  return cut > 0 ? (remote?.slice(0, cut) ?? null) : null;
};

/** As Home Assistant names what nobody gave a name: always in English, with its version. */
export const isOwnName = (name: string): boolean => /^(?:Automatic|Custom) backup \d[\w.]*$/.test(name);

/** `stays`: nothing changes. `left`: it is not copied, for a reason of its own. */
export type RowState = 'damaged' | 'pull' | 'delete' | 'left' | 'stays';

/** Both sides call them by these reasons (src/messages/en/plan.ts). */
const damaged: ReadonlySet<string> = new Set(['refused', 'damaged']);

export const stateOf = ({ next, reason, where }: DescribedBackup): RowState => {
  if (damaged.has(reason)) return 'damaged';
  if (next === 'pull' || next === 'delete') return next;
  return next === 'leave' && !where.includes('icloud') ? 'left' : 'stays';
};

const soonMs = 7 * 86_400_000;

/** Within a week: before, nobody has to do anything about it. */
export const goesSoon = ({ goes }: DescribedBackup, now: Date): boolean =>
  goes !== undefined && Date.parse(goes) - now.getTime() < soonMs;

/** What a person knows a backup by, in one line. */
export const titleOf = ({ name, date }: DescribedBackup): string =>
  [name, formatExact(date)].filter((part) => part !== '').join(', ');

/** What tells it from another of its name and minute, most often a second copy of it: file or id; else nothing. */
export const twinsIn = (backups: readonly DescribedBackup[]): ((backup: DescribedBackup) => readonly string[]) => {
  const counts = new Map<string, number>();
  const minuteOf = ({ name, date }: DescribedBackup): string => `${name} ${Math.floor(Date.parse(date) / 60_000)}`;
  for (const backup of backups) counts.set(minuteOf(backup), (counts.get(minuteOf(backup)) ?? 0) + 1);
  return (backup) => (counts.get(minuteOf(backup)) === 1 ? [] : [withoutControls(archiveOf(backup) ?? backup.id)]);
};

/**
 * What tells each of them from all others, for people who hear it alone. Worked out for those that are asked for: there may be
 * thousands.
 */
export const titlesOf = (backups: readonly DescribedBackup[]): ((backup: DescribedBackup) => string) => {
  const twins = twinsIn(backups);
  return (backup) => [titleOf(backup), ...twins(backup)].join(', ');
};
