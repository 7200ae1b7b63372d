import type { Timeouts } from '../../../src/core/home-assistant/options.ts';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import {
  type BackupSpec,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { connected, failureOf, never, optionsFor, receive, startHome, wallClock } from './support.ts';

interface World {
  readonly home: HomeAssistantSimulator;
  readonly source: BackupSource;
  readonly backup: HaBackup;
  readonly agentId: string;
  /** The whole archive, as it should arrive. */
  readonly bytes: Buffer;
}

const megabyte = 1_000_000;

const start = async (
  options: SimulatorOptions,
  { spec = {}, ...timeouts }: Partial<Pick<Timeouts, 'downloadIdle' | 'slowWindow'>> & { spec?: BackupSpec } = {},
): Promise<World> => {
  const home = await startHome(options);
  const id = await home.addBackup({ sizeBytes: 3 * megabyte, ...spec });
  const source = await connected(
    optionsFor(home, { clock: wallClock, timeouts: { downloadIdle: 60_000, ...timeouts } }),
  );
  const backup = (await source.list(never)).items.find((item) => item.id === id);
  if (!backup) throw new Error('no backup');
  const agentId = options.install === 'os' ? 'hassio.local' : 'backup.local';
  return { home, source, backup, agentId, bytes: home.archiveBytes(id, agentId) };
};

const core: SimulatorOptions = { version: '2026.11.0' };
const os: SimulatorOptions = { version: '2026.11.0', install: 'os' };
const oldOs: SimulatorOptions = { version: '2024.12.5', install: 'os' };

/** Reads until it breaks off; what came until then, and why it ended. `onBytes` hears how many there are so far. */
const partOf = async (
  { source, backup, agentId }: World,
  { signal = never, onBytes = () => undefined }: { signal?: AbortSignal; onBytes?: (bytes: number) => void } = {},
): Promise<{ etag: string | undefined; got: Buffer; error: unknown }> => {
  const chunks: Uint8Array[] = [];
  let etag: string | undefined;
  try {
    const download = await source.download(backup, agentId, undefined, signal);
    etag = download.etag;
    let bytes = 0;
    for await (const chunk of download.body) {
      chunks.push(chunk);
      onBytes((bytes += chunk.length));
    }
  } catch (error) {
    return { etag, got: Buffer.concat(chunks), error };
  }
  throw new Error('came whole');
};

/** Calls once, when so many bytes are there. */
const at = (wanted: number, call: () => void): ((bytes: number) => void) => {
  let called = false;
  return (bytes) => {
    if (called || bytes < wanted) return;
    called = true;
    call();
  };
};

describe.each([core, { version: '2025.1.4' } as const, os, oldOs])('a download of %j', (options) => {
  it('gives the archive as it is', async () => {
    const { home, source, backup, agentId } = await start(options, { spec: { protected: true } });
    home.clearLog();
    const download = await source.download(backup, agentId, undefined, never);
    expect(download.offset).toBe(0);
    const { size, sha256 } = await home.archive(backup.id, agentId);
    expect(await receive(download)).toEqual({ bytes: size, sha256 });
    const [request] = home.log().filter(({ kind }) => kind === 'http');
    expect(request).toMatchObject({ token: 'admin', acceptEncoding: 'identity' });
    expect(request?.what).not.toContain('password');
  });

  it('says when nothing more comes', async () => {
    const world = await start(options, { downloadIdle: 1500 });
    world.home.fault({ kind: 'download-stall', afterBytes: megabyte });
    const { got, error } = await partOf(world);
    expect(error).toMatchObject({ code: 'ha.download-stalled', facts: { idleMs: 1500 } });
    expect(world.bytes.subarray(0, got.length).equals(got)).toBe(true);
  });

  it('says when not even an answer comes', async () => {
    const { home, source, backup, agentId } = await start(options, { downloadIdle: 1500 });
    home.fault({ kind: 'download-stall', afterBytes: 0 });
    const failure = await failureOf(source.download(backup, agentId, undefined, never).then(receive));
    expect(failure.code).toBe('ha.download-stalled');
  });

  it('says when the line breaks', async () => {
    const world = await start(options);
    world.home.fault({ kind: 'download-drop', afterBytes: megabyte });
    const { got, error } = await partOf(world);
    expect(error).toMatchObject({ code: 'ha.download-truncated', facts: { received: got.length } });
  });

  it('says when a clean end comes too early', async () => {
    const world = await start(options);
    world.home.fault({ kind: 'download-truncate', afterBytes: megabyte });
    expect((await partOf(world)).error).toMatchObject({ code: 'ha.download-truncated' });
  });

  it('says when more comes than was listed', async () => {
    const world = await start(options);
    world.home.fault({ kind: 'download-longer', extraBytes: 10_240 });
    expect((await partOf(world)).error).toMatchObject({ code: 'ha.download-too-long' });
  });

  it('says when the backup is gone', async () => {
    const { home, source, backup, agentId } = await start(options);
    home.removeBackup(backup.id);
    expect((await failureOf(source.download(backup, agentId, undefined, never))).code).toBe('ha.backup-gone');
  });

  it('says when Home Assistant cannot deliver now', async () => {
    const { home, source, backup, agentId } = await start(options);
    home.fault({ kind: 'download-500' });
    expect((await failureOf(source.download(backup, agentId, undefined, never))).code).toBe('ha.unreachable');
  });

  it('gives up on a trickle that never falls silent', async () => {
    const { home, source, backup, agentId } = await start(options, { slowWindow: 300 });
    home.fault({ kind: 'download-slow', bytesPerSecond: 20_000 });
    const { body } = await source.download(backup, agentId, undefined, never);
    const read = async (): Promise<void> => {
      for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0);
    };
    expect((await failureOf(read())).code).toBe('ha.download-stalled');
  });

  it('says when it was banned meanwhile', async () => {
    const { home, source, backup, agentId } = await start(options);
    home.fault({ kind: 'http-403' });
    expect((await failureOf(source.download(backup, agentId, undefined, never))).code).toBe('ha.banned');
  });

  it('is cancelled in mid-stream', async () => {
    const world = await start(options);
    world.home.fault({ kind: 'download-stall', afterBytes: megabyte });
    const cancel = new AbortController();
    const { error } = await partOf(world, { signal: cancel.signal, onBytes: at(megabyte, () => cancel.abort()) });
    expect(error).toMatchObject({ code: 'sync.cancelled' });
  });

  it('does not take a slow reader for a stall', async () => {
    const { home, source, backup, agentId } = await start(options, { downloadIdle: 1000 });
    const { body } = await source.download(backup, agentId, undefined, never);
    let bytes = 0;
    for await (const chunk of body) {
      // Being slow is what it is about.
      if (bytes === 0) await setTimeout(1500);
      bytes += chunk.length;
    }
    expect(bytes).toBe((await home.archive(backup.id, agentId)).size);
  });
});

describe('going on with a download', () => {
  it('takes up where it broke off, after a restart in mid-download', async () => {
    const world = await start(core);
    const { home, source, backup, agentId, bytes } = world;
    home.fault({ kind: 'download-stall', afterBytes: 2 * megabyte, times: 1 });
    const restarts: Promise<void>[] = [];
    const restart = at(2 * megabyte, () => void restarts.push(home.restart({ killed: true })));
    const { etag, got, error } = await partOf(world, { onBytes: restart });
    expect(error).toMatchObject({ code: 'ha.download-truncated' });
    await Promise.all(restarts);
    if (etag === undefined) throw new Error('no ETag');
    const rest = await source.download(backup, agentId, { offset: got.length, etag }, never);
    expect([rest.offset, rest.total]).toEqual([got.length, bytes.length]);
    const chunks: Uint8Array[] = [got];
    for await (const chunk of rest.body) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(home.rangeRequests()).toEqual([`bytes=${got.length}-`]);
    expect(home.log().findLast(({ range }) => range !== undefined)).toMatchObject({ ifMatch: etag, status: 206 });
  });

  it.each([os, oldOs])('starts over where the server ignores ranges: %j', async (options) => {
    const { home, source, backup, agentId, bytes } = await start(options);
    const first = await source.download(backup, agentId, undefined, never);
    expect(first.etag).toBeUndefined();
    await receive(first);
    const again = await source.download(backup, agentId, { offset: 1_000, etag: '"x"' }, never);
    expect(again.offset).toBe(0);
    expect((await receive(again)).bytes).toBe(bytes.length);
    expect(home.rangeRequests()).toEqual([]);
  });

  it('starts over when the file is another by now', async () => {
    const { home, source, backup, agentId, bytes } = await start(core);
    const again = await source.download(backup, agentId, { offset: 1_000, etag: '"of-another-file"' }, never);
    expect(again.offset).toBe(0);
    expect((await receive(again)).bytes).toBe(bytes.length);
    expect(home.log().map(({ status }) => status)).toContain(412);
  });

  it('starts over when there is nothing left to fetch', async () => {
    const { home, source, backup, agentId, bytes } = await start(core);
    const whole = await source.download(backup, agentId, undefined, never);
    await receive(whole);
    const again = await source.download(backup, agentId, { offset: bytes.length, etag: whole.etag ?? '' }, never);
    expect(again.offset).toBe(0);
    await receive(again);
    expect(home.log().map(({ status }) => status)).toContain(416);
  });

  it('reports the end of a resumed part that is too short', async () => {
    const { home, source, backup, agentId, bytes } = await start(core);
    const whole = await source.download(backup, agentId, undefined, never);
    await receive(whole);
    home.fault({ kind: 'download-drop', afterBytes: 2 * megabyte });
    const rest = await source.download(backup, agentId, { offset: megabyte, etag: whole.etag ?? '' }, never);
    const failure = await failureOf(receive(rest));
    expect(failure).toMatchObject({ code: 'ha.download-truncated', facts: { expected: bytes.length } });
    expect(Number(failure.facts.received)).toBeGreaterThanOrEqual(megabyte);
  });
});

it('downloads each agent’s own file', async () => {
  const { home, source, backup } = await start(os, {
    spec: { agents: ['hassio.local', 'hassio.nas'], protected: true, protectedBy: { 'hassio.nas': false } },
  });
  for (const { agentId, size } of backup.copies) {
    const received = await receive(await source.download(backup, agentId, undefined, never));
    expect(received).toEqual({ bytes: size, sha256: (await home.archive(backup.id, agentId)).sha256 });
  }
  expect(new Set(backup.copies.map((copy) => copy.protected))).toEqual(new Set([true, false]));
});

it('asks the old proxy for the wanted place', async () => {
  const { home, source, backup } = await start(oldOs, { spec: { agents: ['hassio.local', 'hassio.nas'] } });
  await receive(await source.download(backup, 'hassio.nas', undefined, never));
  expect(home.log().at(-1)?.what).toBe(`GET /api/hassio/backups/${backup.id}/download?location=nas`);
});

it('knows an agent that is not there', async () => {
  for (const options of [core, oldOs]) {
    const { source, backup } = await start(options);
    expect((await failureOf(source.download(backup, 'cloud.cloud', undefined, never))).code).toBe('ha.no-agent');
  }
});

it('notices before the first byte that the file is not the listed one', async () => {
  const { home, source, backup, agentId } = await start(core);
  const listed = (size: number): HaBackup => ({ ...backup, copies: [{ agentId, size, protected: false }] });
  home.clearLog();
  expect((await failureOf(source.download(listed(10), agentId, undefined, never))).code).toBe('ha.download-too-long');
  expect((await failureOf(source.download(listed(1e9), agentId, undefined, never))).code).toBe('ha.download-truncated');
});
