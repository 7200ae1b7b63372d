/** Why a copy in iCloud Drive stays or goes; keys are the rules' own names (core/domain/retention.ts). */
export const retentionWords = {
  off: 'kept: deleting old copies is turned off',
  young: 'kept: not old enough to go',
  floor: 'kept: among the newest verified copies, which always stay',
  foreign: 'kept: stored by another computer',
  unverified: 'kept: not verified, but there is no newer verified copy in its place',
  expired: 'goes: older than you want to keep copies',
} as const;

/** Why a backup in Home Assistant is not fetched (core/sync/plan-sync.ts). */
export const leftWords = {
  stored: 'in iCloud Drive already',
  'removed-by-user': 'you deleted its copy in iCloud Drive',
  'past-retention': 'older than you want to keep copies',
  refused: 'the file is damaged; Home Assistant has not changed it since',
  'backing-off': 'waits before the next attempt',
  'gave-up': 'failed several times and waits for you',
  unprotected: 'not encrypted, and you want encrypted backups only',
  'no-copy': 'Home Assistant has no location that holds it',
  'icloud-unknown': 'waits until iCloud can be looked at',
} as const;

/** What else the list says of a copy (core/commands/list-backups.ts). */
export const listWords = {
  'stored-by-newer': 'stored by a newer version of this app',
} as const;

/** Shortcomings of a stored archive (core/domain/backup.ts). */
export const defectWords = {
  'empty-part': 'a part is empty',
  'unknown-format': 'a part has a format that this version does not know',
  'app-missing': 'an app is missing',
  'folder-missing': 'a folder is missing',
  'unlisted-part': 'a part is not in the table of contents',
} as const;

/** Those for which a copy does not count among the ones that are always kept (`countsForFloor`, core/domain/backup.ts). */
export const isDoubtful = (kind: string): boolean => kind === 'empty-part' || kind === 'unknown-format';

export const isDefect = (kind: string): kind is keyof typeof defectWords => Object.hasOwn(defectWords, kind);

/** Kinds of backups, as Home Assistant's own pages name them. */
export const kindWords = { automatic: 'Automatic', manual: 'Manual', update: 'App update' } as const;
