import { describe, expect, it } from 'vitest';
import type { Fault, HomeAssistantSimulator } from './index.ts';
import { download, simulators } from './test-support.ts';

const start = simulators();

describe.each(['core', 'os'] as const)('downloads from %s that go wrong', (install) => {
  const prepare = async (fault: Fault): Promise<{ simulator: HomeAssistantSimulator; id: string; whole: Buffer }> => {
    const simulator = await start({ install });
    const id = await simulator.addBackup({ sizeBytes: 3_000_000 });
    simulator.fault(fault);
    return { simulator, id, whole: simulator.archiveBytes(id) };
  };

  it('drop: the connection ends before the end', async () => {
    const { simulator, id, whole } = await prepare({ kind: 'download-drop', afterBytes: 1_000_000, times: 1 });
    const broken = await download(simulator, id);
    expect(broken.complete).toBe(false);
    expect(broken.body.equals(whole.subarray(0, 1_000_000))).toBe(true);
    expect((await download(simulator, id)).body.equals(whole)).toBe(true);
  });

  it('truncate: a clean end, too early', async () => {
    const { simulator, id, whole } = await prepare({ kind: 'download-truncate', afterBytes: 700_001 });
    const short = await download(simulator, id);
    expect(short).toMatchObject({ status: 200, complete: true });
    expect(short.body.equals(whole.subarray(0, 700_001))).toBe(true);
  });

  it('longer: more than is listed', async () => {
    const { simulator, id, whole } = await prepare({ kind: 'download-longer', extraBytes: 1000 });
    const long = await download(simulator, id);
    expect(long).toMatchObject({ status: 200, complete: true });
    expect(long.body.length).toBe(whole.length + 1000);
  });

  it('stall: silence after the first bytes, until the simulator stops', async () => {
    const { simulator, id } = await prepare({ kind: 'download-stall', afterBytes: 5000 });
    // Nothing more comes, and nothing ends it but the simulator's own end.
    const broken = await download(simulator, id, {}, (soFar) => {
      if (soFar === 5000) setImmediate(() => void simulator.stop());
    });
    expect(broken.complete).toBe(false);
    expect(broken.body.length).toBe(5000);
  });

  it.each([
    ['download-404', 404],
    ['download-500', 500],
    ['download-401', 401],
  ] as const)('%s', async (kind, status) => {
    const { simulator, id } = await prepare({ kind, times: 1 });
    expect((await download(simulator, id)).status).toBe(status);
    expect((await download(simulator, id)).status).toBe(200);
  });

  it('slow and throttled ones are still whole', async () => {
    const { simulator, id, whole } = await prepare({ kind: 'download-slow', bytesPerSecond: 200_000_000 });
    simulator.throttle({ bps: 100_000_000 });
    expect((await download(simulator, id)).body.equals(whole)).toBe(true);
  });
});

describe('a resumed download', () => {
  it('goes on where the first was cut, on backup.local only', async () => {
    const simulator = await start();
    const id = await simulator.addBackup({ sizeBytes: 2_000_000 });
    simulator.fault({ kind: 'download-drop', afterBytes: 1_234_567, times: 1 });
    const first = await download(simulator, id);
    const etag = first.headers.find(([name]) => name === 'Etag')?.[1] ?? '';
    const rest = await download(simulator, id, { Range: `bytes=${first.body.length}-`, 'If-Match': etag });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([first.body, rest.body]).equals(simulator.archiveBytes(id))).toBe(true);
    expect(simulator.rangeRequests()).toEqual(['bytes=1234567-']);
    expect((await download(simulator, id, { Range: 'bytes=1-', 'If-Match': '"other"' })).status).toBe(412);
  });
});
