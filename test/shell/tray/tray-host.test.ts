import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTrayHost } from '../../../src/main/tray/tray-host.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const missing = () => Promise.reject(new Error('ENOENT'));

it.each(['darwin', 'win32'] as const)('%s always has one and is not asked', async (platform) => {
  const run = vi.fn(missing);
  const host = await openTrayHost({ platform, onFound: () => undefined, run });
  expect([host.isThere(), run.mock.calls.length]).toEqual([true, 0]);
});

it.each([
  ['gdbus says so', (program: string) => (program === 'gdbus' ? Promise.resolve('(true,)\n') : missing()), true],
  ['gdbus says no', (program: string) => (program === 'gdbus' ? Promise.resolve('(false,)\n') : missing()), false],
  [
    'dbus-send says so',
    (program: string) => (program === 'dbus-send' ? Promise.resolve('   boolean true\n') : missing()),
    true,
  ],
  [
    'dbus-send says no',
    (program: string) => (program === 'dbus-send' ? Promise.resolve('   boolean false\n') : missing()),
    false,
  ],
  ['nobody can be asked', missing, true],
])('Linux: %s', async (_, run, expected) => {
  const host = await openTrayHost({ platform: 'linux', onFound: () => undefined, run });
  expect(host.isThere()).toBe(expected);
  host.dispose();
});

it('one that comes later is found, told once, and then left alone', async () => {
  let answer = '(false,)';
  const run = vi.fn(() => Promise.resolve(answer));
  const onFound = vi.fn();
  const host = await openTrayHost({ platform: 'linux', onFound, run, lookAgainMs: 1000 });
  await vi.advanceTimersByTimeAsync(2500);
  expect([run.mock.calls.length, onFound.mock.calls.length, host.isThere()]).toEqual([3, 0, false]);
  answer = '(true,)';
  await vi.advanceTimersByTimeAsync(10_000);
  expect([run.mock.calls.length, onFound.mock.calls.length, host.isThere()]).toEqual([4, 1, true]);
});

it('looks no more when it is let go', async () => {
  const run = vi.fn(() => Promise.resolve('(false,)'));
  const host = await openTrayHost({ platform: 'linux', onFound: () => undefined, run, lookAgainMs: 1000 });
  host.dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(run).toHaveBeenCalledOnce();
});
