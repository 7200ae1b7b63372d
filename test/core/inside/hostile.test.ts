import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArchiveFile } from '../../../src/core/archive/open/archive-file.ts';
import { KeyRing } from '../../../src/core/archive/open/key-ring.ts';
import { contextOf, walkPart } from '../../../src/core/archive/open/walk-parts.ts';
import { Extraction } from '../../../src/core/inside/extraction.ts';
import { NewTree } from '../../../src/core/inside/new-tree.ts';
import type { InsideEntry } from '../../support/inside-archive.ts';
import { failure, plenty, useLookInside } from '../../support/look-inside.ts';

const world = useLookInside();
const never = new AbortController().signal;

describe('hostile names', () => {
  const outside = '/tmp/inside-evil';
  const hostile: readonly InsideEntry[] = [
    { name: 'data/www/good', text: 'good' },
    { name: 'data/www/../../../evil', text: 'evil' },
    { name: outside, text: 'evil' },
    { name: 'data/www/link', type: '2', link: '/etc' },
    { name: 'data/www/link/passwd', text: 'mine' },
    { name: 'data/www/hard', type: '1', link: 'data/www/good' },
    { name: 'data/www/device', type: '3' },
    { name: 'data/www/pipe', type: '6' },
    { name: 'data/www/good/below', text: 'below a file' },
    { name: 'data/www/\u202Egnp', text: 'turned' },
    { name: 'data/www/a\u001Bb', text: 'escape' },
  ];

  test('are listed with what they are', async () => {
    const { parts } = await world.contents(await world.archiveOf(hostile));
    const types = Object.fromEntries((parts[0]?.files ?? []).map(({ path, type }) => [path, type]));
    expect(types).toMatchObject({
      'homeassistant/data/www/../../../evil': 'file',
      [`homeassistant/${outside}`]: 'file',
      'homeassistant/www/link': 'link',
      'homeassistant/www/hard': 'hard-link',
      'homeassistant/www/device': 'device',
      'homeassistant/www/pipe': 'pipe',
    });
  });

  test.runIf(process.platform === 'linux')('a folder comes out without them, and they are named', async () => {
    const found = await world.extract(await world.archiveOf(hostile), 'homeassistant');
    expect(found.leftOut.map(({ path, cause }) => `${cause} ${path}`)).toEqual([
      'unsafe homeassistant/data/www/../../../evil',
      `unsafe homeassistant/${outside}`,
      'link homeassistant/www/link',
      'hard-link homeassistant/www/hard',
      'device homeassistant/www/device',
      'pipe homeassistant/www/pipe',
      'collides homeassistant/www/good/below',
    ]);
    expect(found.renamed).toEqual([
      { path: 'homeassistant/www/\u202Egnp', as: 'www/%E2%80%AEgnp' },
      { path: 'homeassistant/www/a\u001Bb', as: 'www/a%1Bb' },
    ]);
    const www = join(world.to, 'homeassistant/www');
    expect((await readdir(www)).sort()).toEqual(['%E2%80%AEgnp', 'a%1Bb', 'good', 'link']);
    expect((await lstat(join(www, 'link'))).isDirectory()).toBe(true);
    expect(await readdir(world.folder)).toEqual(['backup.tar', 'out']);
    expect(await stat(outside).catch(() => 'none')).toBe('none');
  });

  test.each([
    ['homeassistant/www/link', 'inside.not-a-file', { type: 'link', link: '/etc' }],
    ['homeassistant/www/hard', 'inside.not-a-file', { type: 'hard-link', link: 'homeassistant/www/good' }],
    ['homeassistant/data/www/../../../evil', 'inside.unsafe-name', {}],
  ])('%s by itself is refused', async (path, code, facts) => {
    const entries = hostile.filter(({ name }) => name !== 'data/www/link/passwd');
    expect(await failure(world.extract(await world.archiveOf(entries), path))).toMatchObject({ code, facts });
    expect(await world.there()).toEqual([]);
  });

  test('what is one name on this computer is written once', async () => {
    const entries = [
      { name: 'data/Www/a', text: 'first' },
      { name: 'data/www/a', text: 'second' },
      { name: 'data/caf\u00E9', text: 'composed' },
      { name: 'data/cafe\u0301', text: 'not composed' },
      { name: 'data/CON:', text: 'device' },
    ];
    const archive = await ArchiveFile.open(await world.archiveOf(entries));
    const listed = await archive.list(never);
    const tree = await NewTree.begin({
      target: join(world.to, 'x'),
      platform: 'win32',
      freeBytes: () => Promise.resolve(plenty),
    });
    const extraction = new Extraction({ part: 'homeassistant', names: [] }, tree, 'win32');
    const [part] = listed.parts;
    if (!part) throw new Error('no part');
    await walkPart(archive, part, contextOf(listed, { keys: new KeyRing([]), signal: never }), extraction);
    await tree.finish();
    await archive.close();
    expect(extraction.found).toMatchObject({
      files: 3,
      leftOut: [
        { path: 'homeassistant/www/a', cause: 'collides' },
        { path: 'homeassistant/cafe\u0301', cause: 'collides' },
      ],
      renamed: [{ path: 'homeassistant/CON:', as: 'CON%3A' }],
    });
    expect((await readdir(join(world.to, 'x'))).sort()).toEqual(['CON%3A', 'Www', 'caf\u00E9']);
  });
});
