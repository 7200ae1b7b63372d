import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { AppError } from '../errors/app-error.ts';
import { readOwnText, writeFileAtomically } from '../state/small-file.ts';
import type { Environment, RcloneNetwork } from './environment.ts';

/** The user's settings for the way out; each wins over the environment's. */
export interface NetworkSettings {
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  /** PEM file with authorities to trust besides the public ones. Default: HA_ICLOUD_BACKUP_CA_FILE. */
  readonly caFile?: string;
}

/**
 * Settings and environment as rclone needs them. Given a CA file rclone trusts that one alone, so an extra authority is
 * written to `bundleFile` together with all public ones. Errors: `settings.invalid` when the file holds no certificate.
 */
export const rcloneNetwork = async (
  settings: NetworkSettings,
  environment: Environment,
  bundleFile: string,
): Promise<RcloneNetwork> => {
  const caFile = settings.caFile ?? environment['HA_ICLOUD_BACKUP_CA_FILE'];
  return {
    ...(settings.httpsProxy === undefined ? {} : { httpsProxy: settings.httpsProxy }),
    ...(settings.noProxy === undefined ? {} : { noProxy: settings.noProxy }),
    ...(caFile === undefined || caFile === '' ? {} : { caBundle: await writeBundle(caFile, bundleFile) }),
  };
};

/**
 * Every authority to trust on the internet, PEM: the public ones and that of the file, if there is one. Error:
 * `settings.invalid` when the file holds no certificate.
 */
export const trustedAuthorities = async (caFile: string | undefined): Promise<readonly string[]> =>
  caFile === undefined || caFile === ''
    ? publicAuthorities()
    : [await readCertificates(caFile), ...publicAuthorities()];

const writeBundle = async (caFile: string, bundleFile: string): Promise<string> => {
  const bundle = (await trustedAuthorities(caFile)).map((pem) => pem.trim()).join('\n');
  const text = `${bundle}\n`;
  if ((await readOwnText(bundleFile)) !== text) await writeFileAtomically(bundleFile, text);
  return bundleFile;
};

const readCertificates = async (caFile: string): Promise<string> => {
  try {
    const pem = (await readOwnText(caFile)) ?? '';
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new AppError('settings.invalid', { setting: 'caFile' }, error);
  }
};

/** Node's own list, and the system's where this Node can tell it (22.15 and later): companies put theirs there. */
const publicAuthorities = (): readonly string[] => {
  const system: unknown = 'getCACertificates' in tls ? tls.getCACertificates : undefined;
  return [...tls.rootCertificates, ...(isLister(system) ? system('system') : [])];
};

const isLister = (value: unknown): value is (kind: 'system') => string[] => typeof value === 'function';
