/** Why a backup in iCloud is kept or deleted; keys are the rules' own names (core/domain/retention). */
export const retention = {
  pinned: 'marked "Never delete"',
  off: 'deleting old backups is turned off',
  young: 'within the time you keep backups',
  floor: 'one of the newest verified backups, which are always kept',
  foreign: 'stored by another computer',
  unverified: 'not verified, but there is no newer verified backup to replace it',
  expired: 'older than you keep backups',
};

/** Why a backup in Home Assistant is not copied (core/sync/plan-sync.ts). */
export const left = {
  stored: 'already in iCloud',
  'removed-by-user': 'you deleted it from iCloud',
  vanished: 'disappeared from iCloud, waiting for your answer',
  'in-doubt': 'was in iCloud at the last check, waiting for the next one',
  'past-retention': 'older than you keep backups',
  refused: 'damaged in Home Assistant, not copied',
  'backing-off': 'waiting before the next attempt',
  'gave-up': 'failed several times, needs your help',
  unprotected: 'not encrypted, and you back up only encrypted ones',
  'no-copy': 'no location in Home Assistant has it',
  'cloud-unknown': 'waiting until iCloud can be checked',
};

/** What else the list says about a backup (core/commands/list-backups.ts). */
export const listed = {
  'stored-by-newer': 'stored by a newer version of this app',
  damaged: "changed in iCloud since it was stored, doesn't count",
};

/** Defects of a stored backup (core/domain/backup.ts). */
export const defects = {
  'empty-part': 'a part is empty',
  'unknown-format': "a part isn't in a format that this version knows",
  'app-missing': 'an app is missing',
  'folder-missing': 'a folder is missing',
  'unlisted-part': "a part isn't in the table of contents",
};

/** Kinds of backups, as Home Assistant's own pages name them. */
export const kinds = { automatic: 'Automatic', manual: 'Manual', update: 'App update' };
