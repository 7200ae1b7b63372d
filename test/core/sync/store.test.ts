import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { manifestSchema } from '../../../src/core/domain/manifest.ts';
import { manifestNameOf, parseArchiveName } from '../../../src/core/domain/names.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { isoDate } from '../../../src/core/sync/build-manifest.ts';
import * as build from '../../support/domain-builders.ts';
import { sha256Of } from '../../support/small-archive.ts';
import {
  archivesThere,
  backup,
  content,
  failing,
  folder,
  here,
  nameOfMine,
  placed,
  pull,
  store,
  uploads,
  useDrive,
  view,
} from '../../support/store-world.ts';

useDrive();

describe('an archive', () => {
  test('is looked for, uploaded, confirmed, and only then vouched for', async () => {
    const stored = await store();
    const name = stored?.manifest.archive ?? '';
    expect(here.drive.calls).toEqual([
      `names ${folder}`,
      `put ${folder}/${name}`,
      `arrived ${folder}/${name}`,
      `putText ${folder}/${manifestNameOf(name)}`,
    ]);
    expect(here.drive.contentOf(folder, name)).toEqual(content);
    expect(await readdir(here.dir)).toEqual([]);
    expect((await view()).stored).toEqual([stored]);
  });

  test('has a manifest that says what was proven, by whom and when', async () => {
    const stored = await store();
    const text = here.drive.contentOf(folder, stored?.manifestName ?? '');
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
    for (const { name } of here.drive.filesIn(folder)) await here.drive.remove(folder, name);
    expect((await store())?.manifest.archive).not.toBe(first?.manifest.archive);
  });

  test('stays on the disk when the upload fails, and no manifest is written', async () => {
    here.drive.before = (call) => {
      if (call === 'put') throw new AppError('cloud.failed');
    };
    expect((await failing(store())).code).toBe('cloud.failed');
    expect(here.drive.filesIn(folder)).toEqual([]);
    expect((await readdir(here.dir)).sort()).toEqual(['b1.json', 'b1.part']);
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
    here.drive.arrival = arrival;
    const error = await failing(store());
    expect(error).toMatchObject({ code: 'cloud.upload-unconfirmed', facts: { bytes: content.length, ...facts } });
    const seen = await view();
    expect(seen.stored).toEqual([]);
    expect(seen.unconfirmed).toHaveLength(archivesThere().length);
    expect((await readdir(here.dir)).sort()).toEqual(['b1.json', 'b1.part']);
  });

  test('is done again under another name the next time', async () => {
    here.drive.arrival = (bytes) => [bytes.subarray(1)];
    await failing(store());
    const [first] = archivesThere();
    here.drive.arrival = (bytes) => [bytes];
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
    expect(await readdir(here.dir)).toEqual([]);
    expect((await view()).stored).toEqual([stored]);
  });

  test('the name is on record before the first byte goes up', async () => {
    let name = '';
    here.drive.before = (call, path) => {
      if (call !== 'put') return;
      name = path.slice(folder.length + 1);
      throw new AppError('sync.cancelled');
    };
    await failing(store());
    expect((await here.staging.leftover('b1'))?.record.archive).toBe(name);
    expect((await here.staging.leftover('b1'))?.record.whole?.sha256).toBe(sha256Of(content));
  });

  test.each<[what: string, prepare: () => string | null]>([
    ['the upload is shorter', () => placed(build.aManifest({ backupId: 'b1' }), content.subarray(1))],
    ['it never arrived', () => nameOfMine()],
    [
      'two have that name',
      () => {
        const name = placed(build.aManifest({ backupId: 'b1' }));
        here.drive.place(folder, name, content);
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
