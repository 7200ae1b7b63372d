import type { Described } from '../../src/shared/contract/described.ts';
import type { ActivityEntry } from '../../src/shared/contract/views.ts';
import type { Tone } from '../base/components/badge.tsx';
import type { IconName } from '../base/components/icon.tsx';

export type HistoryFilter = 'important' | 'backups' | 'problems' | 'everything';

const failed = (entry: ActivityEntry): boolean =>
  entry.problem !== null || (entry.kind === 'run' && entry.outcome === 'failed');

/** A look each hour that found nothing is no news; a run whose backups are listed by themselves neither. */
const isNews = (entry: ActivityEntry): boolean =>
  entry.kind !== 'run' || failed(entry) || entry.outcome === 'cancelled';

const filters: Readonly<Record<HistoryFilter, (entry: ActivityEntry) => boolean>> = {
  important: isNews,
  backups: (entry) => entry.kind === 'backup',
  problems: failed,
  everything: () => true,
};

export interface HistoryDay {
  /** The moment of its newest entry. */
  readonly at: string;
  readonly entries: readonly Described<ActivityEntry>[];
}

const dayOf = (iso: string): string => new Date(iso).toDateString();

/** Newest first, day by day in this computer's calendar. */
export const historyDays = (
  entries: readonly Described<ActivityEntry>[],
  filter: HistoryFilter,
): readonly HistoryDay[] => {
  const sorted = entries.filter(filters[filter]).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const days: { at: string; entries: Described<ActivityEntry>[] }[] = [];
  for (const entry of sorted) {
    const day = days.at(-1);
    if (day && dayOf(day.at) === dayOf(entry.at)) day.entries.push(entry);
    else days.push({ at: entry.at, entries: [entry] });
  }
  return days;
};

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

const backupLooks = {
  made: { tone: 'neutral', icon: 'home' },
  stored: { tone: 'ok', icon: 'cloud-done' },
  refused: { tone: 'danger', icon: 'octagon' },
  failed: { tone: 'warn', icon: 'warning' },
  pruned: { tone: 'neutral', icon: 'trash' },
  restored: { tone: 'info', icon: 'restore' },
  tested: { tone: 'ok', icon: 'check' },
  'test-failed': { tone: 'danger', icon: 'octagon' },
} as const satisfies Record<Extract<ActivityEntry, { readonly kind: 'backup' }>['what'], Look>;

const runLooks = {
  done: { tone: 'neutral', icon: 'check' },
  warnings: { tone: 'warn', icon: 'warning' },
  failed: { tone: 'danger', icon: 'octagon' },
  cancelled: { tone: 'neutral', icon: 'cross' },
} as const satisfies Record<Extract<ActivityEntry, { readonly kind: 'run' }>['outcome'], Look>;

const signInLooks = {
  completed: { tone: 'ok', icon: 'key' },
  silent: { tone: 'neutral', icon: 'key' },
  needed: { tone: 'warn', icon: 'warning' },
  failed: { tone: 'danger', icon: 'octagon' },
  'signed-out': { tone: 'neutral', icon: 'person' },
} as const satisfies Record<Extract<ActivityEntry, { readonly kind: 'sign-in' }>['what'], Look>;

export const lookOf = (entry: ActivityEntry): Look => {
  switch (entry.kind) {
    case 'backup':
      return backupLooks[entry.what];
    case 'run':
      return runLooks[entry.outcome];
    case 'sign-in':
      return signInLooks[entry.what];
  }
};
