import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AgentCopy, StagedArchive } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Pull } from '../../../src/core/sync/plan-sync.ts';
import { pullBackup, usualPausesMs } from '../../../src/core/sync/pull-backup.ts';
import { spareBytes, Staging, type StagingRecord } from '../../../src/core/sync/staging.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import * as build from '../../support/domain-builders.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { ScriptedSource, type Answer } from '../../support/scripted-source.ts';
import { noise, sha256Of, smallArchive } from '../../support/small-archive.ts';
import { buildTar } from '../../support/tar-builder.ts';

const whole = smallArchive('b1');
const never = new AbortController().signal;
const truncated = new AppError('ha.download-truncated');
const part = 'b1.part';
const record = 'b1.json';

let folder = '';
let clock: PatientClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pull-'));
  clock = new PatientClock(build.now);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pullOf = (copy: Partial<AgentCopy> = {}): Pull => ({
  backup: build.aBackup({ id: 'b1' }),
  copy: { agentId: 'backup.local', size: whole.length, protected: false, ...copy },
});

interface Given {
  readonly copy?: Partial<AgentCopy>;
  readonly pausesMs?: readonly number[];
  readonly free?: number;
  readonly signal?: AbortSignal;
  readonly staging?: Staging;
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
}

const stagingIn = (dir: string, free = 2 * spareBytes): Staging => new Staging(dir, () => Promise.resolve(free));

const pull = async (source: ScriptedSource, given: Given = {}): Promise<StagedArchive> =>
  await pullBackup(
    pullOf(given.copy),
    {
      source,
      staging: given.staging ?? stagingIn(folder, given.free),
      clock,
      instanceId: build.home,
      pausesMs: given.pausesMs ?? [],
      onBytes: given.onBytes ?? (() => undefined),
    },
    given.signal ?? never,
  );

const failing = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`not a coded error: ${String(error)}`);
};

/** Whole, proven, and byte for byte what the server had. */
const expectWhole = async (staged: StagedArchive, content = whole): Promise<void> => {
  expect(staged).toMatchObject({ file: join(folder, part), bytes: content.length, sha256: sha256Of(content) });
  expect(sha256Of(await readFile(staged.file))).toBe(staged.sha256);
  expect(staged.report).toMatchObject({ slug: 'b1', protected: false, defects: [] });
};

const recordOf = (given: Partial<StagingRecord> = {}): StagingRecord => ({
  instanceId: build.home,
  backupId: 'b1',
  agentId: 'backup.local',
  listedSize: whole.length,
  etag: '"one"',
  whole: null,
  archive: null,
  ...given,
});

const leave = async (
  content: Buffer | undefined,
  given: Partial<StagingRecord> | string | undefined,
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if (content) await writeFile(join(folder, part), content);
  const text = typeof given === 'string' ? given : given && JSON.stringify(recordOf(given));
  if (text !== undefined) await writeFile(join(folder, record), text);
};

const readRecord = async (): Promise<StagingRecord> =>
  JSON.parse(await readFile(join(folder, record), 'utf8')) as StagingRecord;

describe('a backup that comes in one go', () => {
  test('is whole, hashed, and recorded as such', async () => {
    const source = new ScriptedSource({ content: whole });
    const seen: number[] = [];
    await expectWhole(await pull(source, { onBytes: (bytes) => seen.push(bytes) }));
    expect(source.requests).toEqual([{ backupId: 'b1', agentId: 'backup.local', resume: undefined }]);
    expect(await readRecord()).toEqual(recordOf({ whole: { bytes: whole.length, sha256: sha256Of(whole) } }));
    expect(seen.at(-1)).toBe(whole.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(source.closed).toBe(1);
  });

  test('is taken without a size where nobody tells one', async () => {
    await expectWhole(await pull(new ScriptedSource({ content: whole }), { copy: { size: undefined } }));
  });

  test("is held against the server's own size where the list has none", async () => {
    const source = new ScriptedSource({ content: whole, after: 1000, tellsTotal: true });
    const error = await failing(pull(source, { copy: { size: undefined } }));
    expect(error).toMatchObject({ code: 'ha.download-truncated', facts: { bytes: 1000, listedBytes: whole.length } });
  });

  test('comes from the chosen agent', async () => {
    const source = new ScriptedSource({ content: whole });
    await pull(source, { copy: { agentId: 'hassio.nas' } });
    expect(source.requests[0]?.agentId).toBe('hassio.nas');
  });
});

describe('a download that breaks off', () => {
  test('is taken up where it broke off', async () => {
    const source = new ScriptedSource({ content: whole, after: 70_001, ends: truncated }, { content: whole });
    await expectWhole(await pull(source, { pausesMs: [5] }));
    expect(source.requests.map(({ resume }) => resume)).toEqual([undefined, { offset: 70_001, etag: '"one"' }]);
    expect(clock.waits).toEqual([5]);
  });

  test('begins anew where the server cannot resume', async () => {
    const source = new ScriptedSource(
      { content: whole, after: 70_001, ends: truncated },
      { content: whole, fromStart: true },
    );
    await expectWhole(await pull(source, { pausesMs: [5] }));
  });

  test('begins anew where the file is another by now, and nothing of the old one stays', async () => {
    const other = smallArchive('b1', 200_000, 'made anew');
    const source = new ScriptedSource(
      { content: whole, after: 70_001, ends: truncated },
      { content: other, etag: '"two"' },
    );
    await expectWhole(await pull(source, { pausesMs: [5] }), other);
    expect((await readRecord()).etag).toBe('"two"');
  });

  test('begins anew where the server has no mark for the file', async () => {
    const source = new ScriptedSource(
      { content: whole, after: 70_001, ends: truncated, etag: undefined },
      { content: whole, etag: undefined },
    );
    await expectWhole(await pull(source, { pausesMs: [5] }));
    expect(source.requests.map(({ resume }) => resume)).toEqual([undefined, undefined]);
  });

  test('ends short without an error: the rest is fetched', async () => {
    const source = new ScriptedSource({ content: whole, after: 70_001 }, { content: whole });
    await expectWhole(await pull(source, { pausesMs: [5] }));
    expect(source.requests[1]?.resume?.offset).toBe(70_001);
  });

  test('however and wherever it breaks, the bytes are the same in the end', async () => {
    const aBreak = fc.record({
      after: fc.nat(whole.length),
      fromStart: fc.boolean(),
      ends: fc.constantFrom(truncated, undefined, new AppError('ha.download-stalled')),
      chunk: fc.integer({ min: 500, max: 70_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aBreak, { maxLength: 5 }), fc.boolean(), async (breaks, restarted) => {
        await rm(folder, { recursive: true, force: true });
        const answers = breaks.map(({ ends, ...rest }): Answer => ({ content: whole, ...rest, ...(ends && { ends }) }));
        const source = new ScriptedSource(...answers, { content: whole });
        // The same in one run that tries again, and in one run of the program after the other.
        const pausesMs = restarted ? [] : answers.map(() => 1);
        let staged: StagedArchive | undefined;
        for (let run = 0; run <= answers.length && !staged; run += 1) {
          staged = await pull(source, { pausesMs }).catch(() => undefined);
        }
        if (!staged) throw new Error('never came to an end');
        await expectWhole(staged);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the pauses', () => {
  test('are kept one after the other, then the run gives up and keeps what is there', async () => {
    const source = new ScriptedSource(
      ...[10_000, 10_000, 10_000, 10_000].map((after): Answer => ({ content: whole, after, ends: truncated })),
    );
    const error = await failing(pull(source, { pausesMs: usualPausesMs }));
    expect(error.code).toBe('ha.download-truncated');
    expect(clock.waits).toEqual([...usualPausesMs]);
    expect(source.requests.map(({ resume }) => resume?.offset)).toEqual([undefined, 10_000, 20_000, 30_000]);
    await expectWhole(await pull(new ScriptedSource({ content: whole })));
  });

  test.each<[ErrorCode, attempts: number]>([
    ['ha.download-stalled', 3],
    ['ha.download-truncated', 3],
    ['ha.unreachable', 3],
    ['ha.starting', 3],
    ['ha.no-agent', 3],
    ['ha.backup-gone', 1],
    ['ha.token-invalid', 1],
    ['ha.banned', 1],
    ['ha.away', 1],
    ['ha.download-too-long', 1],
    ['sync.cancelled', 1],
    ['disk.full', 1],
  ])('%s: %d attempts', async (code, attempts) => {
    const source = new ScriptedSource(...Array.from({ length: attempts }, () => new AppError(code)));
    expect((await failing(pull(source, { pausesMs: [1, 2] }))).code).toBe(code);
    expect(source.requests).toHaveLength(attempts);
    expect(clock.waits).toHaveLength(attempts - 1);
  });
});

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
    const after = `${folder}-after`;
    await cp(folder, after, { recursive: true });
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

describe('an archive that must not be stored', () => {
  const json = (slug: string, more: object = {}) => ({
    name: 'backup.json',
    content: Buffer.from(JSON.stringify({ slug, protected: false, homeassistant: { version: '2026.11.0' }, ...more })),
  });
  const core = {
    name: 'homeassistant.tar.gz',
    content: Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), noise(5000, 'x')]),
  };

  test.each<[ErrorCode, Buffer]>([
    ['archive.torn', whole.subarray(0, 150_000)],
    ['archive.torso', buildTar([json('b1'), { name: 'homeassistant.tar.gz', content: Buffer.alloc(0) }], 0)],
    ['archive.no-backup-json', buildTar([core])],
    ['archive.wrong-backup', buildTar([json('b2'), core])],
    ['archive.wrong-backup', buildTar([json('b1', { protected: true }), core])],
    ['archive.part-missing', buildTar([json('b1')])],
  ])('%s: nothing is left on disk, and it is asked for once', async (code, content) => {
    const source = new ScriptedSource({ content });
    const error = await failing(pull(source, { copy: { size: content.length }, pausesMs: [1, 2, 3] }));
    expect(error.code).toBe(code);
    expect(await readdir(folder)).toEqual([]);
    expect(source.requests).toHaveLength(1);
    expect(source.closed).toBe(1);
    expect(clock.waits).toEqual([]);
  });

  test('longer than listed: the same, and the server is let go', async () => {
    const source = new ScriptedSource({ content: whole });
    const error = await failing(pull(source, { copy: { size: whole.length - 1 }, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'ha.download-too-long', facts: { listedBytes: whole.length - 1 } });
    expect(await readdir(folder)).toEqual([]);
    expect(source).toMatchObject({ closed: 1, requests: { length: 1 } });
  });
});

describe('cancelled', () => {
  test('while bytes come: ends at once, and goes on from there the next time', async () => {
    const user = new AbortController();
    const source = new ScriptedSource({ content: whole, after: 50_000, ends: 'silent' });
    source.onSilent = () => user.abort();
    expect((await failing(pull(source, { signal: user.signal, pausesMs: [1] }))).code).toBe('sync.cancelled');
    const next = new ScriptedSource({ content: whole });
    await expectWhole(await pull(next));
    expect(next.requests[0]?.resume?.offset).toBe(50_000);
  });

  test('in a pause: nothing is asked for any more', async () => {
    const user = new AbortController();
    const source = new ScriptedSource({ content: whole, after: 50_000, ends: truncated });
    clock.onWait = () => user.abort();
    expect((await failing(pull(source, { signal: user.signal, pausesMs: [1] }))).code).toBe('sync.cancelled');
    expect(source.requests).toHaveLength(1);
  });

  test('with the whole on disk: it stays there', async () => {
    await leave(whole, { whole: { bytes: whole.length, sha256: sha256Of(whole) } });
    const source = new ScriptedSource();
    expect((await failing(pull(source, { signal: AbortSignal.abort() }))).code).toBe('sync.cancelled');
    await expectWhole(await pull(source));
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

  test.skipIf(process.platform !== 'linux')('while bytes come is told as such', async () => {
    class FullDisk extends Staging {
      override async open(): Promise<FileHandle> {
        return await open('/dev/full', 'w');
      }
    }
    const staging = new FullDisk(folder, () => Promise.resolve(2 * spareBytes));
    const source = new ScriptedSource({ content: whole });
    const error = await failing(pull(source, { staging, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'disk.full', facts: { system: 'ENOSPC' } });
    expect(source).toMatchObject({ closed: 1, requests: { length: 1 } });
  });
});
