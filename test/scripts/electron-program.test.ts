import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findElectron } from '../../scripts/electron-program.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'electron-program-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (path: string, text = ''): string => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
};

it('finds none where the package has not downloaded it', () => {
  expect(findElectron(root, {}, 'linux')).toBeUndefined();
  write('node_modules/electron/path.txt', 'electron');
  expect(findElectron(root, {}, 'linux')).toBeUndefined();
});

it('finds what the package has downloaded', () => {
  write('node_modules/electron/path.txt', 'electron');
  const program = write('node_modules/electron/dist/electron');
  expect(findElectron(root, {}, 'linux')).toBe(program);
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: '' }, 'linux')).toBe(program);
});

it.each([
  ['linux', 'electron'],
  ['win32', 'electron.exe'],
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
])('%s: the folder that was named comes first', (platform, name) => {
  write('node_modules/electron/path.txt', 'electron');
  write('node_modules/electron/dist/electron');
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'own') };
  expect(findElectron(root, environment, platform)).toBeUndefined();
  expect(write(`own/${name}`)).toBe(findElectron(root, environment, platform));
});
