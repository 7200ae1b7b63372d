import { readdir, rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StagedArchive } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { usualPausesMs } from '../../../src/core/sync/pull-backup.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import * as build from '../../support/domain-builders.ts';
import {
  expectWhole,
  failing,
  here,
  leave,
  pull,
  readRecord,
  truncated,
  useStaging,
  whole,
} from '../../support/pull-world.ts';
import { ScriptedSource, type Answer } from '../../support/scripted-source.ts';
import { noise, sha256Of, smallArchive } from '../../support/small-archive.ts';
import { buildTar } from '../../support/tar-builder.ts';

useStaging();

describe('a backup that comes in one go', () => {
  test('is whole, hashed, and recorded as such', async () => {
    const source = new ScriptedSource({ content: whole });
    const seen: number[] = [];
    await expectWhole(await pull(source, { onBytes: (bytes) => seen.push(bytes) }));
    expect(source.requests).toEqual([{ backupId: 'b1', agentId: 'backup.local', resume: undefined }]);
    expect(await readRecord()).toMatchObject({
      instanceId: build.home,
      backupId: 'b1',
      agentId: 'backup.local',
      listedSize: whole.length,
      whole: { bytes: whole.length, sha256: sha256Of(whole) },
      archive: null,
    });
    expect(seen.at(-1)).toBe(whole.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(source.closed).toBe(1);
  });

  test('is taken without a size where nobody tells one', async () => {
    await expectWhole(await pull(new ScriptedSource({ content: whole }), { copy: { size: undefined } }));
  });

  test("is held against the server's own size where the list has none", async () => {
    const source = new ScriptedSource({ content: whole, after: 1000, tellsTotal: true, unchecked: true });
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
    expect(here.clock.waits).toEqual([5]);
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
    const source = new ScriptedSource({ content: whole, after: 70_001, unchecked: true }, { content: whole });
    await expectWhole(await pull(source, { pausesMs: [5] }));
    expect(source.requests[1]?.resume?.offset).toBe(70_001);
  });

  test('however and wherever it breaks, the bytes are the same in the end', async () => {
    const aBreak = fc.record({
      after: fc.nat(whole.length),
      fromStart: fc.boolean(),
      ends: fc.constantFrom(truncated, undefined, new AppError('ha.download-stalled')),
      chunk: fc.integer({ min: 500, max: 70_000 }),
      unchecked: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aBreak, { maxLength: 5 }), fc.boolean(), async (breaks, restarted) => {
        await rm(here.folder, { recursive: true, force: true });
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
    expect(here.clock.waits).toEqual([...usualPausesMs]);
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
    expect(here.clock.waits).toHaveLength(attempts - 1);
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
    expect(await readdir(here.folder)).toEqual([]);
    expect(source.requests).toHaveLength(1);
    expect(source.closed).toBe(1);
    expect(here.clock.waits).toEqual([]);
  });

  test.each<[string, Buffer | string, number | undefined, string]>([
    ['a page of the same length', '<!doctype html>'.padEnd(whole.length), whole.length, 'web-page'],
    ['a shorter page', '<html>Sign in</html>', whole.length, 'web-page'],
    ["a server's error", '{"result":"error"}'.padEnd(2000), undefined, 'json'],
    ['nothing', '', undefined, 'empty'],
  ])('%s in its place is no verdict on it, and nothing of it is kept', async (_, content, size, is) => {
    const source = new ScriptedSource({ content: Buffer.from(content) });
    const error = await failing(pull(source, { copy: { size }, pausesMs: [1] }));
    expect(error).toMatchObject({ code: 'ha.not-archive', facts: { is } });
    expect(await readdir(here.folder)).toEqual([]);
    expect(source.requests).toHaveLength(1);
  });

  test('readable without a key, where only encrypted ones may go up', async () => {
    const source = new ScriptedSource({ content: whole });
    expect((await failing(pull(source, { requireProtected: true }))).code).toBe('archive.unprotected');
    expect(await readdir(here.folder)).toEqual([]);
  });

  test.each([
    ['as the source notices', false],
    ['as nobody else notices', true],
  ])('longer than listed, %s: the same, and the server is let go', async (_, unchecked) => {
    const source = new ScriptedSource({ content: whole, unchecked });
    const error = await failing(pull(source, { copy: { size: whole.length - 1 }, pausesMs: [1] }));
    expect(error.code).toBe('ha.download-too-long');
    expect(await readdir(here.folder)).toEqual([]);
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
    here.clock.onWait = () => user.abort();
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
