import { describe, expect, it } from 'vitest';
import { inheritedEnvironment, rcloneEnvironment } from '../../../src/core/icloud/environment.ts';
import { reveal } from './reveal.ts';

const places = { config: '/data/rclone.conf', cacheDir: '/data/cache' };

describe('rcloneEnvironment', () => {
  it('hands the secrets over and asks nothing', () => {
    const { RCLONE_ICLOUDDRIVE_PASSWORD: obscured = '', ...rest } = rcloneEnvironment({ PATH: '/bin' }, {}, places, {
      configKey: 'k',
      applePassword: 'secret words',
      appleId: 'me@example.com',
    });
    expect(reveal(obscured)).toBe('secret words');
    expect(rest).toEqual({
      PATH: '/bin',
      GOGC: 'off',
      GOMEMLIMIT: '64MiB',
      RCLONE_CONFIG: '/data/rclone.conf',
      RCLONE_CACHE_DIR: '/data/cache',
      RCLONE_CONFIG_PASS: 'k',
      RCLONE_ASK_PASSWORD: 'false',
      RCLONE_ICLOUDDRIVE_APPLE_ID: 'me@example.com',
    });
  });

  it('sets nothing for a password that is not there: an empty one would be sent to Apple', () => {
    const names = Object.keys(rcloneEnvironment({}, {}, places, { configKey: 'k' }));
    expect(names).toEqual([
      'GOGC',
      'GOMEMLIMIT',
      'RCLONE_CONFIG',
      'RCLONE_CACHE_DIR',
      'RCLONE_CONFIG_PASS',
      'RCLONE_ASK_PASSWORD',
    ]);
  });
});

describe('inheritedEnvironment', () => {
  it.each([
    ['PATH', true],
    ['Path', true],
    ['SystemRoot', true],
    ['HOME', true],
    ['TMPDIR', true],
    ['LANG', true],
    ['HTTPS_PROXY', true],
    ['https_proxy', true],
    ['NO_PROXY', true],
    ['no_proxy', true],
    ['SSL_CERT_FILE', true],
    ['SSL_CERT_DIR', true],
    ['RCLONE_VERSION', false],
    ['RCLONE_LOG_FILE', false],
    ['rclone_config', false],
    ['HA_ICLOUD_BACKUP_TOKEN', false],
    ['HA_ICLOUD_BACKUP_APPLE_PASSWORD', false],
    ['AWS_SECRET_ACCESS_KEY', false],
    ['JOURNAL_STREAM', false],
  ])('%s: %s', (name, passed) => {
    expect(inheritedEnvironment({ [name]: 'value' }, {})).toEqual(passed ? { [name]: 'value' } : {});
  });

  it('lets the settings win over both spellings of the environment', () => {
    const parent = { HTTPS_PROXY: 'http://old', https_proxy: 'http://older', NO_PROXY: 'x', no_proxy: 'y', PATH: 'p' };
    const network = { httpsProxy: 'http://new', noProxy: '', caBundle: '/ca.pem' };
    expect(inheritedEnvironment(parent, network)).toEqual({
      PATH: 'p',
      HTTPS_PROXY: 'http://new',
      NO_PROXY: '',
      RCLONE_CA_CERT: '/ca.pem',
    });
  });
});
