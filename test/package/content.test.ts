import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { checkFuses } from '../../src/setup/fuses.mjs';
import { readJson } from '../../src/setup/json.mjs';
import { packageFolders } from '../../src/setup/notices.mjs';
import { targetOf } from '../../src/setup/package-facts.mjs';
import { pinOf, readRcloneLock } from '../../src/setup/rclone-lock.mjs';
import { executableName } from '../../src/setup/rclone-places.mjs';
import { inspectable, release, root, target } from './packages.ts';

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
  it('are rclone of this architecture, the lock, licences and icons, and nothing else of ours', () => {
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
      'rclone.lock.json',
    ]);
    const signed = existsSync(join(resources, 'rclone', target, 'rclone.sha256')) ? [`${target}/rclone.sha256`] : [];
    expect(filesBelow(join(resources, 'rclone'))).toEqual([`${target}/${executableName(target)}`, ...signed]);
  });

  it('is the rclone that was pinned, or the one that was signed here', () => {
    const rclone = join(resources, 'rclone', target, executableName(target));
    const found = createHash('sha256').update(readFileSync(rclone)).digest('hex');
    const recorded = join(resources, 'rclone', target, 'rclone.sha256');
    const wanted = existsSync(recorded)
      ? readFileSync(recorded, 'utf8').trim()
      : pinOf(readRcloneLock(root), target).sha256;
    expect(found).toBe(wanted);
    expect(targetOf(rclone)).toBe(target);
    expect(readJson(join(resources, 'rclone.lock.json'))).toEqual(
      readJson(join(root, 'resources', 'rclone.lock.json')),
    );
    expect(readFileSync(join(resources, 'rclone-COPYING'), 'utf8')).toContain('Nick Craig-Wood');
  });

  it('is keytar of this architecture', () => {
    const keytar = join(`${archive}.unpacked`, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node');
    expect(targetOf(keytar)).toBe(target);
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
    expect(await checkFuses(release.program)).toHaveLength(8);
  });

  it('let the other package be inspected and are alike otherwise', async () => {
    await expect(checkFuses(inspectable)).rejects.toThrow('EnableNodeCliInspectArguments must be off');
    expect(await checkFuses(inspectable, { inspector: true })).toContain('EnableNodeCliInspectArguments on');
  });
});
