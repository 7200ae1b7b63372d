import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStored, viewFolder, type CloudView } from '../../../src/core/domain/cloud-view.ts';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import {
  archiveOfManifest,
  idInName,
  manifestNameOf,
  markerName,
  parseArchiveName,
} from '../../../src/core/domain/names.ts';
import * as build from '../../support/domain-builders.ts';

const manifest = build.aManifest();
const { archive, size } = manifest;

/** Where the view put an archive and its manifest. */
const classesOf = (view: CloudView, name: string): string[] => [
  ...view.stored.filter((copy) => copy.manifest.archive === name).map(() => 'stored'),
  ...view.damaged.filter((copy) => copy.manifest.archive === name).map(() => 'damaged'),
  ...view.tombstones.filter((copy) => copy.manifest.archive === name).map(() => 'tombstone'),
  ...view.unconfirmed.filter((file) => file.name === name).map(() => 'unconfirmed'),
];

type Fill = (folder: build.Folder) => void;
const withArchive =
  (claim: Manifest | 'unreadable' | 'newer' | undefined, bytes = size): Fill =>
  (folder) => {
    folder.put(archive, bytes);
    if (claim !== undefined) folder.putManifest(archive, claim);
  };
const newerId = [idInName(manifest.backupId)];

describe('a folder, seen', () => {
  test.each<[string, Fill, string[], string[]]>([
    ['archive and manifest agree', withArchive(manifest), ['stored'], []],
    ['one byte too few', withArchive(manifest, size - 1), ['damaged'], []],
    ['one byte too many', withArchive(manifest, size + 1), ['damaged'], []],
    ['nothing in it', withArchive(manifest, 0), ['damaged'], []],
    ['no archive any more', (folder) => folder.putManifest(archive, manifest), ['tombstone'], []],
    ['no manifest yet', withArchive(undefined), ['unconfirmed'], []],
    ['a manifest that proves nothing', withArchive('unreadable'), ['unconfirmed'], []],
    ['a manifest of a newer program', withArchive('newer'), [], newerId],
    ["another house's manifest", withArchive({ ...manifest, instanceId: build.otherHome }), [], []],
    [
      "another house's manifest without its archive",
      (folder) => folder.putManifest(archive, { ...manifest, instanceId: build.otherHome }),
      [],
      [],
    ],
    ['a manifest that names another archive', withArchive({ ...manifest, archive: 'other.tar' }), [], []],
    ['a manifest of a newer program without its archive', (folder) => folder.putManifest(archive, 'newer'), [], []],
    ['an unreadable manifest without its archive', (folder) => folder.putManifest(archive, 'unreadable'), [], []],
  ])('%s', (_, fill, classes, storedByNewer) => {
    const folder = new build.Folder();
    fill(folder);
    const view = folder.view();
    expect({ classes: classesOf(view, archive), storedByNewer: view.storedByNewer }).toEqual({
      classes,
      storedByNewer,
    });
    expect(isStored(view, manifest.backupId)).toBe(classes.includes('stored') || storedByNewer.length > 0);
  });

  test('files that this program would not write are no concern of it', () => {
    const folder = new build.Folder();
    for (const name of ['holiday.tar', markerName, 'notes.txt', `${archive}.part`, '.DS_Store']) folder.put(name, size);
    const view = folder.view();
    expect([view.stored, view.damaged, view.tombstones, view.unconfirmed, view.storedByNewer].flat()).toEqual([]);
  });

  test('a manifest that was renamed or copied by hand makes no second copy', () => {
    const folder = build.folderOf(build.asStored(manifest));
    const other = build.aManifest();
    folder.putManifest(other.archive, manifest);
    expect(folder.view().stored).toHaveLength(1);
    expect(classesOf(folder.view(), other.archive)).toEqual([]);
  });

  test('as much as was seen of it, and why not more', () => {
    expect(new build.Folder().view()).toMatchObject({ complete: true, why: undefined, clockSkewMs: undefined });
    const part = new build.Folder().view(false, 7);
    expect(part).toMatchObject({ complete: false, why: { code: 'icloud.offline' }, clockSkewMs: 7 });
  });

  test('with a marker or without', () => {
    const marker = { schema: 1 as const, instanceId: build.home, instanceName: 'Home', mintedBy: null };
    const listing = new build.Folder().listing();
    expect(viewFolder(listing, build.home).marked).toBe(false);
    expect(viewFolder({ ...listing, marker }, build.home).marked).toBe(true);
  });
});

const aClaim = fc.record({
  archive: fc.constantFrom('same', 'bigger', 'gone'),
  manifest: fc.constantFrom('good', 'none', 'unreadable', 'newer', 'other house', 'other archive'),
  computer: fc.constantFrom(build.me, build.neighbour),
  backupId: fc.constantFrom('b1', 'b2', 'b3'),
});

test('each file ends in exactly one class, whatever lies in the folder', () => {
  fc.assert(
    fc.property(fc.array(aClaim, { maxLength: 8 }), fc.boolean(), (claims, complete) => {
      const folder = new build.Folder();
      for (const claim of claims) {
        const good = build.aManifest({ backupId: claim.backupId, computerId: claim.computer });
        if (claim.archive !== 'gone') folder.put(good.archive, claim.archive === 'same' ? good.size : good.size + 1);
        if (claim.manifest === 'good') folder.putManifest(good.archive, good);
        if (claim.manifest === 'newer' || claim.manifest === 'unreadable') {
          folder.putManifest(good.archive, claim.manifest);
        }
        if (claim.manifest === 'other house')
          folder.putManifest(good.archive, { ...good, instanceId: build.otherHome });
        if (claim.manifest === 'other archive') folder.putManifest(good.archive, { ...good, archive: 'other.tar' });
      }
      const view = folder.view(complete);
      for (const { name } of view.unconfirmed) expect(parseArchiveName(name)).toBeDefined();
      for (const [name, file] of folder.files) {
        if (archiveOfManifest(name) !== undefined) continue;
        const claim = folder.manifests.get(manifestNameOf(name));
        const ofOthers = typeof claim === 'object' && (claim.instanceId !== build.home || claim.archive !== name);
        const expected =
          claim === undefined || claim === 'unreadable'
            ? ['unconfirmed']
            : claim === 'newer' || ofOthers
              ? []
              : [file.size === claim.size ? 'stored' : 'damaged'];
        expect(classesOf(view, name)).toEqual(expected);
      }
      for (const copy of [...view.stored, ...view.damaged, ...view.tombstones]) {
        expect(copy.manifest.instanceId).toBe(build.home);
        expect(copy.manifestName).toBe(manifestNameOf(copy.manifest.archive));
        expect(classesOf(view, copy.manifest.archive)).toHaveLength(1);
      }
    }),
    { numRuns: 500 },
  );
});
