import { readdir } from 'node:fs/promises';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { mkdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { AppError, throwIfCancelled } from '../../../src/core/errors/app-error.ts';
import type { ProofFindings, ProofOrder, Prover } from '../../../src/core/ports/prover.ts';
import { untold } from '../../../src/core/proof/steps.ts';
import { ProofBeside } from '../../../src/core/sync/proof-beside.ts';
import { highestLevel } from '../../../src/core/domain/verification.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import * as build from '../../support/domain-builders.ts';
import { aProof } from '../../support/proof-builders.ts';
import { failing, here, never, provePorts, stage, store, useDrive, view } from '../../support/store-world.ts';

useDrive();

const [, ...above] = aProof.whole.levels;
const all: ProofFindings = { levels: above, counts: null, doubts: [] };
const [opens] = above;
const opened: ProofFindings = { ...all, levels: [...(opens ? [opens] : []), ...untold('below', 3)] };

/** Says what it has and is then busy until somebody ends it; what lies in its scratch is left there. */
const endless = (soFar?: ProofFindings): { readonly prover: Prover; readonly begun: Promise<void> } => {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const prover: Prover = async (order, signal, onProven) => {
    throwIfCancelled(signal);
    mkdirSync(order.scratch, { recursive: true });
    if (soFar) onProven?.(soFar);
    begin();
    await once(signal, 'abort');
    throw new AppError('sync.cancelled');
  };
  return { prover, begun };
};

const encrypted = async () => {
  const staged = await stage();
  return { ...staged, report: { ...staged.report, secureTar: 3 as const, protected: true } };
};

const scratches = async (): Promise<string[]> => readdir(provePorts().scratchRoot).catch(() => []);

describe('what is proven beside an upload', () => {
  test('is asked of the file that goes up, with the keys that are known', async () => {
    const orders: ProofOrder[] = [];
    const prover: Prover = (order) => {
      orders.push(order);
      return Promise.resolve(all);
    };
    const staged = await encrypted();
    const keys = (): Promise<readonly string[]> => Promise.resolve(['k1', 'k2']);
    const proof = await new ProofBeside(staged, null, provePorts({ prover, keys }), never).found();
    expect(orders).toMatchObject([{ file: staged.file, bytes: staged.bytes, keys: ['k1', 'k2'], upTo: 4 }]);
    expect([proof.on, highestLevel(proof.levels)]).toEqual(['staged', 4]);
  });

  test('a plain archive needs no key, so nobody is asked for one', async () => {
    const keys = (): Promise<never> => Promise.reject(new Error('asked'));
    const proof = await new ProofBeside(
      await stage(),
      null,
      provePorts({ prover: () => Promise.resolve(all), keys }),
      never,
    ).found();
    expect(highestLevel(proof.levels)).toBe(4);
  });

  test.each([
    ['nothing yet', undefined, 1],
    ['that the key opens it', opened, 2],
  ])('when the time is over: %s', async (_, soFar, level) => {
    const clock = new PatientClock(build.now);
    const { prover, begun } = endless(soFar);
    const ports = provePorts({ prover, clock, patienceMs: 900_000 });
    const beside = new ProofBeside(await stage(), null, ports, never);
    await begun;
    const proof = await beside.found();
    expect(highestLevel(proof.levels)).toBe(level);
    expect(clock.waits).toEqual([900_000]);
    await beside.end();
    expect(await scratches()).toEqual([]);
  });

  test('trouble with it is no trouble with the backup', async () => {
    const prover: Prover = () => Promise.reject(new AppError('disk.failed', { system: 'EIO' }));
    const proof = await new ProofBeside(await stage(), null, provePorts({ prover }), never).found();
    expect(proof.levels.map(({ holds }) => holds)).toEqual([true, null, null, null]);
    expect(proof.levels[1]?.problem?.code).toBe('proof.undecided');
  });

  test('a cancel ends it at once, and nothing decrypted is left', async () => {
    const cancel = new AbortController();
    const beside = new ProofBeside(await stage(), null, provePorts(endless()), cancel.signal);
    const found = beside.found();
    cancel.abort();
    expect((await failing(found)).code).toBe('sync.cancelled');
    await beside.end();
    expect(await scratches()).toEqual([]);
  });

  test('one that ends before the upload does is no failure that nobody hears: that would end the app', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const cancel = new AbortController();
    const { prover, begun } = endless();
    const beside = new ProofBeside(await stage(), null, provePorts({ prover }), cancel.signal);
    await begun;
    cancel.abort();
    // The upload takes a while to come to its end.
    await vi.waitFor(async () => expect(await scratches()).toEqual([]));
    await setImmediate();
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    await beside.end();
  });
});

describe('a stored backup', () => {
  const proving = (prover: Prover) => ({
    prove: (staged: Awaited<ReturnType<typeof stage>>, signal: AbortSignal) =>
      new ProofBeside(staged, null, provePorts({ prover }), signal),
  });

  test('has in its manifest what was found', async () => {
    await store(proving(() => Promise.resolve(all)));
    const { stored } = await view();
    expect(stored.map(({ manifest }) => [manifest.level, manifest.proof?.levels.length])).toEqual([[4, 4]]);
  });

  test('is stored although it fails, and the manifest says so', async () => {
    const [, ...levels] = aProof.damaged.levels;
    await store(proving(() => Promise.resolve({ levels, counts: null, doubts: [] })));
    const { stored } = await view();
    expect(stored.map(({ manifest }) => [manifest.level, manifest.proof?.levels[2]?.problem?.code])).toEqual([
      [2, 'proof.part-damaged'],
    ]);
  });

  test('an upload that fails ends the proof as well', async () => {
    here.drive.before = (call) => {
      if (call === 'put') throw new AppError('cloud.failed');
    };
    expect((await failing(store(proving(endless().prover)))).code).toBe('cloud.failed');
    expect(await scratches()).toEqual([]);
  });
});
