import type { Retention } from './preview.ts';

/** Values that a list offers; one that is set otherwise (by the command line) is among them too. */
export const withCurrent = <T>(offered: readonly T[], current: T): readonly T[] =>
  offered.includes(current) ? offered : [...offered, current];

export const lookChoices: readonly number[] = [15, 30, 60, 180, 360, 720, 1440];
export const createChoices: readonly (number | null)[] = [null, 24, 48, 72, 168];

/** Speed limits of the list, as rclone takes them, in MiB/s. */
export const speedChoices = ['0.5', '1', '2', '5', '10'] as const;

/** `''` none, `own` a rule that no entry of the list stands for, else the entry. */
export const speedChoiceOf = (bandwidth: string | null): string => {
  if (bandwidth === null) return '';
  const [, number] = /^(\d*\.?\d+)M(?:i?b?)?$/i.exec(bandwidth) ?? [];
  return speedChoices.find((choice) => number !== undefined && Number(choice) === Number(number)) ?? 'own';
};

/** A whole number as it was typed; undefined for anything else. */
export const wholeNumber = (typed: string, min: number, max: number): number | undefined => {
  const text = typed.trim();
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
};

export const daysOf = (typed: string): number | undefined => wholeNumber(typed, 0, 3650);
export const keepOf = (typed: string): number | undefined => wholeNumber(typed, 1, 1000);

/** Both as they were typed; null where one is no number that they may be. */
export const retentionOf = (typedDays: string, typedKeep: string): Retention | null => {
  const [days, keep] = [daysOf(typedDays), keepOf(typedKeep)];
  return days === undefined || keep === undefined ? null : { days, keep };
};
