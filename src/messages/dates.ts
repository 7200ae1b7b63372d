import { formatter, timesInWords } from './format.ts';

const write = (moment: Date, options: Intl.DateTimeFormatOptions): string =>
  formatter(Intl.DateTimeFormat, options).format(moment);

const isDate = (moment: Date): boolean => !Number.isNaN(moment.getTime());

const inZone = (timeZone: string | undefined): { timeZone?: string } => (timeZone === undefined ? {} : { timeZone });

/** Whether a date can do without its year: not the one that a wrong clock or a long pause led into another. */
const isThisYear = (date: Date, now: Date, timeZone?: string): boolean => {
  const year = { year: 'numeric', era: 'short', ...inZone(timeZone) } as const;
  return write(date, year) === write(now, year);
};

const yearUnlessThis = (date: Date, now: Date, timeZone?: string): { year?: 'numeric' } =>
  isThisYear(date, now, timeZone) ? {} : { year: 'numeric' };

/** `04:05` where a day has 24 hours, `4:05 AM` where it has twice 12. */
const clockOptions = (): Intl.DateTimeFormatOptions => {
  const { hour12 } = formatter(Intl.DateTimeFormat, { timeStyle: 'short' }).resolvedOptions();
  return { hour: hour12 === true ? 'numeric' : '2-digit', minute: '2-digit' };
};

/** `21 Nov, 14:05` in the reader's time zone, `21 Nov 2027, 14:05` in another year; undefined for what is no date. */
export const formatMoment = (iso: string, now: Date, timeZone?: string): string | undefined => {
  const date = new Date(iso);
  if (!isDate(date)) return undefined;
  const options = { day: 'numeric', month: 'short', ...clockOptions() } as const;
  return write(date, { ...options, ...yearUnlessThis(date, now, timeZone), ...inZone(timeZone) });
};

const dayMs = 86_400_000;
/** Days between the two in this computer's own calendar; noon, because days of 23 and 25 hours exist. */
const daysBetween = (from: Date, to: Date): number => {
  const noon = (moment: Date): number =>
    new Date(moment.getFullYear(), moment.getMonth(), moment.getDate(), 12).getTime();
  return Math.round((noon(to) - noon(from)) / dayMs);
};

/** `today`, `Friday`; undefined for a day that is too far away for a word. */
const dayInWords = (moment: Date, now: Date): string | undefined => {
  const days = daysBetween(now, moment);
  if (Math.abs(days) <= 1) return formatter(Intl.RelativeTimeFormat, { numeric: 'auto' }).format(days, 'day');
  return days > 1 && days < 7 ? write(moment, { weekday: 'long' }) : undefined;
};

/** `today 14:05`, `tomorrow 05:30`, `Friday 05:30`, `21 Nov, 14:05`; an empty text for what is no date. */
export const formatWhen = (iso: string, now: Date): string => {
  const moment = new Date(iso);
  if (!isDate(moment)) return '';
  const day = dayInWords(moment, now);
  return day === undefined ? (formatMoment(iso, now) ?? '') : timesInWords().dayAndClock(day, formatClock(iso));
};

/** `today`, `yesterday`, `21 Nov`, `21 Nov 2024`. */
export const formatDate = (iso: string, now: Date): string => {
  const moment = new Date(iso);
  if (!isDate(moment)) return '';
  return dayInWords(moment, now) ?? write(moment, { day: 'numeric', month: 'short', ...yearUnlessThis(moment, now) });
};

/** `21 December` in the reader's time zone, `4 January 2027` in another year; an empty text for what is no date. */
export const formatDay = (iso: string, now: Date): string => {
  const date = new Date(iso);
  return isDate(date) ? write(date, { day: 'numeric', month: 'long', ...yearUnlessThis(date, now) }) : '';
};

/** `21 Nov 2026` in the reader's time zone. */
export const formatShortDay = (iso: string): string =>
  write(new Date(iso), { day: 'numeric', month: 'short', year: 'numeric' });

/** `November 2026` in the reader's time zone; an empty text for what is no date. */
export const formatMonth = (iso: string): string => {
  const moment = new Date(iso);
  return isDate(moment) ? write(moment, { month: 'long', year: 'numeric' }) : '';
};

/** `14:05`, `2:05 pm`. */
export const formatClock = (iso: string): string => {
  const moment = new Date(iso);
  return isDate(moment) ? write(moment, { timeStyle: 'short' }) : '';
};

/** `21 November 2026, 04:45`: tells one moment from every other, in words that can be read out. */
export const formatExact = (iso: string): string => {
  const moment = new Date(iso);
  return isDate(moment) ? `${write(moment, { dateStyle: 'long' })}, ${formatClock(iso)}` : '';
};

/** `Friday 21 November 2025 at 14:05:09 CET`: what a pointer that rests on a time finds. */
export const formatFull = (iso: string): string => {
  const moment = new Date(iso);
  return isDate(moment) ? write(moment, { dateStyle: 'full', timeStyle: 'medium' }) : '';
};

/** `Friday 21 November` of a calendar day `YYYY-MM-DD`, whatever the time zone; with its year in another one. */
export const formatLongDay = (day: string, now: Date): string => {
  const moment = new Date(`${day}T12:00:00`);
  if (!isDate(moment)) return day;
  return write(moment, { weekday: 'long', day: 'numeric', month: 'long', ...yearUnlessThis(moment, now) });
};

const stamp = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** `2026-11-21 14:05:09` in the reader's time zone, as in the files of the log, whatever the locale. */
export const formatStamp = (iso: string): string => {
  const moment = new Date(iso);
  return isDate(moment) ? stamp.format(moment) : iso;
};
