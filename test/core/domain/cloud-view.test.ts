import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtfulIds, viewFolder, type CloudView } from '../../../src/core/domain/cloud-view.ts';
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
  ...view.unreadable.filter((file) => file.name === name).map(() => 'unreadable'),
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
    ['a manifest that proves nothing', withArchive('unreadable'), ['unreadable'], []],
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
  });

  test('files that this program would not write are no concern of it', () => {
    const folder = new build.Folder();
    for (const name of ['holiday.tar', markerName, 'notes.txt', `${archive}.part`, '.DS_Store']) folder.put(name, size);
    const view = folder.view();
    expect([view.stored, view.damaged, view.tombstones, view.unconfirmed].flat()).toEqual([]);
    expect([...view.storedByNewer, ...view.removedByNewer]).toEqual([]);
  });

  test('an archive that was not listed is not gone while the list is incomplete', () => {
    const folder = new build.Folder();
    folder.putManifest(archive, manifest);
    expect(classesOf(folder.view(false), archive)).toEqual([]);
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
    expect(part).toMatchObject({ complete: false, why: { code: 'cloud.offline' }, clockSkewMs: 7 });
  });

  test('with a marker or without', () => {
    const marker = { schema: 1 as const, instanceId: build.home, instanceName: 'Home', mintedBy: null };
    const folder = new build.Folder();
    expect(viewFolder(folder.listing(), build.home)).toMatchObject({ marked: false, markerUnread: false });
    folder.put(markerName, 100);
    expect(viewFolder(folder.listing(), build.home)).toMatchObject({ marked: true, markerUnread: true });
    const read = { ...folder.listing(), marker };
    expect(viewFolder(read, build.home)).toMatchObject({ marked: true, markerUnread: false });
  });

  test('a manifest that could not be had is neither stored, nor removed, nor damaged', () => {
    const [listed, gone] = [build.aManifest({ backupId: 'b1' }), build.aManifest({ backupId: 'b2' })];
    const folder = new build.Folder();
    folder.put(listed.archive, listed.size);
    for (const { archive } of [listed, gone]) folder.putManifest(archive, 'unfetched');
    const view = folder.view();
    expect(view).toMatchObject({ stored: [], damaged: [], tombstones: [], unconfirmed: [], unreadable: [] });
    expect(view.unfetched).toEqual([listed, gone].map(({ archive }) => manifestNameOf(archive)));
    expect(doubtfulIds(view)).toEqual(
      new Set([listed, gone].map(({ archive }) => parseArchiveName(archive)?.backupId)),
    );
  });
});

const aClaim = fc.record({
  archive: fc.constantFrom('same', 'bigger', 'gone'),
  manifest: fc.constantFrom('good', 'none', 'unreadable', 'newer', 'other house', 'other archive'),
  computer: fc.constantFrom(build.me, build.neighbour),
  backupId: fc.constantFrom('b1', 'b2', 'b3'),
});

type Claim = typeof aClaim extends fc.Arbitrary<infer Each> ? Each : never;

const put = (folder: build.Folder, claim: Claim): void => {
  const good = build.aManifest({ backupId: claim.backupId, computerId: claim.computer });
  const claims = {
    good,
    unreadable: 'unreadable',
    newer: 'newer',
    'other house': { ...good, instanceId: build.otherHome },
    'other archive': { ...good, archive: 'other.tar' },
  } as const;
  if (claim.archive !== 'gone') folder.put(good.archive, claim.archive === 'same' ? good.size : good.size + 1);
  if (claim.manifest !== 'none') folder.putManifest(good.archive, claims[claim.manifest]);
};

/** What an archive is, by the rules as a person would put them. */
const classOf = (folder: build.Folder, name: string): string[] => {
  const claim = folder.manifests.get(manifestNameOf(name));
  if (claim === undefined) return ['unconfirmed'];
  if (claim === 'unreadable') return ['unreadable'];
  if (claim === 'newer' || claim === 'unfetched' || claim.instanceId !== build.home || claim.archive !== name)
    return [];
  return [folder.files.get(name)?.size === claim.size ? 'stored' : 'damaged'];
};

test('each file ends in exactly one class, whatever lies in the folder', () => {
  fc.assert(
    fc.property(fc.array(aClaim, { maxLength: 8 }), fc.boolean(), (claims, complete) => {
      const folder = new build.Folder();
      for (const claim of claims) put(folder, claim);
      const view = folder.view(complete);
      for (const name of folder.files.keys()) {
        if (archiveOfManifest(name) === undefined) expect(classesOf(view, name)).toEqual(classOf(folder, name));
      }
      const newer = [...folder.manifests]
        .filter(([, claim]) => claim === 'newer')
        .map(([name]) => archiveOfManifest(name));
      expect(view.storedByNewer).toHaveLength(newer.filter((name) => folder.files.has(name ?? '')).length);
      for (const copy of [...view.stored, ...view.damaged, ...view.tombstones]) {
        expect(copy.manifest.instanceId).toBe(build.home);
        expect(copy.manifestName).toBe(manifestNameOf(copy.manifest.archive));
        expect(classesOf(view, copy.manifest.archive)).toHaveLength(1);
      }
      const gone = newer.filter((name) => !folder.files.has(name ?? ''));
      expect(view.removedByNewer).toHaveLength(complete ? gone.length : 0);
      if (!complete) expect(view.tombstones).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
