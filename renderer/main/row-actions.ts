import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import type { MenuItem } from '../base/components/menu.tsx';
import { isInCloud } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';

export interface RowActions {
  readonly restore: (backup: DescribedBackup) => void;
  readonly restoreAll: (backups: readonly DescribedBackup[]) => void;
  readonly test: (backup: DescribedBackup) => void;
  readonly remove: (backups: readonly DescribedBackup[]) => void;
  readonly again: (backups: readonly DescribedBackup[]) => void;
}

/** Copies in one order (shared/contract). */
const mostSaved = 100;

/** What can be done with one backup, or with those of several that it fits. */
export const itemsFor = (
  backups: readonly DescribedBackup[],
  busy: boolean,
  actions: RowActions,
): readonly MenuItem[] => {
  const words = messages.home.backups;
  const inCloud = backups.filter(isInCloud);
  const missing = backups.filter((backup) => !isInCloud(backup));
  const [one] = backups.length === 1 ? inCloud : [];
  const again = missing.every(({ next }) => next === 'pull') ? words.storeNow : words.again;
  const remove = inCloud.length === 1 ? words.remove : words.removeAll(inCloud.length);
  const items: readonly (MenuItem | false)[] = [
    one !== undefined && { label: words.restore, icon: 'restore', onChoose: () => actions.restore(one) },
    inCloud.length > 1 &&
      inCloud.length <= mostSaved && {
        label: words.restoreAll(inCloud.length),
        icon: 'restore',
        onChoose: () => actions.restoreAll(inCloud),
      },
    one !== undefined && { label: words.test, icon: 'check', onChoose: () => actions.test(one) },
    missing.length > 0 && { label: again, icon: 'upload', onChoose: () => actions.again(missing) },
    inCloud.length > 0 && { label: remove, icon: 'trash', danger: true, onChoose: () => actions.remove(inCloud) },
  ];
  return items.flatMap((item) => (item === false ? [] : [{ ...item, disabled: busy }]));
};
