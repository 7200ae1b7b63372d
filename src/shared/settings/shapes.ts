import { z } from 'zod';

/* What values of settings may be. Each reason goes on after the name of what it is the rule of. */

/** An address without credentials: settings hold no secrets. */
const isPlainUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' && url.username === '' && url.password === '';
};

export const plainUrl = z
  .string()
  .max(2000)
  .refine(isPlainUrl, 'has to be an http or https address without user and password');
/** On either kind of system: `/…`, `C:\…`, or a share. Whether there is a file is found out when it is chosen. */
export const absolutePath = z.string().regex(/^(?:[\\/]|[a-z]:[\\/])/i, 'has to be a full path');
export const moment = z.iso.datetime({ offset: true, error: 'has to be a date and time' });
const controls = /\p{Cc}/u;

/** A name that a person gave and a terminal or file name may show. */
export const label = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'has more than 100 characters')
  .refine((text) => !controls.test(text), 'has characters that cannot be shown');

/** One or more folder names with slashes between them, as they are seen in the cloud. */
const isFolderPath = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part === part.trim()) &&
  !/[\p{Cc}\\:]/u.test(path);

export const folderPath = z
  .string()
  .max(200, 'has more than 200 characters')
  .refine(isFolderPath, 'has to be a folder name without : or \\, and / only between folders');

const rate = String.raw`(?:off|(?:\d+(?:\.\d+)?|\.\d+)(?:b|[kmgtp](?:ib?)?)?)`;
const rates = `${rate}(?::${rate})?`;
const slot = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)-)?(?:[01]\d|2[0-3]):[0-5]\d,${rates}`;

/** What rclone's `--bwlimit` takes (1.75.2): one rate, `up:down`, or a timetable of them. A bare number is in KiB/s. */
export const bandwidth = z
  .string()
  .regex(
    new RegExp(`^(?:${rates}|${slot}(?: ${slot})*)$`, 'i'),
    'has to be a speed such as 2M (about 2 MB/s) or a timetable such as "08:00,512k 23:00,off"',
  );

/** A service of Home Assistant's `notify`, without the word before the dot. */
export const service = z
  .string()
  .regex(/^[a-z0-9_]{1,200}$/, 'has to hold names of notify services such as mobile_app_phone');

export const wholeNumber = (min: number, max: number): z.ZodNumber => {
  const reason = `has to be a whole number from ${min} to ${max}`;
  return z.number(reason).int(reason).min(min, reason).max(max, reason);
};
