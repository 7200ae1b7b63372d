import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPackage, checkRclone } from '../../scripts/after-pack.mjs';
import { packageFacts } from '../../scripts/package-facts.mjs';
import { madeUpProgram, type Target } from './made-up-programs.ts';

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

/** A package as electron-builder hands it over. */
const packageOf = (target: Target, { rclone, keytar, without }: Parts): ReturnType<typeof packageFacts> => {
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
  const texts = ['app.asar', 'rclone-COPYING', 'THIRD-PARTY-NOTICES.txt', 'LICENSE'];
  for (const name of [...texts, 'icons/app.png', 'icons/tray-ok-22.png'])
    if (name !== without) write(join(facts.resources, name), '-');
  const native = join(facts.resources, 'app.asar.unpacked/node_modules/keytar/build/Release/keytar.node');
  if (keytar) write(native, keytar);
  if (rclone) write(facts.rclone, rclone);
  return facts;
};

const check = (target: Target, parts: Partial<Parts> = {}): void => {
  const whole = { rclone: madeUpProgram(target, 'rclone'), keytar: madeUpProgram(target) };
  checkPackage(packageOf(target, { ...whole, ...parts }));
};

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

  it('is refused with an rclone that the app would not run', () => {
    const facts = packageOf(target, { rclone: madeUpProgram(target, 'rclone'), keytar: null });
    const list = (text: string) => ({ executables: { [target]: { sha256: sha256Of(madeUpProgram(target, text)) } } });
    expect(() => checkRclone(facts, list('rclone'))).not.toThrow();
    for (const wrong of [list('another'), { executables: {} }, {}])
      expect(() => checkRclone(facts, wrong)).toThrow('The app would not run');
  });

  it('is refused with something that is no program', () => {
    expect(() => check(target, { rclone: Buffer.from('#!/bin/sh\n') })).toThrow('was built for unknown');
  });

  it.each(['app.asar', 'rclone-COPYING', 'THIRD-PARTY-NOTICES.txt', 'LICENSE', 'icons/app.png'])(
    'is refused without %s',
    (without) => {
      expect(() => check(target, { without })).toThrow('The package lacks');
    },
  );
});

describe('an rclone that cannot be run', () => {
  it.runIf(process.platform !== 'win32')('is refused', () => {
    const facts = packageOf('linux-x64', {
      rclone: madeUpProgram('linux-x64', 'rclone'),
      keytar: madeUpProgram('linux-x64'),
    });
    chmodSync(facts.rclone, 0o644);
    expect(() => checkPackage(facts)).toThrow('lost its permission');
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
