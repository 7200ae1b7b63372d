import { resolve } from 'node:path';
import { AppError } from '../core/errors/app-error.ts';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import type { FormName, FormValue } from '../shared/settings/setting.ts';
import { userSettings } from '../shared/settings/table.ts';
import type { SettingsPatch, UserSetting, UserSettings } from '../shared/user-settings.ts';
import { formatLocal } from './dates.ts';

/** Where it is typed, and for what. */
interface Asked {
  readonly name: UserSetting;
  readonly workingFolder: string;
}

/** A value as a person types and reads it. What it may be is the core's to say: what cannot be read here goes on as it is. */
interface Form<V> {
  read(typed: string, asked: Asked): V;
  show(value: V): string;
  /** What stands for it in the help. */
  readonly sign: string;
}

/** Takes a value away, where it may be absent. */
const none = 'none';

const readNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** `8GB`, `500 MB` or a plain number of bytes; decimal, as sizes are shown. */
const readBytes = (typed: string): number => {
  const [, value, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)B?$/i.exec(typed.trim()) ?? [];
  return value === undefined ? Number.NaN : Math.round(Number(value) * (units[unit?.toUpperCase() ?? ''] ?? 1));
};

const readYesNo = (typed: string, { name }: Asked): boolean => {
  if (/^(?:y|yes|on|true)$/i.test(typed)) return true;
  if (/^(?:n|no|off|false)$/i.test(typed)) return false;
  throw new AppError('settings.invalid', { field: name, problem: messages.terminal.settings.yesOrNo });
};

/** A day begins at midnight here; without an offset a time is this computer's own. */
const readMoment = (typed: string): string => {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00` : typed);
  return /^\d{4}-\d{2}-\d{2}/.test(typed) && !Number.isNaN(date.getTime()) ? date.toISOString() : typed;
};

const forms: { readonly [Name in FormName]: Form<FormValue<Name>> } = {
  number: { read: readNumber, show: String, sign: 'NUMBER' },
  bytes: { read: readBytes, show: formatBytes, sign: 'SIZE' },
  'yes-no': { read: readYesNo, show: (value) => (value ? 'yes' : 'no'), sign: 'yes|no' },
  text: { read: (typed) => typed, show: (value) => value, sign: 'TEXT' },
  file: { read: (typed, { workingFolder }) => resolve(workingFolder, typed), show: (value) => value, sign: 'FILE' },
  moment: { read: readMoment, show: (value) => formatLocal(value), sign: 'TIME' },
  names: {
    read: (typed) => (typed === none ? [] : typed.split(',').map((one) => one.trim())),
    show: (value) => (value.length === 0 ? none : value.join(', ')),
    sign: 'NAMES',
  },
};

/** How one setting is written. Its row says which form fits its value. */
const formOf = (name: UserSetting): { readonly form: Form<unknown>; readonly absent: string | undefined } => {
  const { typed } = userSettings[name];
  return { form: forms[typed.as], absent: 'absent' in typed ? typed.absent : undefined };
};

/** Error: `settings.invalid`. */
export const readSetting = (name: UserSetting, typed: string, workingFolder: string): SettingsPatch => {
  const { form, absent } = formOf(name);
  const isAbsent = absent !== undefined && [none, absent].includes(typed);
  return { [name]: isAbsent ? null : form.read(typed, { name, workingFolder }) };
};

/** What the help says may be typed: `NUMBER`, or `NUMBER|never`. */
export const signOf = (name: UserSetting): string => {
  const { form, absent } = formOf(name);
  return absent === undefined ? form.sign : `${form.sign}|${absent}`;
};

/** Every setting in words, by its name. */
export const showSettings = (settings: UserSettings): ReadonlyMap<UserSetting, string> =>
  new Map(settingNames.map((name) => [name, shown(name, settings[name])]));

export const settingNames = Object.keys(userSettings) as readonly UserSetting[];

const shown = (name: UserSetting, value: unknown): string => {
  const { form, absent } = formOf(name);
  return value === null ? (absent ?? none) : form.show(value);
};
