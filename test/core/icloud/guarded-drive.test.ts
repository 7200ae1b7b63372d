import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { guardDrive, isAboutAccount } from '../../../src/core/icloud/guarded-drive.ts';
import type { Destination } from '../../../src/core/ports/destination.ts';
import { gatesSchema, openGates, type Gates } from '../../../src/core/state/gates.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { codeOf, never, TestClock } from '../../support/app-harness.ts';
import { MemoryDestination } from '../../support/memory-destination.ts';

const hourMs = 3_600_000;
const clock = new TestClock();
let folder: string;
let gates: JsonFile<Gates>;
let drive: MemoryDestination;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guard-'));
  gates = new JsonFile(join(folder, 'gates.json'), gatesSchema, openGates, () => undefined);
  drive = new MemoryDestination();
});
afterEach(async () => await rm(folder, { recursive: true }));

const refusing = (code: ErrorCode): void => {
  drive.before = () => {
    throw new AppError(code);
  };
};
const guarded = (remembers = (): boolean => true): Destination => guardDrive(drive, { gates, clock, remembers });

/** Every way to ask a drive for something. */
const calls: readonly [keyof Destination, (guard: Destination) => Promise<unknown>][] = [
  ['folders', (guard) => guard.folders(never)],
  ['browse', (guard) => guard.browse('', never)],
  ['list', (guard) => guard.list('Home', never)],
  ['names', (guard) => guard.names('Home', never)],
  ['put', (guard) => guard.put(join(folder, 'gates.json'), 'Home', 'a.tar', new Date(), () => undefined, never)],
  ['arrived', (guard) => guard.arrived('Home', 'a.tar', 1, never)],
  ['putText', (guard) => guard.putText('x', 'Home', 'a.json', never)],
  ['fetch', (guard) => guard.fetch('Home', 'a.tar', 1, join(folder, 'a'), () => undefined, never)],
  ['read', (guard) => guard.read('Home', 'a.tar', { size: 1, offset: 0 }, () => Promise.resolve(), never)],
  ['remove', (guard) => guard.remove('Home', 'a.tar', never)],
  ['moveFolder', (guard) => guard.moveFolder('Home', 'Elsewhere', never)],
];

describe('a guarded drive', () => {
  test.each(calls)('%s: what Apple refused once is not asked again, by no other call either', async (_, call) => {
    await gates.update((current) => ({ ...current }));
    refusing('icloud.trust-expired');
    expect(await codeOf(call(guarded()))).toBe('icloud.trust-expired');
    drive.before = () => undefined;
    const asked = drive.calls.length;
    for (const [, other] of calls) expect(await codeOf(other(guarded()))).toBe('icloud.trust-expired');
    expect(drive.calls).toHaveLength(asked);
  });

  test('asks again when a pause is over', async () => {
    refusing('cloud.throttled');
    await codeOf(guarded().folders(never));
    drive.before = () => undefined;
    expect(await codeOf(guarded().folders(never))).toBe('cloud.throttled');
    clock.forward(6 * hourMs);
    expect(await guarded().folders(never)).toEqual([]);
  });

  test('lets what costs only itself through', async () => {
    refusing('cloud.not-found');
    await codeOf(guarded().names('Home', never));
    drive.before = () => undefined;
    expect(await guarded().names('Home', never)).toEqual([]);
    expect(await gates.read()).toEqual(openGates());
  });

  test.each<[ErrorCode, boolean]>([
    ['cloud.throttled', true],
    ['icloud.trust-expired', true],
    ['icloud.terms-pending', true],
    ['icloud.access-denied', false],
    ['cloud.not-found', false],
  ])('%s is about the whole account: %s', async (code, expected) => {
    refusing(code);
    const guard = guardDrive(drive, { gates, clock, remembers: isAboutAccount });
    await codeOf(guard.browse('Shared by somebody', never));
    drive.before = () => undefined;
    expect(await codeOf(guard.browse('', never))).toBe(expected ? code : 'none');
  });
});
