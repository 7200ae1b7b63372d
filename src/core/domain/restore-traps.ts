import { isSince, newEncryptionSince, uploadLimit, versionNumber } from '../../shared/home-versions.ts';
import { AppError } from '../errors/app-error.ts';
import type { Manifest } from './manifest.ts';

/** What of a backup decides whether a Home Assistant can take it. */
export type Incoming = Pick<Manifest, 'size' | 'protected' | 'plainParts' | 'haVersion'>;

/** The Home Assistant that is to take it. */
export interface Receiver {
  readonly version: string;
  /** With one, another version of Core is fetched where the backup needs it. */
  readonly hasSupervisor: boolean;
  /** Bytes on its disk; undefined where it does not tell. */
  readonly freeBytes: number | undefined;
}

/** Left free on Home Assistant's disk beside the archive: it needs room to run. */
const spareBytes = 256 * 1024 * 1024;

/**
 * What is known to fail, before a byte was sent; undefined: nothing. Versions that cannot be read are given the benefit of the
 * doubt: Home Assistant decides then.
 */
export const restoreTrap = (backup: Incoming, home: Receiver): AppError | undefined => {
  const { version } = home;
  const needed = neededVersion(backup, home);
  if (needed !== undefined) return new AppError('restore.home-too-old', { version, needed });
  if (backup.size > uploadLimit.bytes && isSince(version, uploadLimit.from) && !isSince(version, uploadLimit.until))
    return new AppError('restore.upload-limit', { version, bytes: backup.size, limitBytes: uploadLimit.bytes });
  const neededBytes = backup.size + spareBytes;
  if (home.freeBytes !== undefined && home.freeBytes < neededBytes)
    return new AppError('restore.home-full', { freeBytes: home.freeBytes, neededBytes });
  return undefined;
};

/** The version that it would have to be, where it is an older one. */
const neededVersion = (backup: Incoming, { version, hasSupervisor }: Receiver): string | undefined => {
  const is = versionNumber(version);
  const made = versionNumber(backup.haVersion);
  if (is === undefined || made === undefined) return undefined;
  // Core alone refuses backups of a newer version, and only after its restart (facts#restoring).
  if (!hasSupervisor && is < made) return backup.haVersion ?? undefined;
  const isEncrypted = backup.protected || (backup.plainParts?.length ?? 0) > 0;
  const isNewKind = isEncrypted && isSince(backup.haVersion, newEncryptionSince);
  return isNewKind && !isSince(version, newEncryptionSince) ? newEncryptionSince : undefined;
};
