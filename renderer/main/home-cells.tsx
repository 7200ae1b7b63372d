import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Badge } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import type { Column } from '../base/components/long-list/list-head.tsx';
import { now } from '../base/now.ts';
import { goesSoon, isInCloud, isInHome, isOwnName, stateOf } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatExact, formatFull, formatWhen } from '../../src/messages/dates.ts';
import { capitalized, formatBytes, formatUntil } from '../../src/messages/format.ts';

export const homeColumns = (): readonly Column[] => {
  const { columns } = messages.home.backups;
  return [
    { id: 'select', label: columns.select, hidden: true, class: 'at-tick' },
    { id: 'date', label: columns.date, sorts: true, class: 'at-date' },
    { id: 'name', label: columns.name, sorts: true, class: 'at-name' },
    { id: 'size', label: columns.size, sorts: true, class: 'at-size long-end' },
    { id: 'where', label: columns.where, hidden: true, class: 'at-where' },
    { id: 'proof', label: columns.proof, hidden: true, class: 'at-proof' },
    { id: 'next', label: columns.next, class: 'at-next' },
    { id: 'actions', label: columns.actions, hidden: true, class: 'at-menu' },
  ];
};

interface CellsProps {
  readonly backup: DescribedBackup;
  /** Of which no other row has the like. */
  readonly title: string;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
}

/** What is special about a backup is to be seen; what all of them are is left out. */
export const HomeCells = ({ backup, title, onMenu }: CellsProps): JSX.Element => (
  <>
    <div role="gridcell" class="at-tick">
      <span class="long-tick" aria-hidden="true" />
    </div>
    <div role="gridcell" class="at-date strong number" title={formatFull(backup.date)}>
      {capitalized(formatWhen(backup.date, now.value))}
    </div>
    <NameCell backup={backup} />
    <div role="gridcell" class="at-size long-end number">
      {backup.size === null ? '' : formatBytes(backup.size)}
    </div>
    <div role="gridcell" class="at-where">
      <span class="at-cloud" title={isInCloud(backup) ? messages.home.backups.cloud : undefined}>
        {isInCloud(backup) && <Icon name="cloud" size={16} label={messages.home.backups.cloud} />}
      </span>
      <span title={isInHome(backup) ? messages.home.backups.homeAssistant : undefined}>
        {isInHome(backup) && <Icon name="home" size={16} label={messages.home.backups.homeAssistant} />}
      </span>
    </div>
    <ProofCell backup={backup} />
    <div role="gridcell" class="at-next cut" title={wordsOf(backup)}>
      <Next backup={backup} />
    </div>
    <div role="gridcell" class="at-menu">
      <button
        type="button"
        class="button button-icon"
        tabIndex={-1}
        aria-label={messages.home.backups.actionsFor(title)}
        aria-haspopup="menu"
        onClick={(event) => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          onMenu({ x: box.right, y: box.bottom });
        }}
      >
        <Icon name="more" />
      </button>
    </div>
  </>
);

/** Home Assistant's own names say nothing that date and kind do not say. */
const NameCell = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => {
  const { name, kind } = backup;
  const protection = messages.home.backups.protection(backup.protected, backup.plainParts !== undefined);
  return (
    <div role="gridcell" class="at-name line-tight">
      {kind !== 'automatic' && <span class="quiet small number">{messages.kinds[kind]}</span>}
      {!isOwnName(name) && (
        <span class="cut" title={name}>
          {name}
        </span>
      )}
      {!backup.protected && (
        <span class="quiet" title={protection}>
          <Icon name="unlock" size={14} label={protection} />
        </span>
      )}
    </div>
  );
};

/** How far the copy in iCloud was proven, or what it lacks. */
const ProofCell = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => {
  const { verification, shortcomings, proof } = backup;
  const isFlawed = shortcomings.length > 0;
  const words = isFlawed ? shortcomings.map(capitalized).join('; ') : proof;
  return (
    <div role="gridcell" class="at-proof cut" title={words}>
      {verification !== null && (
        <span class={`line-tight small ${isFlawed ? 'tone-warn toned' : 'quiet'}`}>
          <Icon name={isFlawed ? 'warning' : 'check'} size={14} />
          <span class="at-words">{isFlawed ? messages.home.backups.flawed : words}</span>
        </span>
      )}
    </div>
  );
};

const badges = {
  damaged: { tone: 'danger', icon: 'octagon' },
  pull: { tone: 'info', icon: 'upload' },
  delete: { tone: 'warn', icon: 'trash' },
} as const;

/** Nothing where nothing changes. */
const Next = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element | null => {
  const state = stateOf(backup);
  if (state === 'stays')
    return goesSoon(backup, now.value) ? <div class="quiet small cut">{wordsOf(backup)}</div> : null;
  if (state === 'left') return <div class="quiet small cut">{wordsOf(backup)}</div>;
  return <Badge {...badges[state]}>{messages.home.backups.next[state]}</Badge>;
};

/** All that the row shows, for those who hear it when it gets the focus: its date and time first of all. */
export const rowName = (backup: DescribedBackup, twin: readonly string[]): string => {
  const { cloud, homeAssistant, protection } = messages.home.backups;
  return [
    formatExact(backup.date),
    ...(isOwnName(backup.name) ? [] : [backup.name]),
    messages.kinds[backup.kind],
    ...(backup.size === null ? [] : [formatBytes(backup.size)]),
    ...(isInCloud(backup) ? [cloud] : []),
    ...(isInHome(backup) ? [homeAssistant] : []),
    ...(backup.protected ? [] : [protection(false, backup.plainParts !== undefined)]),
    ...(backup.shortcomings.length > 0 ? backup.shortcomings : [backup.proof]),
    wordsOf(backup),
    ...twin,
  ]
    .filter((part) => part !== '')
    .join(', ');
};

/** The whole of it, for a resting pointer and for screen readers. */
const wordsOf = (backup: DescribedBackup): string => {
  const { next, goes } = messages.home.backups;
  const state = stateOf(backup);
  if (state === 'stays')
    return goesSoon(backup, now.value) && backup.goes !== undefined
      ? goes(formatUntil(new Date(backup.goes), now.value))
      : '';
  const because = capitalized(backup.because);
  return state === 'left' ? because : `${next[state]}: ${backup.because}`;
};
