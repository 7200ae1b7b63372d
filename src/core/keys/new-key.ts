import { randomInt } from 'node:crypto';

const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const groups = 7;
const groupLength = 4;

/** A key as Home Assistant's own pages make them (facts#making-a-backup). Secret. */
export const newBackupKey = (): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => signs[randomInt(signs.length)] ?? '').join(''),
  ).join('-');
