import type { SetupResult } from './status.ts';

type Recurrence = NonNullable<SetupResult['schedule']>['recurrence'];

/** Copies that retention keeps with one backup for each time that Home Assistant makes one. A rough number. */
export const keptCopies = (days: number, keep: number, recurrence: Recurrence | undefined): number => {
  const perDay = recurrence === 'custom_days' ? 0.5 : 1;
  return Math.max(Math.ceil(days * perDay), keep);
};
