import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { nothingSelected, type Selection } from '../base/components/long-list/selection.ts';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { ChosenBackups } from './chosen-backups.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RestoreTrouble } from './restore-trouble.tsx';
import type { RowActions } from './row-actions.ts';
import { Tested } from './tested.tsx';
import { useRestore } from './use-restore.ts';
import { SavedNote } from './saved-note.tsx';
import { useRestoreSeveral } from './use-restore-several.ts';
import { useTest } from './use-test.ts';

/** Ids in one order (shared/contract). */
const mostAtOnce = 100;

interface ListProps {
  readonly backups: readonly DescribedBackup[];
  /** Something else is under way: what would need the app's attention waits. */
  readonly busy: boolean;
}

/** What there is to choose from, what can be done with it, and how that came out. */
export const BackupsList = ({ backups, busy }: ListProps): JSX.Element => {
  const removing = useSignal<readonly DescribedBackup[]>([]);
  const selection = useSignal<Selection>(nothingSelected);
  const restore = useRestore();
  const test = useTest();
  const again = useCommand('backup.start');
  const several = useRestoreSeveral();
  const actions: RowActions = {
    restore: restore.save,
    restoreAll: several.save,
    test: test.test,
    remove: (chosen) => (removing.value = chosen),
    again: (chosen) => void again.run({ create: false, again: chosen.slice(0, mostAtOnce).map(({ id }) => id) }),
  };
  return (
    <>
      <RestoreTrouble restore={restore} busy={busy} isMain={false} />
      {again.problem && <ProblemCard problem={again.problem} alert isMain={false} />}
      <SavedNote use={several} />
      <Tested use={test} />
      <ChosenBackups backups={backups} busy={busy} actions={actions} selection={selection} />
      {removing.value.length > 0 && (
        <RemoveDialog
          backups={removing.value}
          onClose={(deleted) => {
            removing.value = [];
            if (deleted) selection.value = nothingSelected;
          }}
        />
      )}
    </>
  );
};
