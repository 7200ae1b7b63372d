/**
 * What npm, pip, node-gyp and the compilers need of the environment, by name. Everything else stays outside: in a release the
 * environment holds certificates and passwords, and npm runs scripts of other people's packages.
 */
const needed = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'CI'],
  ...['USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT'],
  ...[
    'PROGRAMDATA',
    'PROGRAMFILES',
    'PROGRAMFILES(X86)',
    'PROGRAMW6432',
    'COMMONPROGRAMFILES',
    'COMMONPROGRAMFILES(X86)',
  ],
  ...['NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE', 'PROCESSOR_ARCHITEW6432', 'OS', 'VSINSTALLDIR', 'VCINSTALLDIR'],
  ...['CC', 'CXX', 'AR', 'CFLAGS', 'CXXFLAGS', 'CPPFLAGS', 'LDFLAGS', 'MAKEFLAGS', 'PYTHON', 'PKG_CONFIG_PATH'],
  ...['SDKROOT', 'DEVELOPER_DIR', 'MACOSX_DEPLOYMENT_TARGET'],
  ...[
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'XDG_CACHE_HOME',
  ],
  // Where rclone comes from, where it is not in place yet.
  ...['PIP_INDEX_URL', 'PIP_CONFIG_FILE', 'PIP_CERT', 'HA_ICLOUD_BACKUP_RCLONE_FILE'],
];
const neededNames = new Set(needed);

/** npm's settings, but for those that sign in: nothing that runs here publishes or asks a private registry. */
const npmSetting = /^npm_config_/i;
const npmSecret = /auth|token|passw|secret|otp|cert$|key$/i;

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Record<string, string>}
 */
export const cleanEnvironment = (environment) =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const isNeeded = neededNames.has(name.toUpperCase()) || (npmSetting.test(name) && !npmSecret.test(name));
      return value !== undefined && isNeeded ? [[name, value]] : [];
    }),
  );
