import { describe, expect, it } from 'vitest';
import { findLockfileProblems, type Lockfile, type Manifest } from '../../scripts/lockfile.mjs';

const manifest: Manifest = { devDependencies: { tool: '1.2.3' }, optionalDependencies: { keychain: '7.0.0' } };

function lockfileWith(changes: Lockfile['packages']): Lockfile {
  return {
    packages: {
      '': manifest,
      'node_modules/tool': {
        version: '1.2.3',
        integrity: 'sha512-a',
        optionalDependencies: { '@tool/linux': '1.2.3', '@tool/darwin': '1.2.3' },
      },
      'node_modules/@tool/linux': { version: '1.2.3', integrity: 'sha512-b', optional: true },
      'node_modules/tool/node_modules/@tool/darwin': { version: '1.2.3', integrity: 'sha512-c', optional: true },
      'node_modules/keychain': { version: '7.0.0', integrity: 'sha512-d', optional: true },
      ...changes,
    },
  };
}

function without(path: string): Lockfile {
  const { packages } = lockfileWith({});
  return { packages: Object.fromEntries(Object.entries(packages).filter(([name]) => name !== path)) };
}

describe('findLockfileProblems', () => {
  it('finds nothing in a complete lockfile, nested and hoisted packages alike', () => {
    expect(findLockfileProblems(lockfileWith({}), manifest)).toEqual([]);
  });

  it('accepts a link inside the repository', () => {
    const linked = lockfileWith({ 'node_modules/own': { resolved: 'packages/own', link: true } });
    expect(findLockfileProblems(linked, manifest)).toEqual([]);
  });

  it.each<[string, Lockfile, Manifest, string[]]>([
    [
      'a platform package npm left out',
      without('node_modules/@tool/linux'),
      manifest,
      ['node_modules/tool asks for the optional package @tool/linux, which has no entry'],
    ],
    [
      'a platform package that only another package could reach',
      {
        packages: {
          ...without('node_modules/@tool/linux').packages,
          'node_modules/x/node_modules/@tool/linux': { version: '1.2.3', integrity: 'sha512-b' },
        },
      },
      manifest,
      ['node_modules/tool asks for the optional package @tool/linux, which has no entry'],
    ],
    [
      'a package added to package.json only',
      lockfileWith({}),
      { ...manifest, devDependencies: { tool: '1.2.3', newer: '1.0.0' } },
      ['devDependencies: newer is 1.0.0 in package.json, absent in the lockfile'],
    ],
    [
      'a package removed from package.json only',
      lockfileWith({}),
      { devDependencies: manifest.devDependencies ?? {} },
      ['optionalDependencies: keychain is absent in package.json, 7.0.0 in the lockfile'],
    ],
    [
      'another version locked than pinned',
      lockfileWith({ 'node_modules/keychain': { version: '7.0.1', integrity: 'sha512-d' } }),
      manifest,
      ['keychain: package.json pins 7.0.0, the lockfile holds 7.0.1'],
    ],
    [
      'a download address',
      lockfileWith({
        'node_modules/keychain': { version: '7.0.0', integrity: 'sha512-d', resolved: 'https://mirror.example/k.tgz' },
      }),
      manifest,
      ['node_modules/keychain has a download address ("resolved")'],
    ],
    [
      'a package without checksum',
      lockfileWith({ 'node_modules/keychain': { version: '7.0.0' } }),
      manifest,
      ['node_modules/keychain has no checksum ("integrity")'],
    ],
  ])('names %s', (_, lockfile, wanted, problems) => {
    expect(findLockfileProblems(lockfile, wanted)).toEqual(problems);
  });
});
