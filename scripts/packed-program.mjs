import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * The program in an unpacked package, by system.
 *
 * @param {string} dist what electron-builder made
 * @returns {string}
 */
export const programIn = (dist) => {
  const found = (existsSync(dist) ? readdirSync(dist) : [])
    .flatMap((folder) => [
      join(dist, folder, 'HA iCloud Backup.app', 'Contents', 'MacOS', 'HA iCloud Backup'),
      join(dist, folder, 'HA iCloud Backup.exe'),
      join(dist, folder, 'ha-icloud-backup'),
    ])
    .find((path) => existsSync(path));
  if (found === undefined) throw new SetupError(`There is no unpacked package in ${dist}.`);
  return found;
};

/**
 * `process.resourcesPath` of that program.
 *
 * @param {string} program
 * @returns {string}
 */
export const resourcesOf = (program) =>
  program.includes('.app/') ? join(dirname(program), '..', 'Resources') : join(dirname(program), 'resources');

/**
 * What the app has written into its logs so far.
 *
 * @param {string} dataDir
 * @returns {string}
 */
export const logText = (dataDir) => {
  const folder = join(dataDir, 'logs');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
};
