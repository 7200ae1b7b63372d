import { createHash } from 'node:crypto';
import { testVerdicts, type TestVerdict } from '../../shared/vocabulary.ts';
import type { BackupKind } from './backup.ts';

/**
 * File names in the instance's folder. They are for people and for recognising our own unconfirmed uploads; what an
 * archive is, only its manifest tells.
 *
 * `<Instance>_<YYYY-MM-DD>_<HHmm>_<kind>_<HA version>_<backup id>_<computer><attempt>.tar`
 */
export interface ArchiveName {
  readonly instance: string;
  /** `YYYY-MM-DD` and `HHmm` as Home Assistant wrote them, whatever this computer's time zone. */
  readonly day: string;
  readonly time: string;
  readonly kind: BackupKind;
  readonly haVersion: string;
  readonly backupId: string;
  /** First six hex digits of the computer's id: whose attempt it was. */
  readonly computer: string;
  /** Six random hex digits: no attempt ever meets the name of another. */
  readonly attempt: string;
}

/** Leaves room for `.manifest.json`, so that both names stay within 120 bytes. */
const maxArchiveName = 110;

const manifestEnding = '.manifest.json';

export const buildArchiveName = (parts: ArchiveName): string => {
  const tail = [
    parts.day,
    parts.time,
    parts.kind,
    plain(parts.haVersion, 24) || 'unknown',
    idInName(parts.backupId),
    `${parts.computer}${parts.attempt}`,
  ].join('_');
  const instance = plain(parts.instance, maxArchiveName - tail.length - '_.tar'.length) || 'Home';
  return `${instance}_${tail}.tar`;
};

const pattern =
  /^([A-Za-z0-9.-]+)_(\d{4}-\d{2}-\d{2})_(\d{4})_(automatic|manual|update)_([A-Za-z0-9.-]+)_([A-Za-z0-9.-]+)_([0-9a-f]{6})([0-9a-f]{6})\.tar$/;

/** Undefined for every name that this program would not have written. */
export const parseArchiveName = (name: string): ArchiveName | undefined => {
  const found = pattern.exec(name);
  if (!found) return undefined;
  const [, instance = '', day = '', time = '', kind = '', haVersion = '', backupId = '', computer = '', attempt = ''] =
    found;
  return { instance, day, time, kind: kind as BackupKind, haVersion, backupId, computer, attempt };
};

/** Name of the archive that a file on this disk brought back: all of it, a part, or what is noted of that. Undefined: none of ours. */
export const archiveBroughtBack = (file: string): string | undefined => {
  const archive = file.replace(/\.partial(?:\.json)?$/, '');
  return parseArchiveName(archive) && archive;
};

export const manifestNameOf = (archive: string): string => archive.replace(/\.tar$/, manifestEnding);

/** Name of the archive that a manifest's name belongs to; undefined for other files. */
export const archiveOfManifest = (name: string): string | undefined =>
  name.endsWith(manifestEnding) && name !== markerName ? `${name.slice(0, -manifestEnding.length)}.tar` : undefined;

/**
 * Name of the archive whose manifest was written twice: where a listing hid the first, the drive gives the second a number
 * (`NAME.manifest 2.json`). Undefined for every other file.
 */
export const archiveOfTwin = (name: string): string | undefined => {
  const [, base] = /^(.+)\.manifest \d{1,3}\.json$/.exec(name) ?? [];
  return base !== undefined && parseArchiveName(`${base}.tar`) ? `${base}.tar` : undefined;
};

/** The file that says whose folder it is. */
export const markerName = 'instance.json';

/**
 * A file in which a computer kept a folder's manifests together, for those that see the folder for the first time. Only ever
 * a shortcut: a program that does not know it misses nothing, and deleting it loses nothing.
 *
 * @param computer first six hex digits of the computer's id; @param attempt six random ones, for no name is used twice
 */
export const buildIndexName = (computer: string, attempt: string): string => `index-${computer}${attempt}.jsonl`;

export const isIndexName = (name: string): boolean => /^index-[0-9a-f]{12}\.jsonl$/.test(name);

/** Twelve hex digits at the end of an archive's name, which no other archive has: its computer and attempt. */
export const attemptOf = (archive: string): string | undefined => {
  const found = parseArchiveName(archive);
  return found && `${found.computer}${found.attempt}`;
};

export interface TestName {
  /** Of the archive that was brought back (`attemptOf`). */
  readonly attempt: string;
  readonly at: Date;
  readonly verdict: TestVerdict;
}

/**
 * The note that a copy was brought back for a test. Its name tells all that other computers need, so it costs them no
 * request; a program that does not know it misses nothing.
 */
export const buildTestName = ({ attempt, at, verdict }: TestName): string =>
  `test-${attempt}-${noteMoment(at)}-${verdict}.json`;

/** `at`: ISO 8601, in UTC. */
export const parseTestName = (name: string): (Omit<TestName, 'at'> & { readonly at: string }) | undefined => {
  const [, attempt = '', moment = '', verdict = ''] =
    /^test-([0-9a-f]{12})-(\d{8}T\d{6}Z)-([a-z-]+)\.json$/.exec(name) ?? [];
  const known = testVerdicts.find((one) => one === verdict);
  const at = readNoteMoment(moment);
  return known === undefined || at === undefined ? undefined : { attempt, at, verdict: known };
};

export interface PinName {
  /** Of the archive that is meant (`attemptOf`). */
  readonly attempt: string;
  readonly at: Date;
  /** Whether it is to be kept for ever, from then on. */
  readonly pinned: boolean;
}

/** The note that a copy is never to be deleted, or may be again: like that of a test, told by its name alone. */
export const buildPinName = ({ attempt, at, pinned }: PinName): string =>
  `pin-${attempt}-${noteMoment(at)}-${pinned ? 'on' : 'off'}.json`;

/** `at`: ISO 8601, in UTC. */
export const parsePinName = (name: string): (Omit<PinName, 'at'> & { readonly at: string }) | undefined => {
  const [, attempt = '', moment = '', state = ''] =
    /^pin-([0-9a-f]{12})-(\d{8}T\d{6}Z)-(on|off)\.json$/.exec(name) ?? [];
  const at = readNoteMoment(moment);
  return at === undefined ? undefined : { attempt, at, pinned: state === 'on' };
};

/** To the second, as it stands in the names of notes: `20261201T105500Z`. */
const noteMoment = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

const readNoteMoment = (moment: string): string | undefined => {
  const at = new Date(moment.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/**
 * A small file that is written and deleted to see whether that can be done.
 *
 * @param computer first six hex digits of the computer's id; @param attempt six random ones, for no name is used twice
 */
export const buildTrialName = (computer: string, attempt: string): string => `trial-${computer}${attempt}.txt`;

/** Whether this computer wrote it: nothing of another one is touched. */
export const isTrialNameOf = (computer: string, name: string): boolean =>
  name.startsWith(`trial-${computer}`) && /^trial-[0-9a-f]{12}\.txt$/.test(name);

/** How a backup id stands in names. Home Assistant's are 8 hex digits; one that does not fit is replaced by its hash. */
export const idInName = (backupId: string): string =>
  /^[A-Za-z0-9]{1,36}$/.test(backupId)
    ? backupId
    : `x${createHash('sha256').update(backupId).digest('hex').slice(0, 16)}`;

/** Date and time of a listing's ISO date as they are written in it: `2026-11-21T04:45:01.5+01:00` -> that local time. */
export const dayAndTime = (isoDate: string): { day: string; time: string } => {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})/.exec(isoDate);
  return { day: found?.[1] ?? '0000-00-00', time: `${found?.[2] ?? '00'}${found?.[3] ?? '00'}` };
};

/** `<Instance> (<id8>)`: readable, and found again by the id when Home Assistant gets another name. */
export const folderName = (instanceName: string, instanceId: string): string =>
  `${folderText(instanceName) || 'Home'} (${idOfFolderName(instanceId)})`;

const idOfFolderName = (instanceId: string): string =>
  plain(instanceId, 64).replaceAll('-', '').slice(0, 8).toLowerCase();

export const isFolderOf = (folder: string, instanceId: string): boolean =>
  folder.endsWith(` (${idOfFolderName(instanceId)})`);

/** Whether a folder is named as `folderName` names them, any home's. */
export const isInstanceFolderName = (folder: string): boolean => / \([a-z0-9]{8}\)$/.test(folder);

/** Whether a folder with files of these names is one that this program stores in. */
export const holdsBackups = (files: readonly string[]): boolean =>
  files.some((name) => name === markerName || parseArchiveName(archiveOfManifest(name) ?? name) !== undefined);

/** ASCII letters, digits, dots and dashes; accents dropped, everything else becomes a dash. */
const plain = (text: string, length: number): string =>
  ascii(text)
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .slice(0, Math.max(length, 0))
    .replace(/^[.-]+|[.-]+$/g, '');

const folderText = (text: string): string =>
  ascii(text)
    .replace(/[^A-Za-z0-9 .'-]+/g, ' ')
    .replace(/ +/g, ' ')
    .slice(0, 60)
    .replace(/^[ .]+|[ .]+$/g, '');

const ascii = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');
