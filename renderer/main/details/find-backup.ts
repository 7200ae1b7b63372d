import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { allInstances, bothSides } from '../backup-list.ts';
import { keyOf } from '../backup-rows.ts';

/** One backup of the lists, and whether it is one of the Home Assistant that is set up: only of those some can be deleted. */
export interface FoundBackup {
  readonly backup: DescribedBackup;
  readonly isOwn: boolean;
}

/** The list of both sides knows more of a backup: where else it is, and what happens to it next. */
export const findBackup = (key: string): FoundBackup | null => {
  const find = (backups: readonly DescribedBackup[] | undefined): DescribedBackup | undefined =>
    backups?.find((backup) => keyOf(backup) === key);
  const own = find(bothSides.state.value.list?.backups);
  if (own) return { backup: own, isOwn: true };
  const other = find(allInstances.state.value.list?.backups);
  return other ? { backup: other, isOwn: false } : null;
};
