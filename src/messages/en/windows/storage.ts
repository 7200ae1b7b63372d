import { formatBytes, formFor, plural } from '../../format.ts';

const backups = (count: number): string => plural(count, { one: 'backup', other: 'backups' });
const days = (count: number): string => plural(count, { one: 'day', other: 'days' });

interface Freeing {
  readonly days: number;
  readonly going: number;
  readonly freed: number;
}

/** What the backups take in iCloud. */
export const storage = {
  title: 'Storage in iCloud',
  change: 'Change how long backups are kept…',
  now: (count: number, bytes: number) =>
    `${backups(count)} ${formFor(count, { one: 'takes', other: 'take' })} ${formatBytes(bytes)}.`,
  forecast: (kept: number, { count, bytes }: { readonly count: number; readonly bytes: number }) =>
    `Keeping them for ${days(kept)} will come to about ${formatBytes(bytes)} (${backups(count)}), if backups stay as frequent and as big as in the last 30 days.`,
  endless: 'Backups are never deleted, so this grows with each one.',
  rules: {
    title: 'What shorter times would free',
    rule: 'Time',
    kept: 'Backups kept',
    frees: 'Frees',
    keep: (kept: number) => `Keep ${days(kept)}`,
  },
  months: {
    title: 'In iCloud now, by the month they were made',
    month: 'Month',
    size: 'Size',
    count: 'Backups',
    none: '–',
  },
  cures: {
    title: 'iCloud is full: what you can do',
    shorter: ({ days: kept, freed, going }: Freeing) =>
      `Keep ${days(kept)}: frees ${formatBytes(freed)} (${backups(going)}) in about 30 days, when Recently Deleted empties.`,
    nothingShorter: 'Keeping backups for a shorter time frees nothing here.',
    shorterDo: 'Choose…',
    empty: 'Empty Recently Deleted in iCloud Drive: frees what is in it at once. It cannot be recovered afterwards.',
    emptyDo: 'Open Recently Deleted',
    buy: 'Delete other things in iCloud, or get more storage from Apple: it helps at once.',
    buyDo: 'Open icloud.com',
  },
};
