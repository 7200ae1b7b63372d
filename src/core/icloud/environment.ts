import { obscure } from './obscure.ts';

/** What rclone must know and nobody else: handed over in its environment, which only the same user can read. */
export interface RcloneSecrets {
  /** Password of the encrypted config file. */
  readonly configKey: string;
  readonly applePassword?: string;
  /** Of the account that is signed in, or about to be. It wins over the one in the config section. */
  readonly appleId?: string;
  /** To the question of a sign-in's last step: perhaps a code. rclone reads `--result` from it. */
  readonly answer?: string;
}

/** How rclone gets out. What is set here wins over the parent's variables. */
export interface RcloneNetwork {
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  /** PEM file with every authority to trust: rclone drops the system's own when it gets one (fs/fshttp/http.go). */
  readonly caBundle?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that a program needs to run at all, and those that say how to reach the internet (upper case). */
const inherited = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);

/**
 * The parent's variables that a child may see. All RCLONE_* are dropped: rclone reads each as an option, and one stray
 * RCLONE_VERSION makes every call fail.
 */
export const inheritedEnvironment = (parent: Environment, network: RcloneNetwork): Record<string, string> => {
  const replaced = new Set<string>();
  if (network.httpsProxy !== undefined) replaced.add('HTTPS_PROXY');
  if (network.noProxy !== undefined) replaced.add('NO_PROXY');
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent)) {
    const upper = name.toUpperCase();
    if (value !== undefined && inherited.has(upper) && !replaced.has(upper)) child[name] = value;
  }
  if (network.httpsProxy !== undefined) child['HTTPS_PROXY'] = network.httpsProxy;
  if (network.noProxy !== undefined) child['NO_PROXY'] = network.noProxy;
  if (network.caBundle !== undefined) child['RCLONE_CA_CERT'] = network.caBundle;
  return child;
};

/**
 * A start of rclone is mostly Go preparing itself, and its collector running over next to nothing. It stays off below that
 * limit, which a call for a listing never reaches: a third less of the processor, for hardly more memory
 * (facts#rclone-environment).
 */
export const goRuntime = { GOGC: 'off', GOMEMLIMIT: '64MiB' };

/** The whole environment of an rclone process (facts#rclone-environment). Nothing else of the parent's reaches it. */
export const rcloneEnvironment = (
  parent: Environment,
  network: RcloneNetwork,
  places: { readonly config: string; readonly cacheDir: string },
  secrets: RcloneSecrets,
): Record<string, string> => ({
  ...inheritedEnvironment(parent, network),
  ...goRuntime,
  RCLONE_CONFIG: places.config,
  RCLONE_CACHE_DIR: places.cacheDir,
  RCLONE_CONFIG_PASS: secrets.configKey,
  RCLONE_ASK_PASSWORD: 'false',
  ...(secrets.applePassword === undefined
    ? {}
    : { RCLONE_ICLOUDDRIVE_PASSWORD: obscure(secrets.applePassword, secrets.configKey) }),
  ...(secrets.appleId === undefined ? {} : { RCLONE_ICLOUDDRIVE_APPLE_ID: secrets.appleId }),
  ...(secrets.answer === undefined ? {} : { RCLONE_RESULT: secrets.answer }),
});
