import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import { manifestNameOf } from '../../../src/core/domain/names.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { adoptUpload } from '../../../src/core/sync/adopt-upload.ts';
import { storeArchive } from '../../../src/core/sync/store-archive.ts';
import * as build from '../../support/domain-builders.ts';
import { sha256Of, smallArchive } from '../../support/small-archive.ts';
import {
  backup,
  content,
  failing,
  folder,
  here,
  never,
  placed,
  ports,
  pull,
  stage,
  store,
  useDrive,
  view,
} from '../../support/store-world.ts';

useDrive();

describe("another computer's copy", () => {
  const theirs = (given: Partial<Manifest> = {}): Manifest =>
    build.aManifest({ backupId: 'b1', computerId: build.neighbour, size: content.length, ...given });
  const confirm = (manifest: Manifest): void => {
    placed(manifest);
    here.drive.place(folder, manifestNameOf(manifest.archive), JSON.stringify(manifest));
  };

  test('that is confirmed is enough: nothing goes up, nothing stays here', async () => {
    confirm(theirs());
    expect(await store()).toBeUndefined();
    expect(here.drive.calls).toEqual([`names ${folder}`]);
    expect(await readdir(here.dir)).toEqual([]);
  });

  test('that is enough makes an own unconfirmed upload no stored backup', async () => {
    const mine = placed(build.aManifest({ backupId: 'b1' }));
    confirm(theirs());
    expect(await store({}, mine)).toBeUndefined();
    expect(here.drive.contentOf(folder, manifestNameOf(mine))).toBeUndefined();
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
    here.drive.before = (call) => {
      if (call === 'put') confirm(theirs());
    };
    await store();
    const computers = (await view()).stored.map(({ manifest }) => manifest.computerId).sort();
    expect(computers).toEqual([build.me, build.neighbour]);
  });
});

describe('an own upload of a backup that Home Assistant no longer has', () => {
  const adopt = async (name: string) => {
    const [file] = here.drive.filesIn(folder).filter((one) => one.name === name);
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
    expect(await readdir(here.dir)).toEqual([]);
  });

  test.each<[what: string, bytes: Buffer, backupId: string]>([
    ['torn', content.subarray(0, 3000), 'b1'],
    ['no archive at all', Buffer.from('hello'), 'b1'],
    ['empty', Buffer.alloc(0), 'b1'],
    ['of another backup', smallArchive('b2', 5000), 'b1'],
  ])('%s: left where it is, without a manifest, and nothing stays here', async (_, bytes, backupId) => {
    const name = placed(build.aManifest({ backupId }), bytes);
    expect((await failing(adopt(name))).code).toBe('icloud.copy-damaged');
    expect(here.drive.filesIn(folder).map((file) => file.name)).toEqual([name]);
    expect(await readdir(here.dir)).toEqual([]);
  });

  test('that cannot be fetched leaves nothing here', async () => {
    const name = placed(build.aManifest({ backupId: 'b1' }));
    here.drive.before = (call) => {
      if (call === 'fetch') throw new AppError('icloud.offline');
    };
    expect((await failing(adopt(name))).code).toBe('icloud.offline');
    expect(await readdir(here.dir)).toEqual([]);
  });
});
