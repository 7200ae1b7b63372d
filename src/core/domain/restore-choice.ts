import type { RestoreChoice } from '../../shared/into-home.ts';
import { AppError } from '../errors/app-error.ts';

/** What a backup holds, or what of it is to be restored. Folders as Home Assistant calls them: `addons/local`. */
export interface Holdings {
  readonly homeassistant: boolean;
  readonly database: boolean;
  /** Slugs. */
  readonly apps: readonly string[];
  readonly folders: readonly string[];
}

const homeassistant = 'homeassistant';
const database = 'database';

/** As the folder's part of an archive is called. */
const folderName = (folder: string): string => folder.replaceAll('/', '_');

/**
 * What can be restored by itself (facts#restoring): the Supervisor takes the database with Home Assistant or not at all, and Core
 * takes neither apps nor folders.
 */
export const partsToChoose = (holds: Holdings, hasSupervisor: boolean): string[] => [
  ...(holds.homeassistant ? [homeassistant] : []),
  ...(hasSupervisor
    ? [...holds.apps, ...holds.folders.map(folderName)]
    : holds.homeassistant && holds.database
      ? [database]
      : []),
];

/** What Home Assistant is to be asked for. Errors: `restore.no-such-part`, `restore.nothing-chosen`. */
export const chosenOf = (holds: Holdings, hasSupervisor: boolean, { only, without = [] }: RestoreChoice): Holdings => {
  const parts = partsToChoose(holds, hasSupervisor);
  const unknown = [...(only ?? []), ...without].find((name) => !parts.includes(name));
  if (unknown !== undefined) throw new AppError('restore.no-such-part', { part: unknown, parts: parts.join(', ') });
  const isChosen = (name: string): boolean => (only ?? parts).includes(name) && !without.includes(name);
  // A backup of nothing that can be restored is Home Assistant's to refuse.
  if (parts.length > 0 && !parts.some(isChosen)) throw new AppError('restore.nothing-chosen');
  const isCore = holds.homeassistant && isChosen(homeassistant);
  return {
    homeassistant: isCore,
    database: holds.database && (hasSupervisor ? isCore : isChosen(database)),
    apps: holds.apps.filter((slug) => hasSupervisor && isChosen(slug)),
    folders: holds.folders.filter((folder) => hasSupervisor && isChosen(folderName(folder))),
  };
};
