import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configuredIndex } from '../../scripts/python-index.mjs';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pip-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const userFile = join('.config', 'pip', 'pip.conf');

it.each<[string, Record<string, string>, NodeJS.ProcessEnv, string]>([
  [
    'the environment first',
    { [userFile]: '[global]\nindex-url = https://b/' },
    { PIP_INDEX_URL: 'https://a/' },
    'https://a/',
  ],
  [
    "the user's file",
    { [userFile]: '# own\n[global]\ncert = x\nindex-url = https://b/simple\n' },
    {},
    'https://b/simple',
  ],
  ['the old place of it', { '.pip/pip.conf': '[global]\r\nindex_url: https://c/\r\n' }, {}, 'https://c/'],
  [
    'the section of the command before [global]',
    { [userFile]: '[download]\nindex-url=https://d/\n[global]\nindex-url=https://b/' },
    {},
    'https://d/',
  ],
  [
    'not the extra index',
    { [userFile]: '[global]\nextra-index-url=https://x/\nindex-url=https://b/' },
    {},
    'https://b/',
  ],
])('finds %s', (_, files, env, index) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  expect(configuredIndex({ HOME: home, ...env })).toBe(index);
});

it("reads the file PIP_CONFIG_FILE names before the user's own", () => {
  mkdirSync(join(home, '.pip'));
  writeFileSync(join(home, '.pip', 'pip.conf'), '[global]\nindex-url=https://own/');
  writeFileSync(join(home, 'named.conf'), '[global]\nindex-url=https://named/');
  expect(configuredIndex({ HOME: home, PIP_CONFIG_FILE: join(home, 'named.conf') })).toBe('https://named/');
});
