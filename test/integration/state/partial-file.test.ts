import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PartialFile } from '../../../src/core/commands/partial-file.ts';
import { SmallDisk } from '../../chaos/disk.ts';
import { codeOf, never } from '../../support/app-harness.ts';
import { needs } from '../../support/skip.ts';

const mib = 1024 ** 2;
const size = 12 * mib;
const content = randomBytes(size);
const whole = { archive: 'a.tar', size, sha256: createHash('sha256').update(content).digest('hex') };

/** Both halves at once, a piece of each in turn. */
const fillIn = async (partial: PartialFile): Promise<void> => {
  const ranges = partial.missing.flatMap(({ start, end }) => {
    const middle = start + Math.floor((end - start) / 2);
    return [
      { at: start, end: middle },
      { at: middle, end },
    ];
  });
  while (ranges.some(({ at, end }) => at < end)) {
    for (const range of ranges.filter(({ at, end }) => at < end)) {
      const piece = content.subarray(range.at, Math.min(range.at + mib / 16, range.end));
      range.at += piece.length;
      await partial.add(range.at - piece.length, piece);
    }
  }
  await partial.settle();
};

describe.skipIf(process.platform !== 'linux')('a part on a disk that fills up', () => {
  test('says so, keeps what is there, and needs the rest only once there is room', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'full-part-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const disk = await SmallDisk.mount(folder, 16 * mib);
    needs(disk !== undefined, 'the right to mount a small disk: root, or sudo');
    if (!disk) return;
    onTestFinished(() => disk.unmount());
    const target = join(folder, 'a.tar');
    await disk.fill((7 * mib) / 4096);

    const first = await PartialFile.find(target, whole);
    await first.begin();
    expect(await codeOf(fillIn(first))).toBe('disk.full');
    // Not even the note has room.
    await first.leave().catch(() => undefined);
    expect(await readdir(folder)).not.toContain('a.tar');

    await disk.free();
    const second = await PartialFile.find(target, whole);
    expect(second.keptBytes).toBe(first.keptBytes);
    await second.begin();
    await fillIn(second);
    await second.compare(never);
    await second.finish();
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(['a.tar']);
  });
});
