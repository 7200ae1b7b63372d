import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { capitalized } from '../../src/shared/words/windows/common.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import { Badge } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import { MenuButton, type MenuItem } from '../base/components/menu-button.tsx';
import { NameCell, Proof } from './backup-cells.tsx';
import { isInCloud, isInHome, keyOf } from './backup-rows.ts';

const words = homeWords.backups;

export interface RowActions {
  readonly restore: (backup: DescribedBackup) => void;
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
export const BackupsTable = ({ backups, busy, actions }: TableProps): JSX.Element => (
  <table role="table" class="table" aria-label={words.title}>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader">{words.columns.backup}</th>
        <th role="columnheader" class="end col-size">
          {words.columns.size}
        </th>
        <th role="columnheader" class="col-where">
          {words.columns.where}
        </th>
        <th role="columnheader" class="col-next">
          {words.columns.next}
        </th>
        <th role="columnheader" class="col-menu">
          <span class="hidden">{words.columns.actions}</span>
        </th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      {backups.map((backup) => (
        <Row key={keyOf(backup)} backup={backup} items={itemsOf(backup, busy, actions)} />
      ))}
    </tbody>
  </table>
);

const itemsOf = (backup: DescribedBackup, busy: boolean, actions: RowActions): readonly MenuItem[] =>
  isInCloud(backup)
    ? [
        { label: words.restore, icon: 'restore', disabled: busy, onChoose: () => actions.restore(backup) },
        { label: words.remove, icon: 'trash', danger: true, disabled: busy, onChoose: () => actions.remove(backup) },
      ]
    : [
        {
          label: backup.next === 'pull' ? words.storeNow : words.again,
          icon: 'upload',
          disabled: busy,
          onChoose: () => actions.again(backup),
        },
      ];

const Row = ({
  backup,
  items,
}: {
  readonly backup: DescribedBackup;
  readonly items: readonly MenuItem[];
}): JSX.Element => (
  <tr role="row">
    <NameCell backup={backup} />
    <td role="cell" class="end number">
      {backup.size === null ? <span class="quiet">{words.unknownSize}</span> : formatBytes(backup.size)}
    </td>
    <td role="cell">
      <Where backup={backup} />
    </td>
    <td role="cell">
      <Next backup={backup} />
    </td>
    <td role="cell" class="cell-menu">
      <MenuButton label={words.actionsFor(backup.name)} items={items} />
    </td>
  </tr>
);

const Where = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => (
  <div class="small where">
    <div class="places">
      {isInCloud(backup) && (
        <span class="line-tight">
          <Icon name="cloud" size={15} />
          {words.cloud}
        </span>
      )}
      {isInHome(backup) && (
        <span class="line-tight">
          <Icon name="home" size={15} />
          {words.homeAssistant}
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
      {next === 'pull' || next === 'delete' ? <Badge {...changes[next]}>{words.next[next]}</Badge> : words.next[next]}
    </div>
    <div class="quiet small">{capitalized(because)}</div>
  </div>
);
