import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HaBackup, StagedArchive } from '../../../src/core/domain/backup.ts';
import { viewFolder } from '../../../src/core/domain/cloud-view.ts';
import { manifestSchema, type Manifest } from '../../../src/core/domain/manifest.ts';
import { manifestNameOf, parseArchiveName } from '../../../src/core/domain/names.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { adoptUpload } from '../../../src/core/sync/adopt-upload.ts';
import type { Pull } from '../../../src/core/sync/plan-sync.ts';
import { isoDate, storeArchive, type StorePorts } from '../../../src/core/sync/store-archive.ts';
import { spareBytes, Staging, type StagingRecord } from '../../../src/core/sync/staging.ts';
import * as build from '../../support/domain-builders.ts';
import { MemoryDestination } from '../../support/memory-destination.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { sha256Of, smallArchive } from '../../support/small-archive.ts';

const content = smallArchive('b1', 5000);
const folder = 'Home (a1b2c3d4)';
const never = new AbortController().signal;

let dir = '';
let drive: MemoryDestination;
let staging: Staging;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'store-'));
  drive = new MemoryDestination();
  drive.makeFolder(folder);
  staging = new Staging(dir, () => Promise.resolve(2 * spareBytes));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const backup = build.aBackup({ id: 'b1', addons: ['core_ssh'], folders: ['share'], date: '2026-11-21T04:45:01+01:00' });
const pull: Pull = { backup, copy: { agentId: 'backup.local', size: content.length, protected: false } };

const ports = (given: Partial<StorePorts> = {}): StorePorts => ({
  destination: drive,
  staging,
  clock: new PatientClock(build.now),
  identity: {
    instanceId: build.home,
    instanceName: 'Home',
    computerId: build.me,
    computerName: 'My Mac',
    appVersion: '1.2.3',
  },
  folder,
  doubtful: new Set(),
  onProgress: () => undefined,
  ...given,
});

/** The archive as it lies on the disk after a pull; `begun` = the upload that a crash interrupted. */
const stage = async (begun: string | null = null): Promise<StagedArchive> => {
  await mkdir(dir, { recursive: true });
  const file = staging.fileFor('b1');
  await writeFile(file, content);
  const sha256 = sha256Of(content);
  const record: StagingRecord = {
    instanceId: build.home,
    backupId: 'b1',
    agentId: 'backup.local',
    listedSize: content.length,
    etag: null,
    whole: { bytes: content.length, sha256 },
    archive: begun,
  };
  await staging.note(record);
  const report = { slug: 'b1', protected: false, secureTar: undefined, parts: [], addons: [], folders: [] };
  return {
    file,
    bytes: content.length,
    sha256,
    report: { ...report, defects: [...build.doubtful], name: undefined, date: undefined, haVersion: undefined },
  };
};

const store = async (given: Partial<StorePorts> = {}, begun: string | null = null, what = pull) =>
  await storeArchive(what, await stage(begun), build.noted, ports(given), never);

const failing = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`not a coded error: ${String(error)}`);
};

const uploads = (): string[] => drive.calls.filter((call) => call.startsWith('put '));
const archivesThere = (): string[] =>
  drive.filesIn(folder).flatMap(({ name }) => (parseArchiveName(name) ? [name] : []));
const view = async () => viewFolder(await drive.list(folder), build.home);
const placed = (manifest: Manifest, bytes = content): string => {
  drive.place(folder, manifest.archive, bytes);
  return manifest.archive;
};
const nameOfMine = (): string => build.aManifest({ backupId: 'b1' }).archive;

describe('an archive', () => {
  test('is looked for, uploaded, confirmed, and only then vouched for', async () => {
    const stored = await store();
    const name = stored?.manifest.archive ?? '';
    expect(drive.calls).toEqual([
      `names ${folder}`,
      `put ${folder}/${name}`,
      `names ${folder}`,
      `putText ${folder}/${manifestNameOf(name)}`,
    ]);
    expect(drive.contentOf(folder, name)).toEqual(content);
    expect(await readdir(dir)).toEqual([]);
    expect((await view()).stored).toEqual([stored]);
  });

  test('has a manifest that says what was proven, by whom and when', async () => {
    const stored = await store();
    const text = drive.contentOf(folder, stored?.manifestName ?? '');
    expect(manifestSchema.parse(JSON.parse(String(text)))).toEqual(stored?.manifest);
    expect(stored?.manifest).toMatchObject({
      backupId: 'b1',
      instanceId: build.home,
      computerId: build.me,
      computerName: 'My Mac',
      appVersion: '1.2.3',
      size: content.length,
      sha256: sha256Of(content),
      level: 1,
      date: backup.date,
      confirmedAt: build.now.toISOString(),
      defects: [...build.doubtful, ...build.noted],
      addons: ['core_ssh'],
      folders: ['share'],
    });
    expect(parseArchiveName(stored?.manifest.archive ?? '')).toMatchObject({
      day: '2026-11-21',
      time: '0445',
      backupId: 'b1',
      computer: build.me.slice(0, 6),
    });
  });

  test('is protected if the archive says so, whatever the list said', async () => {
    const listed = { ...pull, copy: { ...pull.copy, protected: true } };
    expect((await store({}, null, listed))?.manifest.protected).toBe(false);
  });

  test('keeps a date in another spelling as the same moment', () => {
    expect(isoDate('2026-11-21T04:45:01.5+01:00')).toBe('2026-11-21T04:45:01.5+01:00');
    expect(isoDate('2026-11-21 04:45:01+01:00')).toBe('2026-11-21T03:45:01.000Z');
  });

  test('is uploaded under a name that no other attempt has', async () => {
    const first = await store();
    for (const { name } of drive.filesIn(folder)) await drive.remove(folder, name);
    expect((await store())?.manifest.archive).not.toBe(first?.manifest.archive);
  });

  test('stays on the disk when the upload fails, and no manifest is written', async () => {
    drive.before = (call) => {
      if (call === 'put') throw new AppError('icloud.failed');
    };
    expect((await failing(store())).code).toBe('icloud.failed');
    expect(drive.filesIn(folder)).toEqual([]);
    expect((await readdir(dir)).sort()).toEqual(['b1.json', 'b1.part']);
  });
});

describe('an upload that cannot be confirmed', () => {
  test.each<[what: string, arrival: (bytes: Buffer) => readonly Buffer[], facts: object]>([
    ['nothing arrived', () => [], { found: 0 }],
    ['a byte is missing', (bytes) => [bytes.subarray(1)], { found: 1, foundBytes: content.length - 1 }],
    ['a byte too many', (bytes) => [Buffer.concat([bytes, Buffer.alloc(1)])], { found: 1 }],
    ['two arrived', (bytes) => [bytes, bytes], { found: 2 }],
    ['two arrived, one of them whole', (bytes) => [bytes.subarray(1), bytes], { found: 2 }],
  ])('%s: no manifest, the staged archive stays', async (_, arrival, facts) => {
    drive.arrival = arrival;
    const error = await failing(store());
    expect(error).toMatchObject({ code: 'icloud.upload-unconfirmed', facts: { bytes: content.length, ...facts } });
    const seen = await view();
    expect(seen.stored).toEqual([]);
    expect(seen.unconfirmed).toHaveLength(archivesThere().length);
    expect((await readdir(dir)).sort()).toEqual(['b1.json', 'b1.part']);
  });

  test('is done again under another name the next time', async () => {
    drive.arrival = (bytes) => [bytes.subarray(1)];
    await failing(store());
    const [first] = archivesThere();
    drive.arrival = (bytes) => [bytes];
    const stored = await store({}, first);
    expect(stored?.manifest.archive).not.toBe(first);
    expect((await view()).stored).toEqual([stored]);
  });
});

describe('after a crash', () => {
  test('between upload and manifest, the very upload is recognised', async () => {
    const name = placed(build.aManifest({ backupId: 'b1' }));
    const stored = await store({}, name);
    expect(stored?.manifest.archive).toBe(name);
    expect(uploads()).toEqual([]);
    expect(await readdir(dir)).toEqual([]);
    expect((await view()).stored).toEqual([stored]);
  });

  test('the name is on record before the first byte goes up', async () => {
    let name = '';
    drive.before = (call, path) => {
      if (call !== 'put') return;
      name = path.slice(folder.length + 1);
      throw new AppError('sync.cancelled');
    };
    await failing(store());
    expect((await staging.leftover('b1'))?.record.archive).toBe(name);
    expect((await staging.leftover('b1'))?.record.whole?.sha256).toBe(sha256Of(content));
  });

  test.each<[what: string, prepare: () => string | null]>([
    ['the upload is shorter', () => placed(build.aManifest({ backupId: 'b1' }), content.subarray(1))],
    ['it never arrived', () => nameOfMine()],
    [
      'two have that name',
      () => {
        const name = placed(build.aManifest({ backupId: 'b1' }));
        drive.place(folder, name, content);
        return name;
      },
    ],
    [
      'another name is on record',
      () => {
        placed(build.aManifest({ backupId: 'b1' }));
        return nameOfMine();
      },
    ],
    [
      'no name is on record',
      () => {
        placed(build.aManifest({ backupId: 'b1' }));
        return null;
      },
    ],
  ])('%s: it is uploaded again, under a new name', async (_, prepare) => {
    const begun = prepare();
    const before = archivesThere();
    const stored = await store({}, begun);
    expect(before).not.toContain(stored?.manifest.archive);
    expect(uploads()).toHaveLength(1);
    expect((await view()).stored).toEqual([stored]);
  });
});

describe("another computer's copy", () => {
  const theirs = (given: Partial<Manifest> = {}): Manifest =>
    build.aManifest({ backupId: 'b1', computerId: build.neighbour, size: content.length, ...given });
  const confirm = (manifest: Manifest): void => {
    placed(manifest);
    drive.place(folder, manifestNameOf(manifest.archive), JSON.stringify(manifest));
  };

  test('that is confirmed is enough: nothing goes up, nothing stays here', async () => {
    confirm(theirs());
    expect(await store()).toBeUndefined();
    expect(drive.calls).toEqual([`names ${folder}`]);
    expect(await readdir(dir)).toEqual([]);
  });

  test('that is enough makes an own unconfirmed upload no stored backup', async () => {
    const mine = placed(build.aManifest({ backupId: 'b1' }));
    confirm(theirs());
    expect(await store({}, mine)).toBeUndefined();
    expect(drive.contentOf(folder, manifestNameOf(mine))).toBeUndefined();
  });

  test('that is still going up does not count', async () => {
    placed(theirs());
    expect((await store())?.manifest.computerId).toBe(build.me);
  });

  test('of another backup does not count', async () => {
    confirm(theirs({ backupId: 'b10' }));
    expect((await store())?.manifest.backupId).toBe('b1');
  });

  test('that the plan saw and doubted does not count, however many manifests lie there', async () => {
    const one = theirs();
    confirm(one);
    const stored = await store({ doubtful: new Set([one.archive]) });
    expect(stored?.manifest.computerId).toBe(build.me);
  });

  test('that is good counts beside one that is in doubt', async () => {
    const [bad, good] = [theirs(), theirs()];
    confirm(bad);
    confirm(good);
    expect(await store({ doubtful: new Set([bad.archive]) })).toBeUndefined();
  });

  test('is found under an id that no name can hold', async () => {
    const odd: HaBackup = { ...backup, id: 'an id/with everything' };
    confirm(theirs({ backupId: odd.id }));
    const staged = await stage();
    const stored = await storeArchive({ ...pull, backup: odd }, staged, [], ports(), never);
    expect(stored).toBeUndefined();
  });

  test('that is confirmed while ours goes up: both are there, each with its manifest', async () => {
    drive.before = (call) => {
      if (call === 'put') confirm(theirs());
    };
    await store();
    const computers = (await view()).stored.map(({ manifest }) => manifest.computerId).sort();
    expect(computers).toEqual([build.me, build.neighbour]);
  });
});

describe('an own upload of a backup that Home Assistant no longer has', () => {
  const adopt = async (name: string) => {
    const [file] = drive.filesIn(folder).filter((one) => one.name === name);
    if (!file) throw new Error('not there');
    return await adoptUpload(file, ports(), never);
  };

  test('is brought back, proven and vouched for', async () => {
    const adopted = await adopt(placed(build.aManifest({ backupId: 'b1' })));
    expect(adopted.manifest).toMatchObject({
      backupId: 'b1',
      size: content.length,
      sha256: sha256Of(content),
      haVersion: '2026.11.0',
      folders: ['share'],
      name: 'Small',
    });
    expect((await view()).stored).toEqual([adopted]);
    expect(await readdir(dir)).toEqual([]);
  });

  test.each<[what: string, bytes: Buffer, backupId: string]>([
    ['torn', content.subarray(0, 3000), 'b1'],
    ['no archive at all', Buffer.from('hello'), 'b1'],
    ['empty', Buffer.alloc(0), 'b1'],
    ['of another backup', smallArchive('b2', 5000), 'b1'],
  ])('%s: left where it is, without a manifest, and nothing stays here', async (_, bytes, backupId) => {
    const name = placed(build.aManifest({ backupId }), bytes);
    expect((await failing(adopt(name))).code).toBe('icloud.copy-damaged');
    expect(drive.filesIn(folder).map((file) => file.name)).toEqual([name]);
    expect(await readdir(dir)).toEqual([]);
  });

  test('that cannot be fetched leaves nothing here', async () => {
    const name = placed(build.aManifest({ backupId: 'b1' }));
    drive.before = (call) => {
      if (call === 'fetch') throw new AppError('icloud.offline');
    };
    expect((await failing(adopt(name))).code).toBe('icloud.offline');
    expect(await readdir(dir)).toEqual([]);
  });
});
