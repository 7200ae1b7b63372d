import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Badge } from '../base/components/badge.tsx';
import { Icon } from '../base/components/icon.tsx';
import type { Column } from '../base/components/long-list/list-head.tsx';
import { now } from '../base/now.ts';
import { isOwnName } from './backup-rows.ts';
import { flawOf, type Flaw } from './restore-view.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatExact, formatFull, formatWhen } from '../../src/messages/dates.ts';
import { capitalized, formatBytes } from '../../src/messages/format.ts';

export const restoreColumns = (): readonly Column[] => {
  const { columns } = messages.home.backups;
  return [
    { id: 'date', label: columns.date, sorts: true, class: 'at-date' },
    { id: 'name', label: columns.name, sorts: true, class: 'at-name' },
    { id: 'size', label: columns.size, sorts: true, class: 'at-size long-end' },
    { id: 'proof', label: columns.proof, class: 'at-flaw' },
  ];
};

interface CellsProps {
  readonly backup: DescribedBackup;
  /** Several Home Assistants keep their backups in one account. */
  readonly withInstance: boolean;
}

/** What a person tells a backup by, and whether it is one to restore from. */
export const RestoreCells = ({ backup, withInstance }: CellsProps): JSX.Element => {
  const protection = messages.home.backups.protection(backup.protected, backup.plainParts !== undefined);
  return (
    <>
      <div role="gridcell" class="at-date strong number" title={formatFull(backup.date)}>
        {capitalized(formatWhen(backup.date, now.value))}
      </div>
      <div role="gridcell" class="at-name line-tight">
        {withInstance && <span class="cut">{backup.instance}</span>}
        {backup.kind !== 'automatic' && <span class="quiet small number">{messages.kinds[backup.kind]}</span>}
        {!isOwnName(backup.name) && (
          <span class="cut" title={backup.name}>
            {backup.name}
          </span>
        )}
        {!backup.protected && (
          <span class="quiet" title={protection}>
            <Icon name="unlock" size={14} label={protection} />
          </span>
        )}
      </div>
      <div role="gridcell" class="at-size long-end number">
        {backup.size === null ? '' : formatBytes(backup.size)}
      </div>
      <div role="gridcell" class="at-flaw cut" title={flawText(backup)}>
        <Proven backup={backup} />
      </div>
    </>
  );
};

const badges = {
  damaged: { tone: 'danger', icon: 'octagon' },
  'other-key': { tone: 'warn', icon: 'key' },
  unproven: { tone: 'warn', icon: 'warning' },
  check: { tone: 'warn', icon: 'warning' },
} as const satisfies Record<Flaw, unknown>;

const Proven = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => {
  const flaw = flawOf(backup);
  if (flaw !== null) return <Badge {...badges[flaw]}>{messages.restore.flaws[flaw]}</Badge>;
  return (
    <span class="line-tight small quiet">
      <Icon name="check" size={14} />
      {backup.proof}
    </span>
  );
};

/** The whole of it, for a resting pointer and for screen readers. */
const flawText = (backup: DescribedBackup): string => {
  const flaw = flawOf(backup);
  if (flaw === null) return backup.proof;
  const why = backup.shortcomings.length > 0 ? backup.shortcomings : [backup.because];
  return [messages.restore.flaws[flaw], ...why].filter((part) => part !== '').join(': ');
};

/** All that the row shows, for those who hear it when it gets the focus. */
export const restoreRowName = (
  { backup, withInstance }: CellsProps,
  /** What tells it from another of its name and minute. */
  twin: readonly string[],
): string =>
  [
    formatExact(backup.date),
    ...(withInstance ? [backup.instance] : []),
    ...(isOwnName(backup.name) ? [] : [backup.name]),
    messages.kinds[backup.kind],
    ...(backup.size === null ? [] : [formatBytes(backup.size)]),
    messages.home.backups.protection(backup.protected, backup.plainParts !== undefined),
    flawText(backup),
    ...twin,
  ].join(', ');
