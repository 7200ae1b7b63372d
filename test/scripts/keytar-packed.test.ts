import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cleanEnvironment } from '../../scripts/clean-environment.mjs';
import { withoutOwnSecrets } from '../../scripts/dependencies.mjs';
import { buildEnvironment, isBuiltHere, noteBuilt } from '../../scripts/keytar-packed.mjs';

const secretNames = [
  ...['CSC_LINK', 'CSC_KEY_PASSWORD', 'WIN_CSC_LINK', 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_API_KEY'],
  ...['GH_TOKEN', 'GITHUB_TOKEN', 'NPM_TOKEN', 'NODE_AUTH_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'AWS_SECRET_ACCESS_KEY'],
  ...['HA_ICLOUD_BACKUP_TOKEN', 'HA_ICLOUD_BACKUP_APPLE_PASSWORD', 'HA_ICLOUD_BACKUP_CONFIG_KEY', 'NODE_OPTIONS'],
  ...['npm_config_//registry.example/:_authToken', 'npm_config__auth', 'NPM_CONFIG_OTP', 'npm_config_key'],
];
const secrets = Object.fromEntries(secretNames.map((name) => [name, 'x']));
const needed = {
  Path: '/bin',
  HOME: '/home/me',
  SystemRoot: 'C:\\Windows',
  'ProgramFiles(x86)': 'C:\\Program Files (x86)',
  npm_config_registry: 'https://registry.example/',
  https_proxy: 'http://proxy.example:3128',
  DEVELOPER_DIR: '/Applications/Xcode.app',
};

it('what a hook starts while packing gets what compilers need, and none of the secrets of a release', () => {
  expect(cleanEnvironment({ ...secrets, ...needed })).toEqual(needed);
});

it('keytar is built from its source, for the architecture of the package', () => {
  const environment = buildEnvironment({ ...secrets, ...needed }, 'arm64');
  expect(environment).toMatchObject({ ...needed, npm_config_arch: 'arm64', npm_config_build_from_source: 'true' });
  expect(secretNames.filter((name) => name in environment)).toEqual([]);
});

it('the set-up of a clone hands none of this program’s own secrets to npm', () => {
  const left = Object.keys(withoutOwnSecrets({ ...secrets, ...needed }));
  expect(left.filter((name) => name.startsWith('HA_ICLOUD_BACKUP_'))).toEqual([]);
  expect(left).toEqual(expect.arrayContaining(Object.keys(needed)));
});

it('a keytar without a note of its build here, or another one than that, is built again', () => {
  const root = mkdtempSync(join(tmpdir(), 'keytar-packed-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const file = join(root, 'keytar.node');
  expect(isBuiltHere(root, 'linux-x64', file)).toBe(false);
  writeFileSync(file, 'downloaded');
  expect(isBuiltHere(root, 'linux-x64', file)).toBe(false);
  noteBuilt(root, 'linux-x64', file);
  expect([isBuiltHere(root, 'linux-x64', file), isBuiltHere(root, 'linux-arm64', file)]).toEqual([true, false]);
  writeFileSync(file, 'another one');
  expect(isBuiltHere(root, 'linux-x64', file)).toBe(false);
});
