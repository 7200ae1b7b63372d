import { afterEach, expect, test } from 'vitest';
import type { TestTurn } from '../../../src/core/commands/watch.ts';
import { WakingClock } from '../../support/app-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { base, day, hour, useSyncWorld } from '../../support/sync-world.ts';

let clock: WakingClock;
const world = useSyncWorld({ clock: () => (clock = new WakingClock()), home: { encryptionKeySet: true } });
/** Looks that are over, with the test behind them. */
let looks = 0;
let turns = 0;
let stop: AbortController;
let watching: Promise<void>;
/** Of the moment: what a desktop app answers on battery, or while the user wants something else. */
let turn: () => TestTurn | undefined;

const never = new AbortController();
const free = (): TestTurn => {
  turns += 1;
  return { signal: never.signal, end: () => undefined };
};

const begin = async (): Promise<void> => {
  [looks, turns, turn, stop] = [0, 0, free, new AbortController()];
  await world.home.addBackup({ date: world.ago(0.2), sizeBytes: 200_000, protected: true });
  const listener = {
    onReport: () => undefined,
    onActivity: () => undefined,
    onStatus: () => void (looks += 1),
    beginTest: () => turn(),
  };
  watching = world.app.watch(listener, stop.signal);
  await asleep(1);
};
afterEach(async () => {
  stop.abort();
  await watching;
});

const asleep = async (count: number): Promise<void> => {
  await eventually(() => expect(looks).toBeGreaterThanOrEqual(count));
  await eventually(() => expect(clock.isNapping).toBe(true));
};
/** The next look, so much later. */
const later = async (ms: number): Promise<void> => {
  const before = looks;
  clock.forward(ms);
  await asleep(before + 1);
};
const level = async (): Promise<number | undefined> => (await world.app.status()).newestVerified?.level;

test('the first copy is brought back an hour after it was stored, and one a month from then on', async () => {
  await begin();
  expect([turns, await level()]).toEqual([0, 4]);
  await later(1.1 * hour);
  expect([turns, await level()]).toEqual([1, 5]);
  await later(5 * hour);
  expect(turns).toBe(1);
  await later(30 * day);
  expect(turns).toBe(2);
});

test('nobody is asked where the user does not want any', async () => {
  await begin();
  await world.app.changeSettings({ monthlyTest: false });
  await later(2 * hour);
  expect([turns, await level()]).toEqual([0, 4]);
});

test('on battery it waits, and an interrupted one comes again an hour later', async () => {
  await begin();
  turn = () => undefined;
  await later(2 * hour);
  expect(await level()).toBe(4);

  const urgent = new AbortController();
  world.apple.throttle({ downBps: 60_000 });
  turn = () => {
    void world.apple
      .waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 40_000)
      .then(() => urgent.abort());
    return { signal: urgent.signal, end: () => undefined };
  };
  await later(1.1 * hour);
  expect(await level()).toBe(4);

  world.apple.throttle({});
  turn = free;
  await later(1.1 * hour);
  expect([turns, await level()]).toEqual([1, 5]);
});

test('where a full iCloud takes no note of it, nothing comes down again for a month', async () => {
  await begin();
  const { account } = world.apple;
  const downloads = (): number => world.apple.log().filter((entry) => entry.kind === 'download').length;
  account.quotaBytes = 1;
  try {
    await later(1.1 * hour);
    expect(turns).toBe(1);
    const before = downloads();
    // Long enough for another look at iCloud, where no note is.
    await later(28 * hour);
    await later(2 * hour);
    expect([turns, downloads()]).toEqual([1, before]);
  } finally {
    delete account.quotaBytes;
  }
});

test('a new backup does not wait for it', async () => {
  await begin();
  world.apple.throttle({ downBps: 20_000 });
  const downloading = world.apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut > 20_000);
  const before = looks;
  clock.forward(1.1 * hour);
  await downloading;
  const id = await world.home.addBackup({ date: world.ago(0.01), sizeBytes: 100_000, protected: true });
  world.home.setState('blocked');
  world.home.setState('running');
  await asleep(before + 2);
  expect(world.drive().confirmed).toContain(id);
  const names = world.apple.files(`${base}/${world.folder}`).map(({ path }) => path);
  expect(names.filter((name) => name.includes('/test-'))).toEqual([]);
  world.apple.throttle({});
});
