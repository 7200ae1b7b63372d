import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import type { ProcessTable } from '../../../src/core/ports/network.ts';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { rcloneBinary, type Computer } from '../../support/signed-in.ts';
import { eventually } from '../../support/eventually.ts';

/** Ours to be killed: the program, bundled as it is shipped. */
let bundle: string;
let table: ProcessTable;
beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'crash-parent-'));
  const input = fileURLToPath(new URL('../../support/crash-parent.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: input,
      outDir: bundle,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      reportCompressedSize: false,
    },
  });
  table = await openProcessTable();
});
afterAll(() => rm(bundle, { recursive: true, force: true }));

interface Upload {
  readonly parent: ChildProcess;
  readonly rclone: number;
}

/** A program in the middle of an upload that would take minutes. */
const startUpload = async (apple: AppleSimulator, computer: Computer): Promise<Upload> => {
  const file = join(computer.dir, 'big.tar');
  await writeFile(file, '');
  await truncate(file, 200_000_000);
  apple.throttle({ upBps: 1_000_000 });
  const orders = {
    executable: await rcloneBinary.path(),
    dir: computer.dir,
    args: ['copyto', file, 'icloud:big.tar', '--disable-http2'],
    secrets: computer.secrets,
    network: { httpsProxy: apple.proxyUrl, noProxy: '', caBundle: apple.caFile },
  };
  const [program = ''] = await readdir(bundle);
  const env = { ...process.env, CRASH_PARENT_ORDERS: JSON.stringify(orders) };
  const parent = spawn(process.execPath, [join(bundle, program)], { env, stdio: 'ignore' });
  await apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn > 100_000);
  const [note = ''] = await readdir(join(computer.dir, 'running'));
  return { parent, rclone: Number.parseInt(note, 10) };
};
const kill = async (parent: ChildProcess): Promise<void> => {
  const gone = once(parent, 'exit');
  parent.kill('SIGKILL');
  await gone;
};

describe.skipIf(process.platform === 'win32')('when this program is killed in the middle of an upload', () => {
  it('rclone follows it at its next heartbeat, and nothing is left at Apple', async ({ apple, computer }) => {
    const { parent, rclone } = await startUpload(apple, computer);
    expect(await table.startOf(rclone)).toBeDefined();
    await kill(parent);
    await eventually(async () => expect(await table.startOf(rclone)).toBeUndefined());
    expect(apple.tree()).toEqual([]);
    expect(await computer.marks.sweepOrphans()).toBe(0);
    expect(await readdir(join(computer.dir, 'running'))).toEqual([]);
  });

  it('an rclone that could not follow is ended at the next start', async ({ apple, computer }) => {
    const { parent, rclone } = await startUpload(apple, computer);
    // Stopped, it notices nothing.
    process.kill(rclone, 'SIGSTOP');
    await kill(parent);
    expect(await table.startOf(rclone)).toBeDefined();
    expect(await computer.marks.sweepOrphans()).toBe(1);
    await eventually(async () => expect(await table.startOf(rclone)).toBeUndefined());
    expect(apple.tree()).toEqual([]);
  });

  it('while it lives, nobody else ends its rclone', async ({ apple, computer }) => {
    const { parent, rclone } = await startUpload(apple, computer);
    expect(await computer.marks.sweepOrphans()).toBe(0);
    expect(await table.startOf(rclone)).toBeDefined();
    await kill(parent);
    await eventually(async () => expect(await table.startOf(rclone)).toBeUndefined());
  });
});
