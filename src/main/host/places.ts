import { join } from 'node:path';
import type { Place } from '../../shared/contract/places.ts';
import type { DesktopPlatform } from '../../shared/vocabulary.ts';

export interface PlaceFacts {
  readonly platform: DesktopPlatform;
  /** The user's home folder. */
  readonly home: string;
  /** Address of the user's own Home Assistant. */
  readonly homeUrl: string | undefined;
  /** Folder of the backups in iCloud Drive. */
  readonly baseFolder: string;
  readonly logsDir: string;
  /** Settings, history and what else the program remembers. */
  readonly dataDir: string;
  /** With the licences of all that is in the package. */
  readonly resourcesDir: string;
  /** See shared/project-page.ts. */
  readonly projectPage: string | undefined;
  /** Of the newer release, where one was found. */
  readonly updatePage: string | undefined;
}

/** Where a place is; of several paths the first that exists, and the address where there is none. */
export type LinkTarget =
  | { readonly kind: 'folder'; readonly paths: readonly string[]; readonly otherwise: string | undefined }
  | { readonly kind: 'web'; readonly url: string }
  | { readonly kind: 'login-items' }
  /** Home Assistant's address is not known yet, or the program is published nowhere. */
  | { readonly kind: 'unknown'; readonly because: 'settings.not-set-up' | 'internal' };

/** Pages of Apple's that everybody can reach; iCloud Drive has no address for a folder of its own. */
const web = {
  'cloud-trash': 'https://www.icloud.com/recovery/',
  'cloud-web': 'https://www.icloud.com/',
  'apple-account': 'https://account.apple.com/',
  'restore-guide': 'https://www.home-assistant.io/common-tasks/general/#restoring-a-backup',
} as const;
const isOnTheWeb = (place: Place): place is keyof typeof web => place in web;
const driveOnTheWeb = 'https://www.icloud.com/iclouddrive/';

/** Pages of the user's own Home Assistant. */
const homePaths = {
  'home-assistant-backups': '/config/backup',
  'home-assistant-token': '/profile/security',
  'home-assistant-kit': '/config/backup/settings',
} as const;
const isOfHome = (place: Place): place is keyof typeof homePaths => place in homePaths;

/** Pure. Windows name a place, never an address. */
export const destinationOf = (place: Place, facts: PlaceFacts): LinkTarget => {
  if (isOfHome(place)) return ofHome(facts.homeUrl, homePaths[place]);
  if (isOnTheWeb(place)) return { kind: 'web', url: web[place] };
  switch (place) {
    case 'cloud-folder':
      return { kind: 'folder', paths: drivePaths(facts), otherwise: driveOnTheWeb };
    case 'logs':
      return { kind: 'folder', paths: [facts.logsDir], otherwise: undefined };
    case 'data':
      return { kind: 'folder', paths: [facts.dataDir], otherwise: undefined };
    case 'licences':
      return { kind: 'folder', paths: [facts.resourcesDir], otherwise: undefined };
    case 'login-items':
      return { kind: 'login-items' };
    case 'release':
      return ofProject(facts.projectPage, 'releases', facts.updatePage);
    case 'report-problem':
      return ofProject(facts.projectPage, 'issues');
  }
};

/** @param exact - the very page, where it is known */
const ofProject = (page: string | undefined, path: string, exact = page && `${page}/${path}`): LinkTarget =>
  exact === undefined ? { kind: 'unknown', because: 'internal' } : { kind: 'web', url: exact };

/** Never by way of my.home-assistant.io: which Home Assistant is meant is known here, and nobody else's business. */
const ofHome = (homeUrl: string | undefined, path: string): LinkTarget =>
  homeUrl === undefined
    ? { kind: 'unknown', because: 'settings.not-set-up' }
    : { kind: 'web', url: new URL(path, homeUrl).href };

/** Apple's own programs keep iCloud Drive there, where they are installed. */
const drivePaths = ({ platform, home, baseFolder }: PlaceFacts): string[] => {
  const roots = {
    darwin: [join(home, 'Library', 'Mobile Documents', 'com~apple~CloudDocs')],
    win32: [join(home, 'iCloudDrive')],
    linux: [],
  }[platform];
  return roots.flatMap((root) => [join(root, ...baseFolder.split('/')), root]);
};
