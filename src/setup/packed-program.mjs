import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The program in an unpacked package, by system.
 *
 * @param {string} dist
 * @returns {string}
 */
export const programIn = (dist) => {
  const found = readdirSync(dist)
    .flatMap((folder) => [
      join(dist, folder, 'HA iCloud Backup.app', 'Contents', 'MacOS', 'HA iCloud Backup'),
      join(dist, folder, 'HA iCloud Backup.exe'),
      join(dist, folder, 'ha-icloud-backup'),
    ])
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`There is no unpacked package in ${dist}.`);
  return found;
};
