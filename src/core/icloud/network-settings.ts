import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { AppError } from '../errors/app-error.ts';
import { readTextIfThere, writeFileAtomically } from '../state/json-file.ts';
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

const writeBundle = async (caFile: string, bundleFile: string): Promise<string> => {
  const bundle = [await readCertificates(caFile), ...publicAuthorities()].map((pem) => pem.trim()).join('\n');
  const text = `${bundle}\n`;
  if ((await readTextIfThere(bundleFile)) !== text) await writeFileAtomically(bundleFile, text);
  return bundleFile;
};

const readCertificates = async (caFile: string): Promise<string> => {
  try {
    const pem = await readFile(caFile, 'utf8');
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
