import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleProgram } from '../../support/bundle-program.ts';
import { needs } from '../../support/skip.ts';

/** Runs a program where it may mount; whatever happens, nothing of it stays. */
const roomOfItsOwn = async (): Promise<readonly [string, ...string[]] | undefined> => {
  const ways = [
    ['unshare', '--mount'],
    ['unshare', '--map-root-user', '--mount'],
    ['sudo', '-n', 'unshare', '--mount'],
  ] as const;
  for (const [command, ...args] of ways) {
    if (!(await execa(command, [...args, 'true'], { reject: false })).failed) return [command, ...args];
  }
  return undefined;
};

describe.skipIf(process.platform !== 'linux')('the run lock on a full disk', () => {
  it('leaves nothing in the way of the next run', { timeout: 60_000 }, async () => {
    const room = await roomOfItsOwn();
    needs(room !== undefined, 'a small disk of its own (unshare --mount, as root or in a user namespace)');
    const program = await bundleProgram(new URL('lock-program.ts', import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
    onTestFinished(() => Promise.all([program.remove(), rm(folder, { recursive: true, force: true })]).then());
    const path = join(folder, 'run.lock');
    const script = [
      'mount -t tmpfs -o size=64k tmpfs "$1"',
      'cat /dev/zero > "$1/filler" 2>/dev/null || true',
      'printf "get\\nget\\n" | "$2" "$3" "$1/run.lock"',
      'ls "$1"',
      'rm "$1/filler"',
      'printf "get\\n" | "$2" "$3" "$1/run.lock"',
    ].join(' && ');
    const [command, ...args] = room ?? [''];
    const { stdout } = await execa(command, [
      ...args,
      'sh',
      '-c',
      script,
      'sh',
      folder,
      process.execPath,
      program.file,
    ]);
    const full = { got: false, error: { code: 'disk.full', facts: { system: 'ENOSPC', path } } };
    expect(stdout.split('\n').map((line) => (line.startsWith('{') ? (JSON.parse(line) as unknown) : line))).toEqual([
      { ready: true },
      full,
      full,
      'filler',
      { ready: true },
      { got: true },
    ]);
  });
});
