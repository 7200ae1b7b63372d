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
import { buildTar } from '../../support/tar-builder.ts';
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
    expect((await failing(adopt(name))).code).toBe('cloud.copy-damaged');
    expect(here.drive.filesIn(folder).map((file) => file.name)).toEqual([name]);
    expect(await readdir(here.dir)).toEqual([]);
  });

  const dated = (date: string): Buffer =>
    buildTar([{ name: 'backup.json', content: Buffer.from(JSON.stringify({ slug: 'b1', date })) }]);

  test.each<[what: string, date: string, day: string, expected: string]>([
    ['the one inside', '2026-11-19T04:00:00+00:00', '2026-11-20', '2026-11-19T04:00:00+00:00'],
    ['not one that is still to come', '2099-01-01T00:00:00+00:00', '2026-11-20', '2026-11-20T12:00:00Z'],
    ['not one of which the name knows nothing', 'yesterday', '0000-00-00', build.now.toISOString()],
  ])('has a date that it can have: %s', async (_, date, day, expected) => {
    const archive = `Home_${day}_1200_manual_2026.11.0_b1_1111aa0000ff.tar`;
    const adopted = await adopt(placed(build.aManifest({ backupId: 'b1', archive }), dated(date)));
    expect(adopted.manifest.date).toBe(expected);
    expect((await view()).stored).toEqual([adopted]);
  });

  test('that cannot be fetched leaves nothing here', async () => {
    const name = placed(build.aManifest({ backupId: 'b1' }));
    here.drive.before = (call) => {
      if (call === 'fetch') throw new AppError('cloud.offline');
    };
    expect((await failing(adopt(name))).code).toBe('cloud.offline');
    expect(await readdir(here.dir)).toEqual([]);
  });
});
