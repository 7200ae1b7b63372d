import { expect, test } from 'vitest';
import { codeOf, never } from '../../support/app-harness.ts';
import { day, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const trash = 'moveItemsToTrash';
const keep = async (retentionDays: number): Promise<void> => {
  await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays, floor: 1 }, never);
};
const counted = async (): Promise<number> => (await world.app.status()).icloud.backups;

test.each([
  ['before the first archive went', 0, 4],
  ['when an archive went and its manifest did not', 1, 3],
  ['between two copies', 2, 3],
])('a prune that breaks off %s leaves a true count, and the next run tidies up', async (_, answered, left) => {
  await keep(14);
  for (let count = 4; count > 0; count -= 1) await world.home.addBackup({ date: world.ago(count / 10) });
  await world.run();
  expect(await counted()).toBe(4);
  await keep(1);
  world.clock.forward(3 * day);
  const signal = new AbortController();
  const done = (): number => world.apple.log().filter((entry) => entry.path.includes(trash) && entry.done).length;
  world.apple.clearLog();
  const pruning = codeOf(world.app.prune({ dryRun: false }, signal.signal));
  while (done() < answered) await world.apple.waitFor(() => done() >= answered);
  world.apple.fault({ path: trash, stall: true });
  await world.apple.waitFor((entry) => entry.path.includes(trash) && !entry.done);
  signal.abort();
  expect(await pruning).toBe('sync.cancelled');
  expect(await counted()).toBe(left);
  world.apple.clearFaults();
  await world.app.prune({ dryRun: false }, never);
  await world.run();
  expect(world.drive()).toMatchObject({ others: [] });
  expect(world.drive().confirmed).toHaveLength(1);
  expect(await counted()).toBe(1);
});
