import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import { restoreWords as words } from '../../src/shared/words/windows/restore.ts';
import { Button } from '../base/components/button.tsx';
import { keyOf } from './backup-rows.ts';
import { NameCell, Proof } from './backup-cells.tsx';

const { columns } = homeWords.backups;

interface RestoreTableProps {
  readonly backups: readonly DescribedBackup[];
  /** Where several Home Assistants keep their backups in one account. */
  readonly withInstance: boolean;
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

/** What is in iCloud Drive, with the one thing that is done with it here. */
export const RestoreTable = ({ backups, withInstance, busy, onSave }: RestoreTableProps): JSX.Element => (
  <table role="table" class="table" aria-label={words.list}>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader">{columns.backup}</th>
        <th role="columnheader" class="end col-size">
          {columns.size}
        </th>
        <th role="columnheader" class="col-where">
          {columns.proof}
        </th>
        <th role="columnheader" class="col-button">
          <span class="hidden">{columns.actions}</span>
        </th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      {backups.map((backup) => (
        <tr key={keyOf(backup)} role="row">
          <NameCell backup={backup} {...(withInstance ? { instance: backup.instance } : {})} />
          <td role="cell" class="end number">
            {backup.size === null ? '' : formatBytes(backup.size)}
          </td>
          <td role="cell" class="small">
            <Proof backup={backup} />
          </td>
          <td role="cell" class="end">
            <Button
              label={words.saveLabel(backup.name)}
              disabled={busy}
              onClick={() => {
                onSave(backup);
              }}
            >
              {words.save}
            </Button>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
