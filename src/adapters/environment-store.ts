import { AppError } from '../core/errors/app-error.ts';
import { cleanToken } from '../core/home-assistant/token-text.ts';
import { leastKeyLength, type Secrets, type SecretStore } from '../core/ports/secret-store.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables in which a server's administrator may hand over secrets; documented in the README. */
export const secretVariables = {
  haToken: 'HA_ICLOUD_BACKUP_TOKEN',
  applePassword: 'HA_ICLOUD_BACKUP_APPLE_PASSWORD',
  configKey: 'HA_ICLOUD_BACKUP_CONFIG_KEY',
} as const;

const backupKeys = 'HA_ICLOUD_BACKUP_KEY';

/** Keys of backups, one a line: old backups have other keys than new ones. */
export const backupKeysFrom = (environment: Environment): string[] =>
  (environment[backupKeys] ?? '')
    .split(/[\r\n]+/)
    .map((key) => key.trim())
    .filter((key) => key !== '');

/** Without it nothing can be kept: the rclone config is encrypted with it. */
export const hasConfigKey = (environment: Environment): boolean =>
  secretFrom(environment, secretVariables.configKey) !== undefined;

/** A key that somebody could guess; `openssl rand -hex 32` gives 64 characters. */
export const hasShortKey = (environment: Environment): boolean =>
  (secretFrom(environment, secretVariables.configKey) ?? '').length < leastKeyLength;

/**
 * A secret that a variable holds, without the line end of the file that it came from; blanks belong to it. An empty variable
 * counts as none. These variables are read here alone, or the same secret would be two.
 */
export const secretFrom = (environment: Environment, variable: string): string | undefined => {
  const value = environment[variable]?.replace(/[\r\n]+$/, '');
  return value === '' ? undefined : value;
};

/** Home Assistant's token as it was meant, whatever a file or a form added to it. */
const tokenFrom = (environment: Environment): string | undefined => {
  const text = secretFrom(environment, secretVariables.haToken);
  return text === undefined ? undefined : cleanToken(text);
};

/**
 * Secrets from the environment, for servers. Read only: writing what is there already is fine, anything else is refused with
 * `secrets.denied`, because it would be lost at the next start.
 */
export class EnvironmentStore implements SecretStore {
  readonly kind = 'environment';
  readonly #environment: Environment;
  readonly #instanceKeys: () => readonly string[];

  /** @param instanceKeys - keys of the instances in the settings: the one token is for each of them */
  constructor(environment: Environment, instanceKeys: () => readonly string[]) {
    this.#environment = environment;
    this.#instanceKeys = instanceKeys;
  }

  read(): Promise<Secrets | undefined> {
    const { applePassword, configKey, haToken } = this.#values();
    if (applePassword === undefined && configKey === undefined && haToken === undefined) {
      return Promise.resolve(undefined);
    }
    return Promise.resolve({
      ...(applePassword === undefined ? {} : { applePassword }),
      ...(configKey === undefined ? {} : { configKey }),
      ...(haToken === undefined ? {} : { haTokens: this.#tokens(haToken) }),
    });
  }

  write(secrets: Secrets): Promise<void> {
    const { applePassword, configKey, haToken } = this.#values();
    const tokens = Object.values(secrets.haTokens ?? {});
    if (secrets.applePassword !== applePassword) return Promise.reject(refusal(secretVariables.applePassword));
    if (secrets.backupKeys !== undefined) return Promise.reject(refusal(backupKeys));
    if (secrets.configKey !== configKey) return Promise.reject(refusal(secretVariables.configKey));
    if (tokens.some((token) => token !== haToken)) return Promise.reject(refusal(secretVariables.haToken));
    return Promise.resolve();
  }

  remove(): Promise<void> {
    const present = Object.values(secretVariables).find((name) => secretFrom(this.#environment, name) !== undefined);
    return present === undefined ? Promise.resolve() : Promise.reject(refusal(present));
  }

  #values(): Record<keyof typeof secretVariables, string | undefined> {
    return {
      haToken: tokenFrom(this.#environment),
      applePassword: secretFrom(this.#environment, secretVariables.applePassword),
      configKey: secretFrom(this.#environment, secretVariables.configKey),
    };
  }

  #tokens(token: string): Record<string, string> {
    return Object.fromEntries(this.#instanceKeys().map((key) => [key, token]));
  }
}

const refusal = (variable: string): AppError => new AppError('secrets.denied', { store: 'environment', variable });
