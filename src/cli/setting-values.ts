import { resolve } from 'node:path';
import { AppError } from '../core/errors/app-error.ts';
import {
  userSettingsSchema,
  type SettingsPatch,
  type UserSetting,
  type UserSettings,
} from '../shared/user-settings.ts';
import { formatBytes } from '../shared/words/format.ts';
import { formatLocal } from './dates.ts';

/** A value as a person types and reads it. What it may be is the core's to say: what cannot be read here goes on as it is. */
interface Form<V> {
  readonly read: (typed: string, workingFolder: string) => V;
  readonly show: (value: V) => string;
}

/** Takes a value away, where it may be absent. */
const none = 'none';

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const count: Form<number> = { read: number, show: String };

const text: Form<string | null> = {
  read: (typed) => (typed === none ? null : typed),
  show: (value) => value ?? none,
};

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** `8GB`, `500 MB` or a plain number of bytes; decimal, as sizes are shown. */
const readBytes = (typed: string): number => {
  const [, value, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)B?$/i.exec(typed.trim()) ?? [];
  return value === undefined ? Number.NaN : Math.round(Number(value) * (units[unit?.toUpperCase() ?? ''] ?? 1));
};

const readYesNo = (typed: string): boolean => {
  if (/^(?:y|yes|on|true)$/i.test(typed)) return true;
  if (/^(?:n|no|off|false)$/i.test(typed)) return false;
  throw new AppError('settings.invalid', { field: 'requireProtected', problem: 'has to be yes or no' });
};

/** A day begins at midnight here; without an offset a time is this computer's own. */
const readMoment = (typed: string): string => {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00` : typed);
  return /^\d{4}-\d{2}-\d{2}/.test(typed) && !Number.isNaN(date.getTime()) ? date.toISOString() : typed;
};

const forms: { readonly [K in UserSetting]: Form<UserSettings[K]> } = {
  retentionDays: count,
  keep: count,
  lookMinutes: count,
  createIfOlderThanHours: {
    read: (typed) => (typed === none || typed === 'never' ? null : number(typed)),
    show: (value) => (value === null ? 'never' : String(value)),
  },
  requireProtected: { read: readYesNo, show: (value) => (value ? 'yes' : 'no') },
  bandwidth: text,
  proxy: text,
  caFile: {
    read: (typed, workingFolder) => (typed === none ? null : resolve(workingFolder, typed)),
    show: (value) => value ?? none,
  },
  stagingBudgetBytes: { read: readBytes, show: formatBytes },
  computerName: { read: (typed) => typed, show: (value) => value },
  adoptedComputers: {
    read: (typed) => (typed === none ? [] : typed.split(',').map((one) => one.trim())),
    show: (value) => (value.length === 0 ? none : value.join(', ')),
  },
  pausedUntil: {
    read: (typed) => (typed === none ? null : readMoment(typed)),
    show: (value) => (value === null ? none : formatLocal(value)),
  },
};

/** Error: `settings.invalid`. */
export const readSetting = (name: UserSetting, typed: string, workingFolder: string): SettingsPatch => ({
  [name]: forms[name].read(typed, workingFolder),
});

/** Every setting in words, by its name. */
export const showSettings = (settings: UserSettings): ReadonlyMap<UserSetting, string> => {
  const show = <K extends UserSetting>(name: K, value: UserSettings[K]): [K, string] => [name, forms[name].show(value)];
  return new Map(userSettingsSchema.keyof().options.map((name) => show(name, settings[name])));
};
