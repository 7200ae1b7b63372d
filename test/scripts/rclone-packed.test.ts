import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packedLock, packedRclone, packRclone } from '../../scripts/rclone-packed.mjs';
import { placeOf } from '../../scripts/rclone-places.mjs';
import { madeUpProgram, signedProgram, type Target } from './made-up-programs.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rclone-packed-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const lockOf = (target: Target, program: Buffer) => {
  const places = { bytes: null, zip: { name: 'z', sha256: null }, wheel: null, confirmedBy: 'nobody' };
  const executables = { [target]: { sha256: sha256Of(program), ...places } };
  return { version: '1.2.3', official: 'https://example.org/', wheels: { package: 'p', version: '1' }, executables };
};
const install = (target: Target, program: Buffer): void => {
  mkdirSync(dirname(placeOf(root, target)), { recursive: true });
  writeFileSync(placeOf(root, target), program);
};
const list = (): unknown => JSON.parse(readFileSync(packedLock(root), 'utf8')) as unknown;

describe.each<Target>(['linux-x64', 'darwin-arm64', 'win32-x64'])('rclone for a package of %s', (target) => {
  const program = madeUpProgram(target, 'rclone');

  it('without an identity is the one of its makers, and its hash is in the list', async () => {
    install(target, program);
    await packRclone(root, target, lockOf(target, program), {});
    expect(readFileSync(packedRclone(root, target)).equals(program)).toBe(true);
    expect(list()).toEqual({ version: '1.2.3', executables: { [target]: { sha256: sha256Of(program) } } });
  });

  it('is refused where it is not the pinned one, and nothing is packed', async () => {
    install(target, madeUpProgram(target, 'another'));
    await expect(packRclone(root, target, lockOf(target, program), {})).rejects.toThrow('not the one in');
    expect([existsSync(packedRclone(root, target)), existsSync(packedLock(root))]).toEqual([false, false]);
  });
});

describe('rclone that this build signs on Windows', () => {
  const program = madeUpProgram('win32-x64', 'rclone');
  const pack = async (change: (file: Buffer) => Buffer): Promise<string[]> => {
    install('win32-x64', program);
    const names: string[] = [];
    await packRclone(root, 'win32-x64', lockOf('win32-x64', program), {
      signIf: (file) => {
        names.push(file);
        writeFileSync(file, change(readFileSync(file)));
        return Promise.resolve(true);
      },
    });
    return names;
  };

  it('is listed with the hash that it has after that, and was not yet called rclone.exe', async () => {
    const names = await pack(signedProgram);
    expect(list()).toMatchObject({ executables: { 'win32-x64': { sha256: sha256Of(signedProgram(program)) } } });
    // electron-builder leaves files of that name alone (win.signExts), or it would sign this one twice.
    expect(names.filter((name) => name.endsWith('rclone.exe'))).toEqual([]);
    expect(names).toHaveLength(1);
    // What its makers published is as it was, for the next package.
    expect(readFileSync(placeOf(root, 'win32-x64')).equals(program)).toBe(true);
  });

  it.each<[string, (file: Buffer) => Buffer]>([
    ['the program inside is another one', () => signedProgram(madeUpProgram('win32-x64', 'rclonf'))],
    ['something follows the signature', (file) => Buffer.concat([signedProgram(file), Buffer.from('more')])],
    ['there is no signature after all', (file) => Buffer.concat([file, Buffer.alloc(3)])],
    [
      'something hides before the signature',
      (file) => {
        const signed = signedProgram(file);
        signed.write('!', file.length);
        return signed;
      },
    ],
  ])('is refused when %s', async (_what, change) => {
    await expect(pack(change)).rejects.toThrow('Signing changed more');
    expect(existsSync(packedLock(root))).toBe(false);
  });
});
