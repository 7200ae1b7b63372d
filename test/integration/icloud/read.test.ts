import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { AppleSimulator, LogEntry } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { never } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';
const path = `HomeAssistantBackups/${home}/a.tar`;
const bytes = randomBytes(3_000_000);
const contents = (apple: AppleSimulator): LogEntry[] => apple.log().filter(({ kind }) => kind === 'download');
/** Collects what comes; `read` may fail. */
const reader = () => {
  const pieces: Uint8Array[] = [];
  const take = (piece: Uint8Array): Promise<void> => Promise.resolve(void pieces.push(piece));
  return { take, all: () => Buffer.concat(pieces) };
};

it.for([0, 1_234_567, 2_999_999])(
  'hands out what is behind %i, and asks for no more',
  async (offset, { apple, computer }) => {
    apple.putFile(path, bytes);
    const { take, all } = reader();
    await computer.drive().read(home, 'a.tar', { size: bytes.length, offset }, take, never);
    expect(all().equals(bytes.subarray(offset))).toBe(true);
    expect(contents(apple)).toMatchObject([{ status: offset === 0 ? 200 : 206, bytesOut: bytes.length - offset }]);
  },
);

it('asks for nothing at the end', async ({ apple, computer }) => {
  apple.putFile(path, bytes);
  const { take, all } = reader();
  await computer.drive().read(home, 'a.tar', { size: bytes.length, offset: bytes.length }, take, never);
  expect([all().length, contents(apple).length]).toEqual([0, 0]);
});

it('goes on behind a broken connection by itself, and says at which byte it gave up', async ({ apple, computer }) => {
  apple.putFile(path, bytes);
  apple.fault({ host: 'icloud-content', reset: true, afterBytes: 400_000, times: 3 });
  const first = reader();
  const part = { size: bytes.length, offset: 100_000 };
  const broken = computer.drive().read(home, 'a.tar', part, first.take, never);
  await expect(broken).rejects.toMatchObject({ code: 'cloud.offline' });
  const had = first.all();
  expect(had.length).toBeGreaterThan(400_000);
  expect(had.equals(bytes.subarray(100_000, 100_000 + had.length))).toBe(true);
  const rest = reader();
  await computer.drive().read(home, 'a.tar', { ...part, offset: 100_000 + had.length }, rest.take, never);
  expect(rest.all().equals(bytes.subarray(100_000 + had.length))).toBe(true);
});

it('waits for the reader, and ends rclone when it does not read', async ({ apple, computer }) => {
  apple.putFile(path, bytes);
  let taken = 0;
  const take = (piece: Uint8Array): Promise<void> => {
    taken += piece.length;
    return taken > 500_000 ? Promise.reject(new AppError('disk.full')) : Promise.resolve();
  };
  const read = computer.drive().read(home, 'a.tar', { size: bytes.length, offset: 0 }, take, never);
  await expect(read).rejects.toMatchObject({ code: 'disk.full' });
  expect(taken).toBeLessThan(600_000);
  expect(await readdir(join(computer.dir, 'running'))).toEqual([]);
});

it('reads a file of which one listing told another size', async ({ apple, computer }) => {
  apple.putFile(path, bytes);
  apple.troubleListings({ seed: '1', wrongSize: 1 });
  const all = reader();
  await computer.drive().read(home, 'a.tar', { size: bytes.length, offset: 0 }, all.take, never);
  expect(all.all().equals(bytes)).toBe(true);
});

it.for([
  ['is not there', 'b.tar', 6, 'cloud.not-found'],
  ['has another size', 'a.tar', 7, 'cloud.copy-mismatch'],
] as const)('says when the file %s', async ([, name, size, code], { apple, computer }) => {
  apple.putFile(path, 'remote');
  const read = computer.drive().read(home, name, { size, offset: 0 }, reader().take, never);
  await expect(read).rejects.toMatchObject({ code });
  expect(contents(apple)).toEqual([]);
});
