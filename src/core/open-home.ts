import { AppError } from './errors/app-error.ts';
import { connect } from './home-assistant/connect.ts';
import type { ConnectOptions } from './home-assistant/options.ts';
import { readToken } from './home-assistant/token-text.ts';
import type { TlsTrust } from './home-assistant/tls.ts';
import type { AppPorts } from './app-ports.ts';
import type { BackupSource } from './ports/backup-source.ts';
import type { SecretStore, Secrets } from './ports/secret-store.ts';
import type { InstanceSettings } from './settings/schema.ts';
import type { SettingsAccess } from './settings/settings.ts';
import { readTextIfThere } from './state/json-file.ts';

/** A connection to one instance, with its token read late. Errors: those of `connect`, `secrets.*`. */
export const connectTo = async (
  instance: InstanceSettings,
  ports: AppPorts,
  settings: SettingsAccess,
  store: () => Promise<SecretStore>,
  signal: AbortSignal,
): Promise<BackupSource> => connect(await optionsFor(instance, ports, settings, store), signal);

/** What a connection to an instance that was set up needs. Errors: `settings.invalid` for a certificate file that is gone. */
export const optionsFor = async (
  instance: InstanceSettings,
  ports: AppPorts,
  settings: SettingsAccess,
  store: () => Promise<SecretStore>,
): Promise<ConnectOptions> => ({
  url: instance.url,
  token: async () => tokenOf(await (await store()).read(), instance.key),
  tls: await trustOf(instance.tls, settings.current.caFile ?? ports.environment['HA_ICLOUD_BACKUP_CA_FILE']),
  confirmedNetworks: instance.confirmedNetworks,
  allowedOrigin: instance.acceptedUnencrypted ?? new URL(instance.url).origin,
  network: ports.network,
  clock: ports.clock,
  logger: ports.logger,
  ...(instance.instanceId === null ? {} : { knownInstanceId: instance.instanceId }),
  ...(instance.instanceId === null || instance.minted ? {} : { ownInstanceId: instance.instanceId }),
  ...(ports.timings?.ha ? { timeouts: ports.timings.ha } : {}),
});

/** What makes Home Assistant's certificate good: the instance's own choice, else the authority that is set for everything. */
export const trustOf = async (tls: InstanceSettings['tls'], general: string | undefined): Promise<TlsTrust> => {
  const { caFile = general, fingerprint256 } = tls;
  const caPem = caFile === undefined ? undefined : await readTextIfThere(caFile);
  if (caFile !== undefined && caPem === undefined)
    throw new AppError('settings.invalid', { field: 'caFile', problem: 'is not there' });
  return { ...(caPem === undefined ? {} : { caPem }), ...(fingerprint256 === undefined ? {} : { fingerprint256 }) };
};

/** Errors: `ha.token-malformed`; `secrets.token-missing`, which does not mean that nothing was ever set up. */
export const tokenOf = (secrets: Secrets | undefined, instanceKey: string): string => {
  const token = secrets?.haTokens?.[instanceKey];
  if (token === undefined) throw new AppError('secrets.token-missing');
  return readToken(token);
};
