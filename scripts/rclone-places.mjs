import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variable with the path of an rclone executable or official zip to take instead of downloading. */
export const FILE_VARIABLE = 'HA_ICLOUD_BACKUP_RCLONE_FILE';

/**
 * @param {string} target
 * @returns {string} the executable's own name
 */
export function executableName(target) {
  return target.startsWith('win32-') ? 'rclone.exe' : 'rclone';
}

/**
 * Where the project expects the executable.
 *
 * @param {string} root
 * @param {string} target
 * @returns {string}
 */
export function placeOf(root, target) {
  return join(root, 'resources', 'rclone', target, executableName(target));
}

/**
 * Where executables outlive a clone, so that the next one downloads nothing.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  return join(userCaches(env, platform), 'ha-icloud-backup', 'rclone');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
function userCaches(env, platform) {
  const home = env['HOME'] ?? homedir();
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  // An empty XDG variable counts as unset (XDG Base Directory Specification).
  const named = env['XDG_CACHE_HOME'] === '' ? undefined : env['XDG_CACHE_HOME'];
  return named ?? join(home, '.cache');
}

/**
 * @param {string} folder
 * @param {string} version
 * @param {string} target
 * @returns {string}
 */
export function cachedFile(folder, version, target) {
  return join(folder, `rclone-${version}-${target}${target.startsWith('win32-') ? '.exe' : ''}`);
}
