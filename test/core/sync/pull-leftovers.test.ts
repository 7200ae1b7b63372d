import { cp, open, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentCopy } from '../../../src/core/domain/backup.ts';
import { Staging, type StagingRecord } from '../../../src/core/sync/staging.ts';
import { spareBytes } from '../../../src/core/state/disk-room.ts';
import * as build from '../../support/domain-builders.ts';
import {
  expectWhole,
  failing,
  here,
  leave,
  part,
  pull,
  readRecord,
  stagingIn,
  useStaging,
  whole,
} from '../../support/pull-world.ts';
import { ScriptedSource } from '../../support/scripted-source.ts';
import { sha256Of } from '../../support/small-archive.ts';
import { buildTar } from '../../support/tar-builder.ts';

useStaging();

describe('what an earlier run left', () => {
  const half = whole.subarray(0, 100_000);
  const proven = { whole: { bytes: whole.length, sha256: sha256Of(whole) } };
  const spoilt = Buffer.from(whole);
  spoilt.write('spoilt', 150_000);
  const torn = Buffer.from(half);
  torn.write('spoilt', 0);

  test.each<{
    readonly what: string;
    readonly content?: Buffer;
    readonly record?: Partial<StagingRecord> | string;
    readonly copy?: Partial<AgentCopy>;
    readonly offsets: readonly (number | undefined)[];
  }>([
    { what: 'nothing', offsets: [undefined] },
    { what: 'the whole, proven', content: whole, record: proven, offsets: [] },
    {
      what: 'the whole, proven, of a server without a mark',
      content: whole,
      record: { ...proven, etag: null },
      offsets: [],
    },
    { what: 'a part', content: half, record: {}, offsets: [100_000] },
    { what: 'all but the last byte', content: whole.subarray(0, -1), record: {}, offsets: [whole.length - 1] },
    { what: 'a part without a mark', content: half, record: { etag: null }, offsets: [undefined] },
    { what: 'a part without a record', content: half, offsets: [undefined] },
    { what: 'a record without a part', record: {}, offsets: [undefined] },
    {
      what: 'a part of which less is on the disk for certain',
      content: half,
      record: { flushed: 60_000 },
      offsets: [60_000],
    },
    { what: 'a part of which nothing is for certain', content: half, record: { flushed: 0 }, offsets: [undefined] },
    {
      what: 'a part that is shorter than what was flushed',
      content: half,
      record: { flushed: 120_000 },
      offsets: [100_000],
    },
    { what: 'an empty part', content: Buffer.alloc(0), record: {}, offsets: [undefined] },
    { what: 'a torn record', content: half, record: '{"instanceId":', offsets: [undefined] },
    { what: 'a record of another shape', content: half, record: '{"backupId":"b1"}', offsets: [undefined] },
    { what: 'of another backup', content: half, record: { backupId: 'b2' }, offsets: [undefined] },
    {
      what: 'of another house',
      content: whole,
      record: { ...proven, instanceId: build.otherHome },
      offsets: [undefined],
    },
    { what: 'from another agent', content: half, record: { agentId: 'hassio.nas' }, offsets: [undefined] },
    { what: 'listed with another size', content: half, record: { listedSize: 7 }, offsets: [undefined] },
    { what: 'listed without a size then', content: half, record: { listedSize: null }, offsets: [undefined] },
    { what: 'spoilt after it was proven', content: spoilt, record: proven, offsets: [undefined] },
    { what: 'a part that is no archive', content: torn, record: {}, offsets: [undefined] },
    { what: 'shorter than it was proven', content: half, record: proven, offsets: [100_000] },
  ])('$what', async ({ content, record: given, copy, offsets }) => {
    await leave(content, given);
    const source = new ScriptedSource({ content: whole });
    await expectWhole(await pull(source, copy ? { copy } : {}));
    expect(source.requests.map(({ resume }) => resume?.offset)).toEqual(offsets);
  });

  test.each([
    ['proven', { ...proven, archive: 'Home_upload.tar' }, whole, 'Home_upload.tar'],
    ['not proven', { archive: 'Home_upload.tar' }, half, null],
    ['of another house', { ...proven, archive: 'Home_upload.tar', instanceId: build.otherHome }, whole, null],
    ['spoilt', { ...proven, archive: 'Home_upload.tar' }, spoilt, null],
  ])(
    'the name of an upload begun with it is kept only with the very same bytes: %s',
    async (_, given, content, name) => {
      await leave(content, given);
      await pull(new ScriptedSource({ content: whole }));
      expect((await readRecord()).archive).toBe(name);
    },
  );

  test('does not condemn an archive: the whole is fetched before it is refused', async () => {
    const bad = buildTar([{ name: 'backup.json', content: Buffer.from('{') }]);
    await leave(torn, { listedSize: bad.length });
    const source = new ScriptedSource({ content: bad });
    const error = await failing(pull(source, { copy: { size: bad.length } }));
    expect(error.code).toBe('archive.no-backup-json');
    expect(source.requests.map(({ resume }) => resume)).toEqual([undefined]);
  });

  test('is never stored when the power failed before its last bytes were on the disk', async () => {
    const user = new AbortController();
    const source = new ScriptedSource({ content: whole, after: 150_000, ends: 'silent' });
    const stopped = new Promise<void>((resolve) => (source.onSilent = resolve));
    const first = failing(pull(source, { signal: user.signal }));
    await stopped;
    // What a file system that writes lengths before contents holds at this moment.
    const after = `${here.folder}-after`;
    await cp(here.folder, after, { recursive: true });
    user.abort();
    await first;
    const file = await open(join(after, part), 'r+');
    await file.write(Buffer.alloc(40_000), 0, 40_000, 110_000);
    await file.close();
    try {
      const staged = await pull(new ScriptedSource({ content: whole }), { staging: stagingIn(after) });
      expect(staged.sha256).toBe(sha256Of(whole));
    } finally {
      await rm(after, { recursive: true, force: true });
    }
  });
});

describe('a full disk', () => {
  test('is noticed before Home Assistant is asked: the backup and 1 GiB have to fit', async () => {
    const free = whole.length + spareBytes - 1;
    const source = new ScriptedSource({ content: whole });
    const error = await failing(pull(source, { free, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'disk.full', facts: { neededBytes: free + 1, freeBytes: free } });
    expect(source.requests).toEqual([]);
    await expectWhole(await pull(source, { free: free + 1 }));
  });

  test('does not mind what is on it already: a whole leftover needs no room', async () => {
    await leave(whole, { whole: { bytes: whole.length, sha256: sha256Of(whole) } });
    await expectWhole(await pull(new ScriptedSource(), { free: spareBytes }));
  });

  test('does not mind what is on it already: a part needs room for the rest', async () => {
    await leave(whole.subarray(0, 150_000), {});
    const free = spareBytes + whole.length - 150_000;
    await expectWhole(await pull(new ScriptedSource({ content: whole }), { free }));
  });

  test('ends a download of unknown length, which gives back what it took', async () => {
    const source = new ScriptedSource({ content: whole });
    const error = await failing(pull(source, { free: spareBytes, copy: { size: undefined }, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'disk.full', facts: { freeBytes: spareBytes } });
    expect(source).toMatchObject({ closed: 1, requests: { length: 1 } });
    expect(await readdir(here.folder)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('while bytes come is told as such', async () => {
    class FullDisk extends Staging {
      override async open(): Promise<FileHandle> {
        return await open('/dev/full', 'w');
      }
    }
    const staging = new FullDisk(here.folder, () => Promise.resolve(2 * spareBytes));
    const source = new ScriptedSource({ content: whole });
    const error = await failing(pull(source, { staging, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'disk.full', facts: { system: 'ENOSPC' } });
    expect(source).toMatchObject({ closed: 1, requests: { length: 1 } });
  });
});
