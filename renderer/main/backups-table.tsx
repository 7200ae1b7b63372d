import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Badge } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import { MenuButton, type MenuItem } from '../base/components/menu-button.tsx';
import { NameCell, Proof } from './backup-cells.tsx';
import { isInCloud, isInHome, keyOf, rowTitles, titleOf } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';
import { capitalized, formatBytes } from '../../src/messages/format.ts';

export interface RowActions {
  readonly restore: (backup: DescribedBackup) => void;
  readonly test: (backup: DescribedBackup) => void;
  readonly remove: (backup: DescribedBackup) => void;
  readonly again: (backup: DescribedBackup) => void;
}

interface TableProps {
  readonly backups: readonly DescribedBackup[];
  /** Something else is under way: its actions wait. */
  readonly busy: boolean;
  readonly actions: RowActions;
}

/** The roles are written out: in a narrow window the rows are laid out as blocks, and a browser would forget the table. */
export const BackupsTable = ({ backups, busy, actions }: TableProps): JSX.Element => {
  const titles = rowTitles(backups);
  return (
    <table role="table" class="table" aria-label={messages.home.backups.title}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{messages.home.backups.columns.backup}</th>
          <th role="columnheader" class="end col-size">
            {messages.home.backups.columns.size}
          </th>
          <th role="columnheader" class="col-where">
            {messages.home.backups.columns.where}
          </th>
          <th role="columnheader" class="col-next">
            {messages.home.backups.columns.next}
          </th>
          <th role="columnheader" class="col-menu">
            <span class="hidden">{messages.home.backups.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {backups.map((backup) => (
          <Row
            key={keyOf(backup)}
            backup={backup}
            title={titles.get(keyOf(backup)) ?? titleOf(backup)}
            items={itemsOf(backup, busy, actions)}
          />
        ))}
      </tbody>
    </table>
  );
};

const itemsOf = (backup: DescribedBackup, busy: boolean, actions: RowActions): readonly MenuItem[] =>
  isInCloud(backup)
    ? [
        {
          label: messages.home.backups.restore,
          icon: 'restore',
          disabled: busy,
          onChoose: () => actions.restore(backup),
        },
        {
          label: messages.home.backups.test,
          icon: 'check',
          disabled: busy,
          onChoose: () => actions.test(backup),
        },
        {
          label: messages.home.backups.remove,
          icon: 'trash',
          danger: true,
          disabled: busy,
          onChoose: () => actions.remove(backup),
        },
      ]
    : [
        {
          label: backup.next === 'pull' ? messages.home.backups.storeNow : messages.home.backups.again,
          icon: 'upload',
          disabled: busy,
          onChoose: () => actions.again(backup),
        },
      ];

interface RowProps {
  readonly backup: DescribedBackup;
  /** Of which no other row has the like. */
  readonly title: string;
  readonly items: readonly MenuItem[];
}

const Row = ({ backup, title, items }: RowProps): JSX.Element => (
  <tr role="row">
    <NameCell backup={backup} />
    <td role="cell" class="end number">
      {backup.size === null ? <span class="quiet">{messages.home.backups.unknownSize}</span> : formatBytes(backup.size)}
    </td>
    <td role="cell">
      <Where backup={backup} />
    </td>
    <td role="cell">
      <Next backup={backup} />
    </td>
    <td role="cell" class="cell-menu">
      <MenuButton label={messages.home.backups.actionsFor(title)} items={items} />
    </td>
  </tr>
);

const Where = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => (
  <div class="small where">
    <div class="places">
      {isInCloud(backup) && (
        <span class="line-tight">
          <Icon name="cloud" size={15} />
          {messages.home.backups.cloud}
        </span>
      )}
      {isInHome(backup) && (
        <span class="line-tight">
          <Icon name="home" size={15} />
          {messages.home.backups.homeAssistant}
        </span>
      )}
    </div>
    <Proof backup={backup} />
  </div>
);

const changes = {
  pull: { tone: 'info', icon: 'upload' },
  delete: { tone: 'warn', icon: 'trash' },
} as const;

/** Only what changes something catches the eye. */
const Next = ({ backup: { next, because } }: { readonly backup: DescribedBackup }): JSX.Element => (
  <div class="stack-tight">
    <div>
      {next === 'pull' || next === 'delete' ? (
        <Badge {...changes[next]}>{messages.home.backups.next[next]}</Badge>
      ) : (
        messages.home.backups.next[next]
      )}
    </div>
    <div class="quiet small">{capitalized(because)}</div>
  </div>
);
