import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the program lies in an unpacked Electron. */
const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * An Electron that can be started: the folder that ELECTRON_OVERRIDE_DIST_PATH names, or what the npm package has
 * downloaded. (The package itself would download it right away when asked.)
 *
 * @param {string} root
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} platform
 * @returns {string | undefined}
 */
export function findElectron(root, environment, platform) {
  const program = platform === 'darwin' || platform === 'win32' ? programs[platform] : 'electron';
  const given = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given !== undefined && given !== '') return ifThere(join(given, program));
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  return existsSync(named) ? ifThere(join(folder, 'dist', readFileSync(named, 'utf8'))) : undefined;
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function ifThere(path) {
  return existsSync(path) ? path : undefined;
}
