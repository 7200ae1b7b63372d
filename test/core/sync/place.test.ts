import { beforeEach, describe, expect, test } from 'vitest';
import { manifestNameOf, markerName } from '../../../src/core/domain/names.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { HomeDescription } from '../../../src/core/ports/backup-source.ts';
import type { FolderMarker } from '../../../src/core/ports/destination.ts';
import {
  markFolder,
  openFolder,
  resolveInstance,
  type KnownInstance,
  type InstanceFolder,
} from '../../../src/core/sync/instance-folder.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import * as build from '../../support/domain-builders.ts';
import { MemoryDestination } from '../../support/memory-destination.ts';

const never = new AbortController().signal;
const own = 'Home (a1b2c3d4)';

let drive: MemoryDestination;
beforeEach(() => {
  drive = new MemoryDestination();
});

const homeOf = (id: string | undefined, name = 'Home'): HomeDescription => ({
  url: 'http://home.test:8123',
  name,
  version: '2026.11.0',
  installType: 'os',
  admin: true,
  instance: id === undefined ? undefined : { id, from: 'api' },
  instanceAmbiguous: false,
  schedule: undefined,
  offers: [],
  clockSkewMs: 0,
});
const unknown: KnownInstance = { instanceId: null, minted: false, folder: null };
const known = (instanceId: string, minted = false): KnownInstance => ({ instanceId, minted, folder: own });

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : 'not coded'),
  );

const mark = (folder: string, marker: Partial<FolderMarker> = {}): void =>
  drive.place(
    folder,
    markerName,
    JSON.stringify({ schema: 1, instanceId: 'minted1', instanceName: 'Home', mintedBy: build.neighbour, ...marker }),
  );
const fill = (folder: string, instanceId: string = build.home): void => {
  const manifest = build.aManifest({ instanceId });
  drive.place(folder, manifestNameOf(manifest.archive), JSON.stringify(manifest));
};

/** Marked, and with a backup in it that Home Assistant lists. */
const used = (folder: string, marker: Partial<FolderMarker> = {}): void => {
  mark(folder, marker);
  fill(folder, marker.instanceId ?? 'minted1');
};

describe('which Home Assistant this is', () => {
  const resolve = (home: HomeDescription, before: KnownInstance) =>
    resolveInstance(home, ['b1'], before, () => Promise.resolve(drive), never);

  test.each<[what: string, home: HomeDescription, before: KnownInstance, id: string, minted: boolean]>([
    ['its own id, for the first time', homeOf(build.home), unknown, build.home, false],
    ['its own id, again', homeOf(build.home), known(build.home), build.home, false],
    ['known, and it does not tell now', homeOf(undefined), known(build.home), build.home, false],
    ['minted, and it does not tell', homeOf(undefined), known('minted1', true), 'minted1', true],
    ['minted, and now it tells: its folder stays', homeOf(build.home), known('minted1', true), 'minted1', true],
  ])('%s', async (_, home, before, instanceId, minted) => {
    expect(await resolve(home, before)).toEqual({ instanceId, minted });
    // Nothing of this needs Apple.
    expect(drive.calls).toEqual([]);
  });

  test('another one than before: nothing goes on, and no full id is told', async () => {
    const work = resolve(homeOf(build.otherHome), known(build.home));
    await expect(work).rejects.toMatchObject({
      code: 'ha.instance-changed',
      facts: { known: build.home.slice(0, 8), found: build.otherHome.slice(0, 8) },
    });
  });

  test('without any id one is minted, another each time', async () => {
    const ids = await Promise.all([1, 2].map(() => resolve(homeOf(undefined), unknown)));
    expect(new Set(ids.map(({ instanceId }) => instanceId)).size).toBe(2);
    for (const { instanceId, minted } of ids)
      expect([minted, instanceId]).toEqual([true, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  test.each<[what: string, prepare: () => void, found: boolean]>([
    ['that this app minted for it on an earlier computer', () => used('Home (minted1)'), true],
    ['that Home Assistant gave itself', () => used('Home (minted1)', { mintedBy: null }), false],
    ['of another house with the same name', () => mark('Home (minted1)'), false],
    [
      'of another house, in whose folder lies a backup of a third',
      () => {
        mark('Home (minted1)');
        fill('Home (minted1)');
      },
      false,
    ],
    ['of a name that begins the same', () => used('Homestead (minted1)', { instanceName: 'Homestead' }), false],
    ['of a folder without a marker', () => fill('Home (minted1)', 'minted1'), false],
    [
      'where there are two',
      () => {
        used('Home (minted1)');
        used('Home (minted2)', { instanceId: 'minted2' });
      },
      false,
    ],
    [
      'that two folders have',
      () => {
        used('Home (minted1)');
        used('Home (minted1) copy');
      },
      true,
    ],
  ])('an id %s: found again %s', async (_, prepare, found) => {
    prepare();
    const { instanceId, minted } = await resolve(homeOf(undefined), unknown);
    expect(minted).toBe(true);
    expect(instanceId === 'minted1').toBe(found);
  });
});

describe('which folder is its own', () => {
  const find = (recorded: string | null, knownCopies: number, name = 'Home') =>
    openFolder({ name }, build.home, recorded, knownCopies, drive, never);

  test('none yet: the usual name', async () => {
    expect(await find(null, 0)).toMatchObject({ folder: own, listing: { exists: false } });
  });

  test('the recorded one, also after Home Assistant got another name', async () => {
    fill(own);
    expect(await find(own, 1, 'Castle')).toMatchObject({ folder: own, listing: { exists: true } });
    expect(drive.calls).toEqual([`list ${own}`]);
  });

  test('an empty one is fine where nothing was known', async () => {
    drive.makeFolder(own);
    expect((await find(own, 0)).folder).toBe(own);
  });

  test('one that the user renamed is found by the id in its name', async () => {
    fill('My old home (a1b2c3d4)');
    fill('Other (0f1e2d3c)');
    const { folder, listing } = await find(own, 1);
    expect(folder).toBe('My old home (a1b2c3d4)');
    expect(listing.manifests.size).toBe(1);
  });

  test('is found by its id on a new computer, whatever the name there', async () => {
    fill('My old home (a1b2c3d4)');
    expect((await find(null, 0)).folder).toBe('My old home (a1b2c3d4)');
  });

  test.each<[what: string, prepare: () => void]>([
    ['is gone', () => undefined],
    ['is empty', () => drive.makeFolder(own)],
    ['holds archives only', () => drive.place(own, build.aManifest().archive, 'archive')],
    ['is gone, and another house has one', () => fill('Home (0f1e2d3c)')],
    ['is gone, and one with its id is empty', () => drive.makeFolder('Home 2 (a1b2c3d4)')],
  ])('%s although copies were known: the run stops', async (_, prepare) => {
    prepare();
    expect(await codeOf(find(own, 3))).toBe('cloud.folder-missing');
  });

  test('among several with its id, the one that holds the copies', async () => {
    drive.makeFolder('Empty (a1b2c3d4)');
    fill('Renamed (a1b2c3d4)');
    expect((await find(own, 1)).folder).toBe('Renamed (a1b2c3d4)');
  });
});

describe('the marker', () => {
  const markOf = (place: InstanceFolder) => ({ place, instanceName: 'Home', computerId: build.me });
  const markIt = (minted: boolean, marked = false) =>
    markFolder(markOf({ instanceId: build.home, minted, folder: own }), drive, { marked, stored: [] }, never);

  test.each([
    [true, build.me],
    [false, null],
  ])('an id that was minted (%s) is by %s', async (minted, mintedBy) => {
    await markIt(minted);
    const { marker } = await drive.list(own);
    expect(marker).toEqual({ schema: 1, instanceId: build.home, instanceName: 'Home', mintedBy });
  });

  test('is never written twice', async () => {
    await markIt(true, true);
    expect(drive.calls).toEqual([]);
  });

  test('that one listing left out, of a folder with backups in it, is not written again', async () => {
    mark(own);
    const seen = { marked: false, stored: [build.aStored()] };
    await markFolder(markOf({ instanceId: build.home, minted: false, folder: own }), drive, seen, never);
    expect(drive.filesIn(own)).toHaveLength(1);
  });

  const failing = (error: AppError, onFail: () => void = () => undefined): void => {
    drive.before = (call) => {
      if (call !== 'putText') return;
      onFail();
      throw error;
    };
  };
  const unwritten = { code: 'cloud.marker-unwritten', facts: { folder: own } };

  test.each<[what: string, code: ErrorCode, happens: () => void, problem: object | undefined]>([
    ['cannot be written', 'cloud.failed', () => drive.makeFolder(own), unwritten],
    ['is not confirmed', 'cloud.upload-unconfirmed', () => drive.makeFolder(own), unwritten],
    ['was written by another computer just now', 'cloud.upload-unconfirmed', () => mark(own), undefined],
    [
      'was written by two others just now',
      'cloud.upload-unconfirmed',
      () => [1, 2].forEach(() => mark(own)),
      undefined,
    ],
  ])('that %s keeps no backup from being stored', async (_, code, happens, problem) => {
    failing(new AppError(code), happens);
    expect(await markIt(false)).toEqual(problem);
  });

  test.each<[what: string, code: ErrorCode]>([
    ['what would end the run anyway', 'icloud.trust-expired'],
    ['a line that is down', 'cloud.offline'],
    // The folder was made and does not show: the next upload would make another one.
    ['a folder that does not show', 'cloud.upload-unconfirmed'],
  ])('does not hide %s', async (_, code) => {
    failing(new AppError(code));
    await expect(markIt(false)).rejects.toMatchObject({ code });
  });

  test('is what brings a minted id back', async () => {
    const open = (): Promise<MemoryDestination> => Promise.resolve(drive);
    const first = await resolveInstance(homeOf(undefined), ['b1'], unknown, open, never);
    const { folder } = await openFolder(homeOf(undefined), first.instanceId, null, 0, drive, never);
    await markFolder(markOf({ ...first, folder }), drive, { marked: false, stored: [] }, never);
    fill(folder, first.instanceId);
    expect(await resolveInstance(homeOf(undefined), ['b2', 'b1'], unknown, open, never)).toEqual(first);
    // Many homes have the same name: one that has none of these backups is another.
    expect(await resolveInstance(homeOf(undefined), ['b2'], unknown, open, never)).not.toEqual(first);
  });
});
