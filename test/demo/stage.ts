import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolders } from '../../src/adapters/data-folders.ts';
import { KeychainStore } from '../../src/adapters/keychain-store.ts';
import { onEndSignal } from '../../src/adapters/signals.ts';
import { isCode } from '../../src/core/errors/app-error.ts';
import { startAppleSimulator, type AppleSimulator } from '../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { Terminal } from './terminal.ts';

/** Everything that a demo plays on: two simulators, an empty folder, a terminal. */
export interface Stage {
  readonly folder: string;
  readonly dataDir: string;
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly environment: Readonly<Record<string, string>>;
  readonly terminal: Terminal;
  /** The person at the terminal has seen enough. */
  readonly stopped: AbortSignal;
  clear(): Promise<void>;
}

export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

export const setStage = async (): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'ha-icloud-backup-demo-'));
  const keychain = await findKeychain(folder);
  const apple = await startAppleSimulator();
  const home = await startHomeAssistantSimulator({
    name: 'Demo Home',
    encryptionKeySet: true,
    payloadBytes: 3_000_000,
    automatic: { recurrence: 'daily', copies: 7 },
  });
  const stop = new AbortController();
  onEndSignal(() => stop.abort());
  const environment = environmentOf(folder, apple, home, keychain !== undefined);
  return {
    folder,
    dataDir: join(folder, 'data'),
    apple,
    home,
    environment,
    terminal: new Terminal(folder, environment, stop.signal),
    stopped: stop.signal,
    clear: async () => {
      // There only where the demo broke off: its last step takes it away as a user would.
      await keychain?.remove();
      await home.stop();
      await apple.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The item that the program will keep in this computer's keychain; undefined = there is no keychain that works by itself. */
const findKeychain = async (folder: string): Promise<KeychainStore | undefined> => {
  const places = { platform: process.platform, environment: {}, home: folder, workingFolder: folder };
  const keychain = new KeychainStore({ account: dataFolders({ ...places, override: join(folder, 'data') }).label });
  try {
    await keychain.probe();
    return keychain;
  } catch (error) {
    if (!isCode(error, 'secrets.unavailable', 'secrets.locked', 'secrets.denied')) throw error;
    return undefined;
  }
};

/**
 * Token and password stand for what a person would type. With a config key the program takes all its secrets from the
 * environment, as on a server, whether or not there is a keychain: so it gets one only where there is none.
 */
const environmentOf = (
  folder: string,
  apple: AppleSimulator,
  home: HomeAssistantSimulator,
  hasKeychain: boolean,
): Readonly<Record<string, string>> => {
  const { HTTPS_PROXY = '', RCLONE_CA_CERT = '' } = apple.env();
  return {
    HA_ICLOUD_BACKUP_HOME: join(folder, 'data'),
    HA_ICLOUD_BACKUP_TOKEN: home.token,
    HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.account.password,
    ...(hasKeychain ? {} : { HA_ICLOUD_BACKUP_CONFIG_KEY: randomBytes(32).toString('hex') }),
    HA_ICLOUD_BACKUP_CA_FILE: RCLONE_CA_CERT,
    HTTPS_PROXY,
  };
};
