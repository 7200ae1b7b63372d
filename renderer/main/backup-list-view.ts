import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import type { BackupKind } from '../../src/shared/vocabulary.ts';
import type { Entry } from '../base/components/long-list/entries.ts';
import type { Sorting } from '../base/components/long-list/list-head.tsx';
import { isInCloud, keyOf } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatExact, formatMonth, formatStamp } from '../../src/messages/dates.ts';
import { formatBytes } from '../../src/messages/format.ts';

export type BackupPlace = 'all' | 'icloud' | 'not-icloud';

/** What the user wants to see of the list. */
export interface Wanted {
  readonly text: string;
  readonly kind: BackupKind | 'all';
  readonly place: BackupPlace;
}

export const everything: Wanted = { text: '', kind: 'all', place: 'all' };

/** All that a person may look for a backup by; its date as it is read, and as `2026-11-21 14:05`. */
const wordsOf = (backup: DescribedBackup): string =>
  [
    backup.name,
    backup.instance,
    formatExact(backup.date),
    formatStamp(backup.date),
    messages.kinds[backup.kind],
    backup.id,
    backup.remote ?? '',
  ]
    .join(' ')
    .toLocaleLowerCase();

export const matching = (backups: readonly DescribedBackup[], { text, kind, place }: Wanted): DescribedBackup[] => {
  const words = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return backups.filter((backup) => {
    if (kind !== 'all' && backup.kind !== kind) return false;
    if (place !== 'all' && isInCloud(backup) !== (place === 'icloud')) return false;
    if (words.length === 0) return true;
    const known = wordsOf(backup);
    return words.every((word) => known.includes(word));
  });
};

type Compare = (one: DescribedBackup, other: DescribedBackup) => number;

const comparisons: Readonly<Record<string, Compare>> = {
  date: (one, other) => Date.parse(one.date) - Date.parse(other.date),
  name: (one, other) => one.name.localeCompare(other.name),
  size: (one, other) => (one.size ?? -1) - (other.size ?? -1),
};

/** In the order that was chosen; by date in months, each with what it comes to. */
export const entriesOf = (
  backups: readonly DescribedBackup[],
  { by, order }: Sorting,
): readonly Entry<DescribedBackup>[] => {
  const sign = order === 'descending' ? -1 : 1;
  const compare = comparisons[by];
  const sorted = compare ? backups.toSorted((one, other) => sign * compare(one, other)) : backups;
  const rows = sorted.map((item) => ({ key: keyOf(item), item }));
  return by === 'date' ? inMonths(rows) : rows;
};

interface Row {
  readonly key: string;
  readonly item: DescribedBackup;
}

const inMonths = (rows: readonly Row[]): readonly Entry<DescribedBackup>[] => {
  const months = new Map<string, Row[]>();
  for (const row of rows) {
    const made = new Date(row.item.date);
    const month = `${made.getFullYear()}-${made.getMonth()}`;
    const known = months.get(month);
    if (known) known.push(row);
    else months.set(month, [row]);
  }
  return [...months.values()].flatMap((month) => [
    { group: formatMonth(month[0]?.item.date ?? ''), detail: totalOf(month) },
    ...month,
  ]);
};

const totalOf = (rows: readonly Row[]): string => {
  const bytes = rows.reduce((sum, { item }) => sum + (item.size ?? 0), 0);
  return messages.home.backups.total(rows.length, formatBytes(bytes));
};
