import type { DayView } from '../../shared/contract/views.ts';
import { leavesDayClean } from '../../shared/problems/rules.ts';
import type { Needs } from '../context.ts';
import { tellsOfUnpulled, type HistoryEntry } from '../state/history.ts';
import type { LastLook } from '../state/last-look.ts';

type DaysNeeds = Needs<'history' | 'lastLook' | 'settings', 'clock'>;

export interface DayFacts {
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly look: LastLook;
  /** One backup a day is what is expected: by Home Assistant's own schedule, or because this program asks for it. */
  readonly daily: boolean;
}

export const shownDays = 30;
const hoursOfDay = 24;

/** The strip of the last days, in this computer's own time zone unless another is named. Asks nobody. */
export const recentDays = async (context: DaysNeeds, timeZone?: string): Promise<DayView[]> => {
  const { schedule } = await context.settings.load();
  const look = await context.lastLook.read();
  const asked = (schedule.createIfOlderThanHours ?? Number.POSITIVE_INFINITY) <= hoursOfDay;
  const facts = {
    history: (await context.history.read()).entries,
    look,
    daily: look.home?.recurrence === 'daily' || asked,
  };
  return selectDays(facts, context.ports.clock.now(), timeZone);
};

/**
 * Pure. A copy belongs to the day on which its backup was made: after three days of sleep three days are backed up, not one.
 * Of copies that retention took since, only the day on which they were stored is known, and that day has them.
 */
export const selectDays = (facts: DayFacts, now: Date, timeZone?: string): DayView[] => {
  const dayOf = dayIn(timeZone);
  const today = dayOf(now.toISOString());
  const days = Array.from({ length: shownDays }, (_, index) => dayBefore(today, shownDays - 1 - index));
  const stored = storedByDay(facts, dayOf);
  const issues = issueDays(facts, dayOf);
  const unpulled = unpulledDays(facts, stored, dayOf, days[0] ?? today);
  const [first] = facts.history;
  const since = first && dayOf(first.at);
  const stateOf = (day: string): DayView['state'] => {
    // Whatever went wrong: a day without a copy is never shown as one that is backed up.
    if (stored.has(day)) return issues.has(day) ? 'issue' : 'backed-up';
    if (unpulled.has(day)) return 'unpulled';
    if (issues.has(day)) return 'missed';
    // Nobody can miss a backup before this program looked after it, nor the one that is still to come today.
    return facts.daily && since !== undefined && day >= since && day < today ? 'missed' : 'none';
  };
  return days.map((day) => ({ day, state: stateOf(day), stored: stored.get(day)?.size ?? 0 }));
};

type DayOf = (iso: string) => string;

/** The calendar's day as `YYYY-MM-DD`, whatever daylight saving does to the hours of it. */
const dayIn = (timeZone: string | undefined): DayOf => {
  const format = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return (iso) => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? '' : format.format(date);
  };
};

/** In the calendar, not in hours: a day has 23 to 25 of them. */
const dayBefore = (day: string, count: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - count);
  return date.toISOString().slice(0, 10);
};

/** Ids of the backups that each day has a copy of. */
const storedByDay = ({ history, look }: DayFacts, dayOf: DayOf): Map<string, Set<string>> => {
  const byDay = new Map<string, Set<string>>();
  const note = (day: string, id: string): void => {
    byDay.set(day, (byDay.get(day) ?? new Set()).add(id));
  };
  const listed = new Set<string>();
  for (const { manifest } of look.cloud?.stored ?? []) {
    listed.add(manifest.backupId);
    note(dayOf(manifest.date), manifest.backupId);
  }
  for (const entry of history) {
    if (entry.kind !== 'backup' || entry.what !== 'stored' || listed.has(entry.backupId)) continue;
    note(dayOf(entry.at), entry.backupId);
  }
  return byDay;
};

/** Days on which something went wrong that nothing made good since. */
const issueDays = (facts: DayFacts, dayOf: DayOf): Set<string> =>
  new Set([...failedBackups(facts), ...failedRuns(facts, dayOf)].map(dayOf));

/** When a backup was refused or failed that is not stored to this day. */
const failedBackups = ({ history, look }: DayFacts): string[] => {
  const backups = history.filter((entry) => entry.kind === 'backup');
  const stored = new Set([
    ...(look.cloud?.stored ?? []).map(({ manifest }) => manifest.backupId),
    ...backups.filter(({ what }) => what === 'stored').map(({ backupId }) => backupId),
  ]);
  const failed = backups.filter(({ what }) => what === 'failed' || what === 'refused');
  return failed.filter(({ backupId }) => !stored.has(backupId)).map(({ at }) => at);
};

/** Ends of runs that failed for a reason that matters, where no later run of the same day went well. */
const failedRuns = ({ history }: DayFacts, dayOf: DayOf): string[] => {
  const telling = history
    .filter((entry) => entry.kind === 'run-end')
    .map(({ at, outcome, code = 'internal' }) => ({ at, failed: outcome === 'failed', code, outcome }))
    .filter(({ failed, code, outcome }) => (failed ? !leavesDayClean(code) : outcome !== 'cancelled'));
  const last = new Map(telling.map((end) => [dayOf(end.at), end]));
  return [...last.values()].filter(({ failed }) => failed).map(({ at }) => at);
};

/**
 * The history only says when it was noticed that Home Assistant had made backups and removed them again; they were those of
 * the last gap before that day.
 */
const unpulledDays = (
  { history }: DayFacts,
  stored: ReadonlyMap<string, unknown>,
  dayOf: DayOf,
  oldest: string,
): Set<string> => {
  const days = new Set<string>();
  for (const entry of history) {
    if (!tellsOfUnpulled(entry)) continue;
    let day = dayOf(entry.at);
    while (day >= oldest && stored.has(day)) day = dayBefore(day, 1);
    for (; day >= oldest && !stored.has(day); day = dayBefore(day, 1)) days.add(day);
  }
  return days;
};
