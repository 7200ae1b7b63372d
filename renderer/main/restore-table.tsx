import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { openDetails } from './details/open-details.ts';
import { keyOf, titlesOf } from './backup-rows.ts';
import { NameCell, Proof } from './backup-cells.tsx';
import { messages } from '../../src/messages/windows.ts';
import { formatBytes } from '../../src/messages/format.ts';

interface RestoreTableProps {
  readonly backups: readonly DescribedBackup[];
  /** Where several Home Assistants keep their backups in one account. */
  readonly withInstance: boolean;
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

/** What is in iCloud Drive, with the one thing that is done with it here. */
export const RestoreTable = ({ backups, withInstance, busy, onSave }: RestoreTableProps): JSX.Element => {
  const titleOf = titlesOf(backups);
  return (
    <table role="table" class="table" aria-label={messages.restore.list}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{messages.home.backups.columns.backup}</th>
          <th role="columnheader" class="end col-size">
            {messages.home.backups.columns.size}
          </th>
          <th role="columnheader" class="col-where">
            {messages.home.backups.columns.proof}
          </th>
          <th role="columnheader" class="col-button">
            <span class="hidden">{messages.home.backups.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {backups.map((backup) => (
          <tr key={keyOf(backup)} role="row">
            <NameCell
              backup={backup}
              {...(withInstance ? { instance: backup.instance } : {})}
              open={{ label: titleOf(backup), onOpen: () => openDetails(keyOf(backup)) }}
            />
            <td role="cell" class="end number">
              {backup.size === null ? '' : formatBytes(backup.size)}
            </td>
            <td role="cell" class="small">
              <Proof backup={backup} />
            </td>
            <td role="cell" class="end">
              <Button
                label={messages.restore.saveLabel(titleOf(backup))}
                disabled={busy}
                onClick={() => {
                  onSave(backup);
                }}
              >
                {messages.restore.save}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
