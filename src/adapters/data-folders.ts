import { createHash } from 'node:crypto';
import { chmod, lstat } from 'node:fs/promises';
import { join, posix, win32, type PlatformPath } from 'node:path';
import { diskError, writeFileAtomically } from '../core/state/small-file.ts';
import { makeFolder } from '../core/state/make-folder.ts';

/** Where this program keeps what. */
export interface DataFolders {
  /** Settings, gates, history, the encrypted rclone config, locks. */
  readonly data: string;
  /** Archives on their way. Big, local to this computer, worthless once uploaded. */
  readonly staging: string;
  /** What can be fetched again: manifests, rclone's endpoint cache. */
  readonly cache: string;
  readonly logs: string;
  /** Tells this data folder's keychain item from those of others: `default`, or a hash of its path. */
  readonly label: string;
}

export interface FolderFacts {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** `--data-dir`; wins over the variable HA_ICLOUD_BACKUP_HOME. Relative to `workingFolder`. */
  readonly override?: string | undefined;
  readonly workingFolder: string;
}

const appName = 'HA iCloud Backup';
const unixName = 'ha-icloud-backup';

/**
 * - macOS: Application Support; staging in ~/Library/Caches, which Time Machine leaves out.
 * - Windows: all of it in %LocalAppData%, never in the roaming profile: it would copy archives at every log-off, and two
 *   computers with one profile would share a computer id and a lock.
 * - Linux: the XDG folders.
 *
 * With a folder given by the user, everything is below it, whatever the system's backup does with that.
 */
export const dataFolders = (facts: FolderFacts): DataFolders => {
  const path = facts.platform === 'win32' ? win32 : posix;
  const given = facts.override ?? nonEmpty(facts.environment['HA_ICLOUD_BACKUP_HOME']);
  if (given !== undefined) {
    const root = path.resolve(facts.workingFolder, given);
    const label = createHash('sha256').update(root).digest('hex').slice(0, 12);
    return { ...below(root, path), label };
  }
  if (facts.platform === 'darwin') return macFolders(facts);
  return facts.platform === 'win32' ? windowsFolders(facts) : linuxFolders(facts);
};

const below = (root: string, path: PlatformPath): Omit<DataFolders, 'label'> => ({
  data: root,
  staging: path.join(root, 'staging'),
  cache: path.join(root, 'cache'),
  logs: path.join(root, 'logs'),
});

const macFolders = ({ home }: FolderFacts): DataFolders => {
  const library = posix.join(home, 'Library');
  const caches = posix.join(library, 'Caches', appName);
  return {
    data: posix.join(library, 'Application Support', appName),
    staging: posix.join(caches, 'staging'),
    cache: posix.join(caches, 'cache'),
    logs: posix.join(library, 'Logs', appName),
    label: 'default',
  };
};

const windowsFolders = ({ home, environment }: FolderFacts): DataFolders => {
  const local = nonEmpty(environment['LOCALAPPDATA']) ?? win32.join(home, 'AppData', 'Local');
  return { ...below(win32.join(local, appName), win32), label: 'default' };
};

const linuxFolders = ({ home, environment }: FolderFacts): DataFolders => {
  // The XDG specification: relative paths in these variables are to be ignored.
  const base = (variable: string, usual: string): string => {
    const given = environment[variable];
    return posix.join(given !== undefined && posix.isAbsolute(given) ? given : posix.join(home, usual), unixName);
  };
  const cache = base('XDG_CACHE_HOME', '.cache');
  return {
    data: base('XDG_DATA_HOME', '.local/share'),
    staging: posix.join(cache, 'staging'),
    cache: posix.join(cache, 'cache'),
    logs: posix.join(base('XDG_STATE_HOME', '.local/state'), 'logs'),
    label: 'default',
  };
};

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** https://bford.info/cachedir/: backup programs on Linux leave a folder with this file out. */
const cacheTag =
  'Signature: 8a477f597d28d172789f06886806bc55\n# Archives of HA iCloud Backup on their way to iCloud.\n';

/**
 * Makes the folders, for this user alone (0700; on Windows the profile's own rights do that). Errors: `disk.full`,
 * `disk.failed`.
 */
export const makeDataFolders = async (folders: DataFolders): Promise<void> => {
  try {
    for (const folder of [folders.data, folders.staging, folders.cache, folders.logs]) {
      await makeFolder(folder, 0o700);
      // One that was there before may be open to others.
      await chmod(folder, 0o700);
    }
    await mark(join(folders.staging, 'CACHEDIR.TAG'), cacheTag);
    // Spotlight would read every archive.
    await mark(join(folders.staging, '.metadata_never_index'), '');
  } catch (error) {
    throw diskError(error);
  }
};

/** Once: a start on a full disk has nothing to write then. A link in its place is replaced, never written through. */
const mark = async (path: string, text: string): Promise<void> => {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== Buffer.byteLength(text)) await writeFileAtomically(path, text);
};
