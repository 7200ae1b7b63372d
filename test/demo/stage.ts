import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEndSignal } from '../../src/adapters/signals.ts';
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
  const apple = await startAppleSimulator();
  const home = await startHomeAssistantSimulator({
    name: 'Demo Home',
    encryptionKeySet: true,
    payloadBytes: 3_000_000,
    automatic: { recurrence: 'daily', copies: 7 },
  });
  const stop = new AbortController();
  onEndSignal(() => stop.abort());
  const environment = environmentOf(folder, apple, home);
  return {
    folder,
    dataDir: join(folder, 'data'),
    apple,
    home,
    environment,
    terminal: new Terminal(folder, environment, stop.signal),
    stopped: stop.signal,
    clear: async () => {
      await home.stop();
      await apple.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What a server's administrator would set; with a keychain the program keeps the secrets there instead. */
const environmentOf = (
  folder: string,
  apple: AppleSimulator,
  home: HomeAssistantSimulator,
): Readonly<Record<string, string>> => {
  const { HTTPS_PROXY = '', RCLONE_CA_CERT = '' } = apple.env();
  return {
    HA_ICLOUD_BACKUP_HOME: join(folder, 'data'),
    HA_ICLOUD_BACKUP_TOKEN: home.token,
    HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.account.password,
    HA_ICLOUD_BACKUP_CONFIG_KEY: randomBytes(32).toString('hex'),
    HA_ICLOUD_BACKUP_CA_FILE: RCLONE_CA_CERT,
    HTTPS_PROXY,
  };
};
