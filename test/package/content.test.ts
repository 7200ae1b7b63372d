import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { getCurrentFuseWire } from '@electron/fuses';
import { listIn } from '../../scripts/after-pack.mjs';
import { isBuiltHere } from '../../scripts/keytar-packed.mjs';
import { sha256Of } from '../../scripts/rclone-packed.mjs';
import { checkFuses } from '../../scripts/fuses.mjs';
import { readJson } from '../../scripts/json.mjs';
import { packageFolders } from '../../scripts/notices.mjs';
import { targetOf } from '../../scripts/package-facts.mjs';
import { readRcloneLock } from '../../scripts/rclone-lock.mjs';
import { executableName } from '../../scripts/rclone-places.mjs';
import { inspectable, isGiven, release, root, target } from './packages.ts';

const { resources } = release;
const archive = join(resources, 'app.asar');
const slashes = (path: string): string => path.replaceAll('\\', '/');

/** Files only, with slashes. */
const entries = listPackage(archive, { isPack: false }).map(slashes);
const files = entries.filter((path) => !entries.some((other) => other.startsWith(`${path}/`)));
const textOf = (path: string): string => extractFile(archive, path.slice(1)).toString('utf8');

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashes(join(entry.parentPath, entry.name).slice(folder.length + 1)))
    .sort();

describe('the archive', () => {
  it('holds the bundles, package.json and the three files of keytar, and nothing else', () => {
    const allowed = [
      /^\/out\/main\/(?:chunks\/)?[\w.-]+\.js$/,
      /^\/out\/preload\/index\.cjs$/,
      /^\/out\/renderer\/(?:index|prompt)\.html$/,
      /^\/out\/renderer\/assets\/[\w.-]+\.(?:js|css)$/,
      /^\/out\/rclone\.lock\.json$/,
      /^\/package\.json$/,
      /^\/node_modules\/keytar\/(?:package\.json|lib\/keytar\.js|build\/Release\/keytar\.node)$/,
    ];
    expect(files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
    for (const pattern of allowed) expect(files.filter((path) => pattern.test(path))).not.toEqual([]);
  });

  it('lets nothing but keytar.node lie outside of itself, where no integrity check sees it', () => {
    expect(filesBelow(`${archive}.unpacked`)).toEqual(['node_modules/keytar/build/Release/keytar.node']);
    expect(existsSync(join(resources, 'app'))).toBe(false);
  });

  it('names what starts it and carries no tools of ours', () => {
    const manifest: unknown = JSON.parse(textOf('/package.json'));
    expect(manifest).toMatchObject({ main: 'out/main/index.js', desktopName: 'ha-icloud-backup.desktop' });
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('tells neither secrets nor the place where it was made', () => {
    const patterns = [/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/]{20}/, /eyJ[\w-]{20,}\.[\w-]{20,}\./];
    const places = [root, homedir()].filter((place) => place.length > '/root'.length);
    for (const path of files.filter((name) => !name.endsWith('.node'))) {
      const text = textOf(path);
      expect([path, ...patterns.filter((pattern) => pattern.test(text))]).toEqual([path]);
      expect([path, ...places.filter((place) => text.includes(place))]).toEqual([path]);
    }
  });
});

describe('beside the archive', () => {
  it('are rclone of this architecture, licences and icons, and nothing else of ours', () => {
    // Of Electron for tests, and of the systems' own: names of languages, and an icon.
    const foreign = /^(?:default_app\.asar|.*\.lproj|icon\.icns|Assets\.car|electron\.icns)$/;
    expect(
      readdirSync(resources)
        .filter((name) => !foreign.test(name))
        .sort(),
    ).toEqual([
      'LICENSE',
      'THIRD-PARTY-NOTICES.txt',
      'app.asar',
      'app.asar.unpacked',
      'icons',
      'rclone',
      'rclone-COPYING',
    ]);
    expect(filesBelow(join(resources, 'rclone'))).toEqual([`${target}/${executableName(target)}`]);
  });

  it('is the rclone whose hash stands in the archive', () => {
    const rclone = join(resources, 'rclone', target, executableName(target));
    const { version, executables } = readRcloneLock(root);
    const sha256 = sha256Of(rclone);
    expect(listIn(resources)).toEqual({ version, executables: { [target]: { sha256 } } });
    // No certificate, no other bytes than those of its makers.
    if (process.platform === 'linux') expect(sha256).toBe(executables[target]?.sha256);
    expect(targetOf(rclone)).toBe(target);
    expect(readFileSync(join(resources, 'rclone-COPYING'), 'utf8')).toContain('Nick Craig-Wood');
  });

  it('is keytar of this architecture', () => {
    const keytar = join(`${archive}.unpacked`, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
    expect(targetOf(keytar)).toBe(target);
    // From its source, on this computer, and not from a download that nobody has a checksum of.
    if (!isGiven) expect(isBuiltHere(root, target, keytar)).toBe(true);
  });

  it('are all icons of the tray', () => {
    const icons = readdirSync(join(root, 'resources', 'icons')).filter((name) => /\.(?:png|ico)$/.test(name));
    expect(filesBelow(join(resources, 'icons'))).toEqual(icons.sort());
    expect(icons.length).toBeGreaterThan(40);
  });

  it('is a notice for each package in the bundles, with its licence', () => {
    const notices = readFileSync(join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const packages = packageFolders(root).map(
      (folder) => readJson(join(folder, 'package.json')) as { name: string; version: string; license: string },
    );
    for (const { name, version, license } of packages) expect(notices).toContain(`\n${name} ${version} (${license})\n`);
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['preact', 'zod', 'axios', 'execa', 'ws', 'keytar']));
    // Electron has notices of its own, which it brings along.
    expect(names).not.toContain('electron');
  });
});

describe('the fuses', () => {
  it('are those of a release, each of them', async () => {
    const count = Object.keys(await getCurrentFuseWire(release.program)).length - 1;
    expect(await checkFuses(release.program)).toHaveLength(count);
    expect(count).toBeGreaterThanOrEqual(8);
  });

  it('let the other package be inspected and are alike otherwise', async () => {
    await expect(checkFuses(inspectable)).rejects.toThrow('EnableNodeCliInspectArguments must be off');
    expect(await checkFuses(inspectable, { inspector: true })).toContain('EnableNodeCliInspectArguments on');
  });
});
