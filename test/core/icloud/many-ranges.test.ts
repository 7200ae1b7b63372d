import { describe, expect, it } from 'vitest';
import type { Range } from '../../../src/core/domain/ranges.ts';
import { gapsBetween, withRange } from '../../../src/core/domain/ranges.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { appleBudget } from '../../../src/core/icloud/apple-budget.ts';
import { readManyRanges, type ReadRange } from '../../../src/core/icloud/many-ranges.ts';
import { codeOf, never } from '../../support/app-harness.ts';

const { leastPieceBytes: least, connections } = appleBudget.reading;
/** Bytes of one piece; what is in it does not matter. */
const step = new Uint8Array(least / 4);

/** Takes note of what comes, and refuses what comes twice. */
const sink = (size: number) => {
  let came: readonly Range[] = [];
  const take = (offset: number, piece: Uint8Array): Promise<void> => {
    const range = { start: offset, end: offset + piece.length };
    const free = gapsBetween(came, size);
    if (!free.some(({ start, end }) => start <= range.start && end >= range.end)) throw new Error('twice, or too much');
    came = withRange(came, range);
    return Promise.resolve();
  };
  return { take, came: () => came };
};

/** Hands out the range piece by piece, others having their turn in between. */
const willing: ReadRange = async ({ start, end }, take, signal) => {
  for (let at = start; at < end; at += step.length) {
    await new Promise(setImmediate);
    if (signal.aborted) throw new AppError('sync.cancelled');
    await take(step.subarray(0, end - at));
  }
};
/** Brings one piece and then nothing more, until it is ended. */
const stuck: ReadRange = async (_range, take, signal) => {
  await take(step);
  await new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')), { once: true });
  });
};
const failing: ReadRange = () => Promise.reject(new AppError('cloud.throttled'));
const counted = (read: ReadRange): { readonly read: ReadRange; readonly ranges: Range[] } => {
  const ranges: Range[] = [];
  const counting: ReadRange = (range, take, signal) => {
    ranges.push(range);
    return read(range, take, signal);
  };
  return { read: counting, ranges };
};

const size = connections * least + 12_345;
const whole = [{ start: 0, end: size }];

describe('several connections', () => {
  it('bring everything once', async () => {
    const { take, came } = sink(size);
    const [first, beside] = [counted(willing), counted(willing)];
    await readManyRanges({ missing: whole, take, first: first.read, beside: beside.read }, never);
    expect(came()).toEqual(whole);
    expect(beside.ranges.length).toBeGreaterThanOrEqual(connections - 1);
  });

  it('are no more than are worth it', async () => {
    const { take, came } = sink(size);
    const beside = counted(willing);
    const missing = [
      { start: 5, end: 10 },
      { start: 20, end: 2 * least },
    ];
    await readManyRanges({ missing, take, first: willing, beside: beside.read }, never);
    expect(came()).toEqual(missing);
    expect(beside.ranges).toEqual([]);
  });

  it('begin when the first one brought something', async () => {
    const beside = counted(willing);
    const order = { missing: whole, take: sink(size).take, first: failing, beside: beside.read };
    expect(await codeOf(readManyRanges(order, never))).toBe('cloud.throttled');
    expect(beside.ranges).toEqual([]);
  });

  it.each<[string, ReadRange]>([
    ['fail at once', failing],
    [
      'break off in the middle',
      async (_range, take) => {
        await take(step);
        throw new AppError('cloud.offline');
      },
    ],
    ['are refused', () => Promise.reject(new AppError('icloud.session-refused'))],
  ])('beside it that %s leave the rest to the first one', async (_what, beside) => {
    const { take, came } = sink(size);
    await readManyRanges({ missing: whole, take, first: willing, beside }, never);
    expect(came()).toEqual(whole);
  });

  it('that are slow give half of what is left away', async () => {
    const { take, came } = sink(8 * size);
    const missing = [{ start: 0, end: 8 * size }];
    const giveUp = new AbortController();
    const slow: ReadRange = (range, to, signal) => stuck(range, to, AbortSignal.any([signal, giveUp.signal]));
    const first = counted(willing);
    const reading = readManyRanges({ missing, take, first: first.read, beside: slow }, never);
    await expect.poll(() => gapsBetween(came(), 8 * size).length <= connections && first.ranges.length > 9).toBe(true);
    const isLittle = ({ start, end }: Range): boolean => end - start < 2 * least;
    await expect.poll(() => gapsBetween(came(), 8 * size).every(isLittle)).toBe(true);
    giveUp.abort();
    await reading;
    expect(came()).toEqual(missing);
  });

  it('end all when one piece is not taken', async () => {
    let taken = 0;
    const take = (): Promise<void> =>
      (taken += 1) > 5 ? Promise.reject(new AppError('disk.full')) : Promise.resolve();
    expect(await codeOf(readManyRanges({ missing: whole, take, first: willing, beside: willing }, never))).toBe(
      'disk.full',
    );
    const after = taken;
    await new Promise(setImmediate);
    expect(taken).toBe(after);
  });

  it('end all when they are cancelled', async () => {
    const cancel = new AbortController();
    const { take } = sink(size);
    const reading = readManyRanges({ missing: whole, take, first: stuck, beside: stuck }, cancel.signal);
    setImmediate(() => cancel.abort());
    expect(await codeOf(reading)).toBe('sync.cancelled');
  });
});
