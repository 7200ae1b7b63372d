import type { Environment } from './environment-store.ts';

/**
 * How the program was started. `source`: from a clone, by someone who has its code at hand anyway. The packaged program
 * gets secrets from the keychain without a question, because the system knows it by its signature: no variable may put
 * other code or another trust in its place.
 */
export type Way = 'source' | 'packaged-cli' | 'packaged-window';

const everywhere: readonly Way[] = ['source', 'packaged-cli', 'packaged-window'];
const terminals: readonly Way[] = ['source', 'packaged-cli'];
const sourceOnly: readonly Way[] = ['source'];

interface Rule {
  readonly ways: readonly Way[];
  /** Why they may, or may not. */
  readonly why: string;
}

const system: Rule = { ways: everywhere, why: 'what a program needs to run, and where the user keeps things' };
const secret: Rule = {
  ways: everywhere,
  why: 'brings a secret in and takes none out; the store is chosen once, at set-up',
};
const proxy: Rule = { ways: everywhere, why: 'a way out only: what passes is encrypted from end to end' };
const trust: Rule = {
  ways: terminals,
  why: 'adds an authority to trust: with windows it has to be the one that Settings show',
};

/** Every variable that this program reads or hands on to rclone; the packaged program sees no other. Upper case. */
export const environmentRules: Readonly<Record<string, Rule>> = {
  HA_ICLOUD_BACKUP_RCLONE: { ways: sourceOnly, why: 'replaces code: what it names gets every secret' },
  HA_ICLOUD_BACKUP_HOME: {
    ways: everywhere,
    why: 'another folder has a keychain item of its own, so no secret follows',
  },
  HA_ICLOUD_BACKUP_TOKEN: secret,
  HA_ICLOUD_BACKUP_APPLE_PASSWORD: secret,
  HA_ICLOUD_BACKUP_CONFIG_KEY: secret,
  HA_ICLOUD_BACKUP_KEY: secret,
  HA_ICLOUD_BACKUP_CA_FILE: trust,
  SSL_CERT_FILE: trust,
  SSL_CERT_DIR: trust,
  HTTPS_PROXY: proxy,
  NO_PROXY: proxy,
  HA_ICLOUD_BACKUP_LANGUAGE: { ways: everywhere, why: 'words, dates and numbers; nothing else' },
  APPIMAGE: { ways: everywhere, why: 'the file to start at login; believed only by a program that runs out of it' },
  APPDIR: { ways: everywhere, why: 'tells whether it does' },
  ...Object.fromEntries(
    [
      ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'LANG', 'LC_ALL', 'LC_MESSAGES', 'LC_TIME', 'TZ'],
      ...['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_CURRENT_DESKTOP'],
      ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'TEMP', 'TMP'],
      ...['USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
    ].map((name) => [name, system] as const),
  ),
};

/** What Node, Electron or a library of ours acts on automatically, however late it is read. */
const followed = /^(?:NODE_|ELECTRON_|RCLONE_|SSLKEYLOGFILE$|DEBUG$)/i;

export interface OwnEnvironment {
  readonly environment: Environment;
  /** Names of ours that were set and do not count here. */
  readonly ignored: readonly string[];
}

/**
 * The variables that count. From a clone all of them, as they are; in the packaged program those of the table, and on
 * Windows, where their case is of no account, in upper case.
 */
export const ownEnvironment = (given: Environment, way: Way, platform: NodeJS.Platform): OwnEnvironment => {
  if (way === 'source') return { environment: given, ignored: [] };
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  const mayUse = (name: string): boolean => environmentRules[name.toUpperCase()]?.ways.includes(way) === true;
  return {
    environment: Object.fromEntries(
      set
        .filter(([name]) => mayUse(name))
        .map(([name, value]) => [platform === 'win32' ? name.toUpperCase() : name, value]),
    ),
    ignored: set.map(([name]) => name).filter((name) => name.startsWith('HA_ICLOUD_BACKUP_') && !mayUse(name)),
  };
};

/** Takes out of the packaged program's own environment what Node and libraries would obey, and children inherit. */
export const forgetForeignOrders = (environment: Record<string, string | undefined>): void => {
  for (const name of Object.keys(environment).filter((one) => followed.test(one)))
    Reflect.deleteProperty(environment, name);
};
