import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { itemsFor, type RowActions } from './row-actions.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatBytes } from '../../src/messages/format.ts';

interface SelectionBarProps {
  readonly backups: readonly DescribedBackup[];
  readonly busy: boolean;
  readonly actions: RowActions;
  readonly onClear: () => void;
}

/** What is selected comes to, and what can be done with all of it. Said to screen readers as it grows. */
export const SelectionBar = ({ backups, busy, actions, onClear }: SelectionBarProps): JSX.Element => {
  const bytes = backups.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const { home } = messages;
  return (
    <div class={backups.length > 0 ? 'selection-bar' : ''}>
      <span role="status" class="strong">
        {backups.length > 0 ? home.backups.selection(backups.length, formatBytes(bytes)) : ''}
      </span>
      {backups.length > 0 && (
        <span class="line">
          {itemsFor(backups, busy, actions).map((item) => (
            <Button
              key={item.label}
              kind={item.danger === true ? 'danger' : 'plain'}
              disabled={item.disabled === true}
              {...(item.icon ? { icon: item.icon } : {})}
              onClick={item.onChoose}
            >
              {item.label}
            </Button>
          ))}
          <Button kind="quiet" onClick={onClear}>
            {home.backups.clear}
          </Button>
        </span>
      )}
    </div>
  );
};
