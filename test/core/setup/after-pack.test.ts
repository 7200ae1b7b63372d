import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPackage } from '../../../src/setup/after-pack.mjs';
import { packageFacts } from '../../../src/setup/package-facts.mjs';
import { madeUpProgram, signedProgram, type Target } from './made-up-programs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'after-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const numbers = { x64: 1, arm64: 3 } as const;
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Parts {
  readonly rclone: Buffer | null;
  readonly keytar: Buffer | null;
  readonly without?: string;
}

/** A package as electron-builder hands it over, and what it is compared with. */
const packageOf = (target: Target, { rclone, keytar, without }: Parts) => {
  const [platform, arch] = target.split('-') as unknown as [string, 'x64' | 'arm64'];
  const facts = packageFacts({
    appOutDir: folder,
    electronPlatformName: platform,
    arch: numbers[arch],
    packager: { appInfo: { productFilename: 'The App' } },
  });
  const write = (path: string, bytes: Buffer | string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { mode: 0o755 });
  };
  const texts = ['app.asar', 'rclone.lock.json', 'rclone-COPYING', 'THIRD-PARTY-NOTICES.txt', 'LICENSE'];
  for (const name of [...texts, 'icons/app.png', 'icons/tray-ok-22.png'])
    if (name !== without) write(join(facts.resources, name), '-');
  const native = join(facts.resources, 'app.asar.unpacked/node_modules/keytar/build/Release/keytar.node');
  if (keytar) write(native, keytar);
  if (rclone) write(facts.rclone, rclone);
  const source = join(folder, 'source', 'rclone');
  write(source, madeUpProgram(target, 'rclone'));
  return { facts, pinned: { sha256: sha256Of(madeUpProgram(target, 'rclone')), source } };
};

const check = (target: Target, parts: Partial<Parts> = {}): void => {
  const whole = { rclone: madeUpProgram(target, 'rclone'), keytar: madeUpProgram(target) };
  const { facts, pinned } = packageOf(target, { ...whole, ...parts });
  checkPackage(facts, pinned);
};

const recorded = (target: Target): string => join(folder, 'resources', 'rclone', target, 'rclone.sha256');

describe.each<[Target, other: Target, system: Target]>([
  ['linux-x64', 'linux-arm64', 'darwin-x64'],
  ['linux-arm64', 'linux-x64', 'win32-arm64'],
  ['darwin-arm64', 'darwin-x64', 'linux-arm64'],
  ['darwin-x64', 'darwin-arm64', 'win32-x64'],
  ['win32-x64', 'win32-arm64', 'linux-x64'],
  ['win32-arm64', 'win32-x64', 'darwin-arm64'],
])('a package for %s', (target, other, system) => {
  it('passes when it is whole', () => {
    expect(() => check(target)).not.toThrow();
  });

  it('is refused without rclone', () => {
    expect(() => check(target, { rclone: null })).toThrow(`The package lacks rclone for ${target}`);
  });

  it('is refused without keytar', () => {
    expect(() => check(target, { keytar: null })).toThrow('The package lacks the keychain (keytar)');
  });

  it.each([other, system])('is refused with the rclone of %s', (wrong) => {
    expect(() => check(target, { rclone: madeUpProgram(wrong, 'rclone') })).toThrow(`was built for ${wrong}`);
  });

  it.each([other, system])('is refused with the keytar of %s', (wrong) => {
    expect(() => check(target, { keytar: madeUpProgram(wrong) })).toThrow(`was built for ${wrong}`);
  });

  it('is refused with an rclone that is not the pinned one', () => {
    expect(() => check(target, { rclone: madeUpProgram(target, 'another') })).toThrow(
      'not the one in rclone.lock.json',
    );
  });

  it('is refused with something that is no program', () => {
    expect(() => check(target, { rclone: Buffer.from('#!/bin/sh\n') })).toThrow('was built for unknown');
  });

  it.each(['app.asar', 'rclone.lock.json', 'rclone-COPYING', 'THIRD-PARTY-NOTICES.txt', 'LICENSE', 'icons/app.png'])(
    'is refused without %s',
    (without) => {
      expect(() => check(target, { without })).toThrow('The package lacks');
    },
  );
});

describe('an rclone that cannot be run', () => {
  it.runIf(process.platform !== 'win32')('is refused', () => {
    const { facts, pinned } = packageOf('linux-x64', {
      rclone: madeUpProgram('linux-x64', 'rclone'),
      keytar: madeUpProgram('linux-x64'),
    });
    chmodSync(facts.rclone, 0o644);
    expect(() => checkPackage(facts, pinned)).toThrow('lost its permission');
  });
});

describe('an rclone that this build signed on Windows', () => {
  const rclone = madeUpProgram('win32-x64', 'rclone');

  it('passes, and its new hash is recorded', () => {
    check('win32-x64', { rclone: signedProgram(rclone) });
    expect(readFileSync(recorded('win32-x64'), 'utf8').trim()).toBe(sha256Of(signedProgram(rclone)));
  });

  it('is refused when the program inside is another one', () => {
    const forged = signedProgram(madeUpProgram('win32-x64', 'rclonf'));
    expect(() => check('win32-x64', { rclone: forged })).toThrow('not the one in rclone.lock.json');
    expect(existsSync(recorded('win32-x64'))).toBe(false);
  });

  it.each<[string, (signed: Buffer) => Buffer]>([
    ['something follows the signature', (signed) => Buffer.concat([signed, Buffer.from('more')])],
    ['there is no signature after all', (signed) => signed.subarray(0, Math.ceil(rclone.length / 8) * 8)],
    [
      'something hides before the signature',
      (signed) => {
        signed.write('!', rclone.length);
        return signed;
      },
    ],
  ])('is refused when %s', (_what, change) => {
    expect(() => check('win32-x64', { rclone: change(signedProgram(rclone)) })).toThrow('not the one in');
  });

  it('has its hash recorded only where the bytes changed', () => {
    check('win32-x64');
    expect(existsSync(recorded('win32-x64'))).toBe(false);
  });
});

it('there is a package for two architectures only', () => {
  const context = {
    appOutDir: folder,
    electronPlatformName: 'darwin',
    packager: { appInfo: { productFilename: 'A' } },
  };
  for (const arch of [0, 2, 4]) expect(() => packageFacts({ ...context, arch })).toThrow('only x64 and arm64');
});
