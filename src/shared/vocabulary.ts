/*
 * Words that more than one module switches on: in files, in messages to windows, in the terminal's JSON. Each list once, and
 * the type that is made of it.
 */

/** How much a line of the log matters. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What another base folder means: take the copies along, begin an empty one, or "I renamed it myself". */
export const folderChanges = ['move', 'anew', 'renamed'] as const;
export type FolderChange = (typeof folderChanges)[number];

/** Whose part is taken from this computer: a logout. */
export const logoutParts = ['apple', 'ha', 'all'] as const;
export type LogoutWhat = (typeof logoutParts)[number];

/** Automatic, manual or made before an app update, as Home Assistant's own pages tell them apart. */
export const backupKinds = ['automatic', 'manual', 'update'] as const;
export type BackupKind = (typeof backupKinds)[number];

/**
 * What speaks against an archive that was stored: `vanished` = its manifest is listed, it is not; `absent` = neither is, and
 * nobody here deleted them; `unreadable` = it is listed, but what its manifest says could not be read.
 */
export const doubtKinds = ['vanished', 'absent', 'unreadable'] as const;
export type DoubtKind = (typeof doubtKinds)[number];

/** How often Home Assistant makes backups automatically, in its own words. */
export const recurrences = ['never', 'daily', 'custom_days'] as const;
export type Recurrence = (typeof recurrences)[number];

export const installTypes = ['os', 'supervised', 'container', 'core', 'unknown'] as const;
export type InstallType = (typeof installTypes)[number];

/** Which store holds the secrets; chosen once at set-up, recorded in the settings, never switched silently. */
export const secretStoreKinds = ['keychain', 'environment', 'safe-storage'] as const;
export type SecretStoreKind = (typeof secretStoreKinds)[number];

/** How a run ended. */
export const runOutcomes = ['done', 'warnings', 'failed', 'cancelled'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** What happened to one backup. */
export const backupEvents = [
  'made',
  'stored',
  'refused',
  'failed',
  'pruned',
  'restored',
  'tested',
  'test-failed',
] as const;
export type BackupEvent = (typeof backupEvents)[number];

/** What happened to the sign-in. */
export const signInEvents = ['completed', 'silent', 'needed', 'failed', 'signed-out'] as const;
export type SignInEvent = (typeof signInEvents)[number];

/** How long a pause of the menu and the windows lasts. */
export const pauseLengths = ['hour', 'tomorrow'] as const;
export type PauseLength = (typeof pauseLengths)[number];

/** Which damaged file: one that is asked for, the backup that was saved last, or the one that was dropped or chosen. */
export const salvageable = ['choose', 'saved', 'held'] as const;
export type Salvageable = (typeof salvageable)[number];

/** Where the desktop app runs, as Node names it. */
export type DesktopPlatform = 'darwin' | 'win32' | 'linux';

/** Which way a backup is on: to this computer, or from it to where it is kept. */
export type Direction = 'download' | 'upload';

/** How it stands with the alarm in Home Assistant. */
export const alarmStates = ['off', 'waiting', 'on', 'by-hand'] as const;

/** What a run is doing, where there is no more to say about it. */
export const plainPhases = ['waiting', 'connecting', 'listing', 'pruning', 'checking'] as const;
export type PlainPhase = (typeof plainPhases)[number];

/** What Home Assistant does meanwhile, in stages of its own. */
export const stagedPhases = ['creating', 'restoring'] as const;
export type StagedPhase = (typeof stagedPhases)[number];

/** What lies in a part of a backup. Only the first two are ever written to a disk. */
export const entryKinds = ['file', 'folder', 'link', 'hard-link', 'device', 'pipe', 'other'] as const;
export type EntryKind = (typeof entryKinds)[number];
export const extractedKinds = ['file', 'folder'] as const;
export type ExtractedKind = (typeof extractedKinds)[number];

/** `content`: read to its last byte, every checksum fits. `structure`: whole by its length, and nobody looked inside. */
export const partProofs = ['content', 'structure'] as const;
export type PartProof = (typeof partProofs)[number];

/** Which bytes of a copy a proof was had of: those on this computer before they went up, or those that came back down. */
export const provenBytes = ['staged', 'returned'] as const;

/**
 * What a copy that was brought back from the cloud came to: `came-back` = the same bytes, readable, and they make sense;
 * `same-bytes` = the same, and nobody had the key to look inside; `failed` = anything else.
 */
export const testVerdicts = ['came-back', 'same-bytes', 'failed'] as const;
export type TestVerdict = (typeof testVerdicts)[number];
