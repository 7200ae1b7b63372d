import { expect, test } from 'vitest';
import { codeOf, never } from '../../support/app-harness.ts';
import { base, day, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

test('a pinned copy outlives retention, its own note and the computer, until somebody takes the mark away', async () => {
  await world.app.setUp({ url: world.home.url, token: world.home.token, retentionDays: 2, floor: 1 }, never);
  const kept = await world.home.addBackup({ date: world.ago(0.2), sizeBytes: 20_480 });
  const other = await world.home.addBackup({ date: world.ago(0.1), sizeBytes: 20_480 });
  await world.run();
  // Another computer of the account marks it; it knows no Home Assistant.
  const elsewhere = await (await world.addComputer()).start();
  const { archive, pinnedAt } = await elsewhere.pin({ id: kept, pinned: true }, never);
  expect(Date.parse(pinnedAt ?? '')).toBeLessThanOrEqual(world.clock.now().getTime());

  world.clock.forward(10 * day);
  const newest = await world.home.addBackup({ date: world.ago(0.01), sizeBytes: 20_480 });
  await world.run();
  expect(world.drive().confirmed).toEqual([newest, kept]);
  const { backups } = await world.app.list({ allInstances: false }, never);
  expect(backups.find(({ id }) => id === kept)).toMatchObject({ pinnedAt, next: 'keep', reason: 'pinned' });
  expect(await codeOf(world.app.removeCopies([archive], never))).toBe('cloud.copy-pinned');

  // The note goes, by hand or because a listing leaves it out: a doubt, not a wish.
  const note = world.apple.files(`${base}/${world.folder}`).find(({ path }) => path.includes('/pin-'));
  world.apple.removeFile(note?.path ?? '');
  expect((await world.app.prune({ dryRun: false }, never)).removed).toEqual([]);

  await world.app.pin({ id: archive, pinned: false }, never);
  expect((await world.app.prune({ dryRun: false }, never)).removed).toEqual([archive]);
  expect(world.drive().confirmed).toEqual([newest]);
  expect(other).not.toBe(kept);
});
