import { expect, test } from 'vitest';
import { hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

/** Looks before and after the archive and its manifest, and their uploads: what one stored backup costs, in drive requests. */
const perBackup = 36;

test('a week of hourly looks with one backup a day: few requests, no sign-in', async () => {
  for (let past = 0; past < 7 * 24; past += 1) {
    if (past % 24 === 0) await world.home.addBackup({ date: world.ago(0.01), sizeBytes: 20_480 });
    const before = world.apple.requests();
    const report = await world.run('schedule');
    expect(report).toMatchObject({ outcome: 'done' });
    if (report.backups.length === 0 && past > 0) expect(world.apple.requests() - before).toBeLessThanOrEqual(4);
    world.clock.forward(hour);
  }
  expect(world.drive().confirmed).toHaveLength(7);
  expect(world.apple.requests()).toBeLessThanOrEqual(7 * perBackup);
  expect(world.apple.requests()).toBe(world.apple.requests('drive') + world.apple.requests('upload'));
  expect({ signIns: world.apple.signIns(), pushes: world.apple.codePushes() }).toEqual({ signIns: 0, pushes: 0 });
  expect(world.home.badTokenCount()).toBe(0);
});
