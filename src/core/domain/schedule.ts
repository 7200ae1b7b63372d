import type { Recurrence } from '../../shared/vocabulary.ts';

export type { Recurrence } from '../../shared/vocabulary.ts';

/** When to look and when to ask for a new backup: computed from facts each time, so sleep and clock changes need no care. */
export interface ScheduleSettings {
  readonly lookMinutes: number;
  /** Null = never ask, Home Assistant decides. */
  readonly createIfOlderThanHours: number | null;
}

export interface ScheduleFacts {
  /** End of the last look, whatever it brought; undefined before the first. */
  readonly lastLook: Date | undefined;
  readonly pausedUntil: Date | undefined;
  /** When the newest backup was made, wherever it is. */
  readonly newestBackup: Date | undefined;
  /** When this computer last asked for a new one. */
  readonly lastCreate: Date | undefined;
  /** When Home Assistant last made one because this computer asked, by this computer's clock. */
  readonly lastOrder: Date | undefined;
  /** By more than `maxSkewMs`, from this computer's. */
  readonly clocksDiffer: boolean;
}

/** A clock further off than this makes every age a guess. */
export const maxSkewMs = 10 * 60_000;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * The moment of the next look; in the past or now = due. One look covers everything that was missed, so three days of sleep
 * end in exactly one. A last look that lies in the future (the clock was set back) counts as none.
 */
export const nextLook = (settings: ScheduleSettings, facts: ScheduleFacts, now: Date): Date => {
  const { lastLook, pausedUntil } = facts;
  const due = lastLook && lastLook <= now ? new Date(lastLook.getTime() + settings.lookMinutes * minuteMs) : now;
  return pausedUntil && pausedUntil > due ? pausedUntil : due;
};

/**
 * Whether the next run should ask Home Assistant for a backup: never twice in the interval by our own clock, whatever dates
 * its backups have, and not while clocks disagree. A failed attempt is not repeated before an hour.
 */
export const isCreateDue = (settings: ScheduleSettings, facts: ScheduleFacts, now: Date): boolean => {
  const hours = settings.createIfOlderThanHours;
  if (hours === null) return false;
  const { newestBackup, lastCreate, lastOrder, clocksDiffer } = facts;
  if (clocksDiffer) return false;
  const isWithin = (moment: Date | undefined, ms: number): boolean =>
    moment !== undefined && moment <= now && now.getTime() - moment.getTime() < ms;
  if (isWithin(lastCreate, hourMs) || isWithin(lastOrder, hours * hourMs)) return false;
  // One that is dated in the future (Home Assistant's clock was wrong) tells nothing.
  if (newestBackup === undefined || newestBackup > now) return true;
  return now.getTime() - newestBackup.getTime() > hours * hourMs;
};

/**
 * When the next backup is to be expected: by Home Assistant's own schedule, or because the newest gets too old for ours,
 * whichever comes first; undefined where nothing is planned. Ours is only asked for with a look, and not during a pause.
 * `planned`: as Home Assistant said last, perhaps long ago.
 */
export const nextBackup = (
  settings: ScheduleSettings,
  facts: ScheduleFacts & { readonly planned: Date | undefined },
  now: Date,
): Date | undefined => {
  const { createIfOlderThanHours: hours } = settings;
  const { newestBackup, planned } = facts;
  const look = nextLook(settings, facts, now).getTime();
  const tooOld = hours === null || !newestBackup ? undefined : newestBackup.getTime() + hours * hourMs;
  const ahead = planned && planned > now ? [planned.getTime()] : [];
  if (tooOld !== undefined && tooOld > now.getTime()) ahead.push(Math.max(tooOld, look));
  else if (isCreateDue(settings, facts, now)) ahead.push(look);
  return ahead.length === 0 ? undefined : new Date(Math.min(...ahead));
};

/** Hours between two backups by Home Assistant's own schedule, as far as it tells; undefined = no rhythm to hold it to. */
export const rhythmHours = (recurrence: Recurrence | undefined): number | undefined => {
  if (recurrence === 'daily') return 24;
  return recurrence === 'custom_days' ? 7 * 24 : undefined;
};

/**
 * Late by more than its own rhythm and three hours = a warning; twice the rhythm or three days = an alarm (facts#lateness).
 */
export const staleness = (ageHours: number, rhythm: number | undefined): 'fresh' | 'late' | 'stale' => {
  const hours = rhythm ?? 7 * 24;
  if (ageHours > Math.max(2 * hours, 72)) return 'stale';
  return ageHours > hours + 3 ? 'late' : 'fresh';
};
