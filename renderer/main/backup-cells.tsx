import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Icon } from '../base/components/icon.tsx';
import { Moment } from '../base/components/moment.tsx';
import { messages } from '../../src/messages/windows.ts';
import { capitalized } from '../../src/messages/format.ts';

interface CellProps {
  readonly backup: DescribedBackup;
}

/** What a person knows a backup by. */
export const NameCell = ({
  backup,
  instance,
  open,
}: CellProps & {
  readonly instance?: string;
  /** Shows its details; the label tells this row from all others. */
  readonly open?: { readonly label: string; readonly onOpen: () => void };
}): JSX.Element => (
  <td role="cell" class="cell-name">
    {open ? (
      <button type="button" class="name-link strong" aria-label={open.label} onClick={open.onOpen}>
        {backup.name}
      </button>
    ) : (
      <div class="strong selectable">{backup.name}</div>
    )}
    <div class="quiet small dots">
      {instance !== undefined && <span>{instance}</span>}
      <Moment iso={backup.date} as="when" />
      <span>{messages.kinds[backup.kind]}</span>
      <span
        class="line-tight"
        title={messages.home.backups.protection(backup.protected, backup.plainParts !== undefined)}
      >
        <Icon name={backup.protected ? 'lock' : 'unlock'} size={13} />
        <span class={backup.protected ? 'hidden' : ''}>
          {messages.home.backups.protection(backup.protected, backup.plainParts !== undefined)}
        </span>
      </span>
    </div>
  </td>
);

/** How the copy in iCloud was proven, or what it lacks. */
export const Proof = ({ backup: { verification, shortcomings, proof } }: CellProps): JSX.Element | null => {
  if (verification === null) return null;
  if (shortcomings.length === 0) {
    return (
      <span class="line-tight quiet">
        <Icon name="check" size={14} />
        {proof}
      </span>
    );
  }
  return (
    <span class="line-tight tone-warn toned">
      <Icon name="warning" size={14} />
      {shortcomings.map(capitalized).join('; ')}
    </span>
  );
};
