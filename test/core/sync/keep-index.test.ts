import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { me, now } from '../../support/domain-builders.ts';
import { useRunWorld } from '../../support/run-world.ts';

const here = useRunWorld();
/** How often an index was asked for, and for whom; what it ends with is for each test to say. */
const asked = (end: () => Promise<void> = () => Promise.resolve()): string[] => {
  const calls: string[] = [];
  here.world.drive.keepIndex = (folder: string, computerId: string) => {
    calls.push(`${folder} ${computerId}`);
    return end();
  };
  return calls;
};

test('a run that looked at iCloud ends with an index of what it saw, whatever it did', async () => {
  const calls = asked();
  here.world.addBackup('b1');
  await here.world.run();
  await here.world.run();
  expect(calls).toEqual([`${here.world.folder} ${me}`, `${here.world.folder} ${me}`]);
  // By itself and with nothing new it speaks to nobody at Apple's.
  await here.world.run('schedule');
  expect(calls).toHaveLength(2);
});

test('one that cannot be written harms nothing', async () => {
  for (const error of [new AppError('cloud.failed'), new AppError('disk.full'), new Error('whatever')]) {
    const calls = asked(() => Promise.reject(error));
    const report = await here.world.run();
    expect([report.outcome, report.problem, report.warnings, calls.length]).toEqual(['done', undefined, [], 1]);
  }
});

test('the user ends a run in it, too', async () => {
  asked(() => Promise.reject(new AppError('sync.cancelled')));
  expect((await here.world.run()).outcome).toBe('cancelled');
});

test('none is tried while iCloud is full', async () => {
  const calls = asked();
  await here.world.gates.update((gates) => ({ ...gates, full: { since: now.toISOString(), neededBytes: 1 } }));
  await here.world.run();
  expect(calls).toEqual([]);
});
