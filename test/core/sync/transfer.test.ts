import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Pull } from '../../../src/core/sync/sync-facts.ts';
import { problemOf, transferAll } from '../../../src/core/sync/transfer.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { Legs, report, type Part } from '../../support/transfer-legs.ts';

const results = (legs: Legs): string[] => legs.log.filter((line) => /^b\d+ /.test(line));
const codeOf = async (work: Promise<void>): Promise<string> =>
  await work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : 'not coded'),
  );

describe('one after the other', () => {
  test('nothing to do is done at once', async () => {
    const legs = new Legs([]);
    await legs.run();
    expect(legs.log).toEqual([]);
  });

  test('while one goes up the next comes down, and not the one behind it', async () => {
    const legs = new Legs([{}, {}, {}], true);
    const run = legs.run();
    await legs.end('pull b0');
    await legs.begun('store b0');
    await legs.end('pull b1');
    expect(legs.log).toEqual(['pull b0', 'pull b1', 'store b0']);
    await legs.end('store b0');
    await legs.end('store b1');
    await legs.end('pull b2');
    await legs.end('store b2');
    await run;
    expect(results(legs)).toEqual(['b0 stored', 'b1 stored', 'b2 stored']);
  });

  test('an upload waits for its download however slow that is', async () => {
    const legs = new Legs([{}, {}], true);
    const run = legs.run();
    await legs.end('pull b0');
    await legs.end('store b0');
    expect(legs.log).not.toContain('store b1');
    await legs.end('pull b1');
    await legs.end('store b1');
    await run;
    expect(results(legs)).toEqual(['b0 stored', 'b1 stored']);
  });
});

describe('the budget', () => {
  const isAhead = async (parts: readonly Part[], budget: number): Promise<boolean> => {
    const legs = new Legs(parts);
    await legs.run({ budget });
    expect(results(legs)).toEqual(parts.map((_, index) => `b${index} stored`));
    return legs.log.indexOf('pull b1') < legs.log.indexOf('b0 stored');
  };

  test.each<[what: string, parts: Part[], budget: number, ahead: boolean]>([
    ['both fit', [{ size: 50 }, { size: 50 }], 100, true],
    ['one byte too many', [{ size: 50 }, { size: 51 }], 100, false],
    ['no budget at all', [{}, {}], 0, false],
    ['the next is of unknown size', [{}, { unknownSize: true }], 100, false],
    ['the first alone is too big', [{ size: 500 }, { size: 1 }], 100, false],
  ])('%s', async (_, parts, budget, ahead) => {
    expect(await isAhead(parts, budget)).toBe(ahead);
  });

  test('and trouble of any kind leave each backup its own result, in order, with one download at most ahead', async () => {
    const some = fc.array(
      fc.record({
        size: fc.integer({ min: 1, max: 60 }),
        pull: fc.constantFrom<(ErrorCode | 'none')[]>('none', 'none', 'none', 'ha.backup-gone', 'archive.torn'),
        store: fc.constantFrom<(ErrorCode | 'none' | 'already-stored')[]>(
          'none',
          'none',
          'cloud.failed',
          'already-stored',
        ),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(some, fc.nat(100), async (specs, budget) => {
        const legs = new Legs(
          specs.map(({ size, pull, store }) => ({
            size,
            ...(pull === 'none' ? {} : { pull }),
            ...(store === 'none' ? {} : { store }),
          })),
        );
        await legs.run({ budget });
        expect(results(legs)).toEqual(
          specs.map(({ pull, store }, index) => {
            if (pull !== 'none') return `b${index} ${pull}`;
            return `b${index} ${store === 'none' ? 'stored' : store}`;
          }),
        );
        expect(legs.mostPulling).toBeLessThanOrEqual(1);
        expect(legs.mostInHand).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });

  test('holds for every two archives on the disk', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(100), async (all, budget) => {
        const legs = new Legs(all.map((size) => ({ size })));
        await legs.run({ budget });
        expect(legs.mostStaged).toBeLessThanOrEqual(Math.max(budget, ...all));
      }),
      { numRuns: 60 },
    );
  });
});

describe('trouble', () => {
  test('of one backup does not stop the others', async () => {
    const legs = new Legs([{ pull: 'ha.backup-gone' }, { store: 'cloud.failed' }, { store: 'already-stored' }, {}]);
    await legs.run();
    expect(results(legs)).toEqual(['b0 ha.backup-gone', 'b1 cloud.failed', 'b2 already-stored', 'b3 stored']);
    expect(legs.log).not.toContain('store b0');
  });

  test('that ends the run stops the rest and takes the download ahead back', async () => {
    const legs = new Legs([{ store: 'icloud.trust-expired' }, {}, {}], true);
    const run = codeOf(legs.run({ ends: ['icloud.trust-expired'] }));
    await legs.end('pull b0');
    await legs.begun('pull b1');
    await legs.end('store b0');
    expect(await run).toBe('icloud.trust-expired');
    expect(results(legs)).toEqual(['b0 icloud.trust-expired']);
    expect(legs.log).toContain('cancelled pull b1');
    expect(legs.log).not.toContain('pull b2');
  });

  test('that ends the run on the way down does the same', async () => {
    const legs = new Legs([{}, { pull: 'ha.token-invalid' }, {}]);
    expect(await codeOf(legs.run({ ends: ['ha.token-invalid'] }))).toBe('ha.token-invalid');
    expect(results(legs)).toEqual(['b0 stored', 'b1 ha.token-invalid']);
    expect(legs.log).not.toContain('pull b2');
    expect(legs.pulling).toBe(0);
  });

  test('with writing a result down ends the run and leaves no download running', async () => {
    const legs = new Legs([{}, {}], true);
    const steps = {
      pull: () => Promise.resolve({ file: '', bytes: 1, sha256: '', report: report('') }),
      store: () => Promise.resolve(undefined),
      onResult: () => Promise.reject(new AppError('disk.failed')),
      endsRun: () => false,
      budget: 100,
    };
    expect(await codeOf(transferAll(legs.pulls, steps, new AbortController().signal))).toBe('disk.failed');
  });

  test('that is no coded error is told as a bug of ours, without its text', async () => {
    const legs = new Legs([{}]);
    const told: unknown[] = [];
    const steps = {
      pull: () => Promise.reject(new TypeError('secret')),
      store: () => Promise.resolve(undefined),
      onResult: (_: Pull, result: unknown) => Promise.resolve(void told.push(result)),
      endsRun: () => false,
      budget: 100,
    };
    await transferAll(legs.pulls, steps, new AbortController().signal);
    expect(told).toMatchObject([{ outcome: 'failed', error: { code: 'internal', facts: { kind: 'TypeError' } } }]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('reaches people as its code and its facts alone', () => {
    const error = new AppError('disk.full', { neededBytes: 5 }, new Error('cause'));
    expect(problemOf(error)).toEqual({ code: 'disk.full', facts: { neededBytes: 5 } });
  });
});

describe('cancelled', () => {
  /** Runs until `when`, cancels, and returns how it ended and what was rejected without anybody hearing it. */
  const cancelAt = async (
    when: (legs: Legs) => Promise<void>,
  ): Promise<{ code: string; unheard: unknown[]; legs: Legs }> => {
    const unheard: unknown[] = [];
    const listen = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const legs = new Legs([{}, {}, {}], true);
      const user = new AbortController();
      const run = codeOf(legs.run({}, user.signal));
      await when(legs);
      user.abort();
      const code = await run;
      await setImmediate();
      await setImmediate();
      return { code, unheard, legs };
    } finally {
      process.off('unhandledRejection', listen);
    }
  };

  test.each<[what: string, when: (legs: Legs) => Promise<void>]>([
    ['in the first download', (legs) => legs.begun('pull b0')],
    [
      'while one goes up and the next comes down',
      async (legs) => {
        await legs.end('pull b0');
        await legs.begun('store b0');
      },
    ],
    [
      'while one goes up and the next is down already',
      async (legs) => {
        await legs.end('pull b0');
        await legs.end('pull b1');
        await legs.begun('store b0');
      },
    ],
    [
      'while the next comes down',
      async (legs) => {
        await legs.end('pull b0');
        await legs.end('store b0');
      },
    ],
  ])('%s: ends, leaves nothing running and nothing unheard', async (_, when) => {
    const { code, unheard, legs } = await cancelAt(when);
    expect(code).toBe('sync.cancelled');
    expect(unheard).toEqual([]);
    expect(legs.pulling).toBe(0);
    expect(legs.log.filter((line) => line.startsWith('pull'))).not.toContain('pull b2');
  });

  test('before it began: nothing is fetched to be stored', async () => {
    const legs = new Legs([{}]);
    expect(await codeOf(legs.run({}, AbortSignal.abort()))).toBe('sync.cancelled');
    expect(legs.log).not.toContain('store b0');
  });
});
