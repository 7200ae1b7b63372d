import type { Needs } from '../context.ts';
import type { Doubt } from '../domain/doubts.ts';
import { AppError } from '../errors/app-error.ts';

type AcceptNeeds = Needs<'gates'>;

/**
 * The user says that they removed backups from iCloud themselves: they are no riddle any more, and are not uploaded again.
 * `which` = id, archive name, or the beginning of either; undefined = all that are in question. Returns how many there were.
 * Asks nobody. Error: `restore.no-copy` where nothing in question has that name, or the beginning is that of several backups.
 */
export const acceptRemoval = async ({ gates }: AcceptNeeds, which: string | undefined): Promise<number> => {
  let count = 0;
  await gates.update((current) => {
    const open = Object.entries(current.doubts).filter(([, doubt]) => isOpenQuestion(doubt));
    const asked = meantBy(which, open);
    count = asked.length;
    const answered = asked.map(([archive, doubt]) => [archive, { ...doubt, answered: true as const }] as const);
    return { ...current, doubts: { ...current.doubts, ...Object.fromEntries(answered) } };
  });
  if (count === 0 && which !== undefined) throw new AppError('restore.no-copy', { id: which, found: 0 });
  return count;
};

const isOpenQuestion = ({ kind, answered }: Doubt): boolean => kind !== 'unreadable' && answered !== true;

/** A beginning has to mean one backup: an answer about another one could not be taken back. */
const meantBy = (which: string | undefined, open: readonly (readonly [string, Doubt])[]): typeof open => {
  if (which === undefined) return open;
  const whole = open.filter(([archive, { backupId }]) => archive === which || backupId === which);
  if (whole.length > 0) return whole;
  const begin = open.filter(([archive, { backupId }]) => archive.startsWith(which) || backupId.startsWith(which));
  const found = new Set(begin.map(([, { backupId }]) => backupId)).size;
  if (found > 1) throw new AppError('restore.no-copy', { id: which, found });
  return begin;
};
