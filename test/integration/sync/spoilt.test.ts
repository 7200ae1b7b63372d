import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeOf, never } from '../../support/app-harness.ts';
import { base, day, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const size = 102_400;

const restore = async (id: string): Promise<unknown> =>
  await codeOf(world.app.restore({ id, to: join(world.computer.folder, 'restored') }, () => undefined, never));
/** Names of the archives of a backup whose content is what was stored. */
const intact = (id: string): string[] =>
  world
    .drive()
    .manifests.filter(({ backupId }) => backupId === id)
    .map(({ archive }) => archive);
const pathOf = (archive: string): string => `${base}/${world.folder}/${archive}`;
/** Other content of the same size, under the same name. */
const spoil = (archive: string): void => {
  const bytes = Buffer.from(world.apple.readFile(pathOf(archive)) ?? '');
  bytes[size / 2] = (bytes[size / 2] ?? 0) ^ 1;
  world.apple.putFile(pathOf(archive), bytes);
};
const trashed = (): number => world.apple.tree().filter(({ inTrash, path }) => inTrash && path.endsWith('.tar')).length;
const newestVerified = async (): Promise<string | undefined> => (await world.app.status()).newestVerified?.id;

test('a copy that a restore proves spoilt counts for nothing and is uploaded again, as often as it happens', async () => {
  const older = await world.home.addBackup({ date: world.ago(2), sizeBytes: size });
  const newest = await world.home.addBackup({ date: world.ago(1), sizeBytes: size });
  await world.run();
  const spoilt: string[] = [];
  for (const time of [1, 2]) {
    const [archive = ''] = intact(newest);
    spoil(archive);
    spoilt.push(archive);
    // Nobody has brought it back yet, so nobody knows.
    expect(await newestVerified()).toBe(newest);
    expect(await restore(newest)).toBe('cloud.copy-mismatch');
    expect(await newestVerified()).toBe(older);
    expect((await world.app.status()).safety).not.toBe('safe');
    world.clock.forward(hour);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id: newest, outcome: 'stored' }], pruned: [] });
    expect(await newestVerified()).toBe(newest);
    expect(world.downloads()).toBe(2 + time);
    // Nothing more to do, and nothing of what is spoilt was touched.
    expect(await world.run()).toMatchObject({ backups: [], pruned: [] });
    expect([intact(newest).length, trashed()]).toEqual([1, 0]);
  }
  expect(new Set([...spoilt, ...intact(newest)]).size).toBe(3);
  // Of its three archives the one that is whole comes back.
  expect(await restore(newest)).toBe('none');
});

test('a computer that knows which one is spoilt takes the other one, though it is older', async () => {
  const id = await world.home.addBackup({ date: world.ago(1), sizeBytes: size });
  await world.run();
  const [first = ''] = intact(id);
  spoil(first);
  expect(await restore(id)).toBe('cloud.copy-mismatch');
  world.clock.forward(hour);
  await world.run();
  const [second = ''] = intact(id);
  // Apple brings the first back as it was, and the second, confirmed later, is the spoilt one now.
  spoil(first);
  spoil(second);
  expect(await restore(first)).toBe('none');
  expect(await restore(second)).toBe('cloud.copy-mismatch');
  const to = join(world.computer.folder, 'again');
  const { file } = await world.app.restore({ id, to }, () => undefined, never);
  expect(file).toBe(join(to, first));
});

test('what is spoilt goes by no other limit than everything else', async () => {
  const ids: string[] = [];
  for (const days of [5, 4, 3, 2, 1]) ids.push(await world.home.addBackup({ date: world.ago(days), sizeBytes: size }));
  await world.run();
  for (const id of ids.slice(0, 3)) {
    spoil(intact(id)[0] ?? '');
    expect(await restore(id)).toBe('cloud.copy-mismatch');
  }
  // Home Assistant has none of them any more: there is nothing to upload again, and nothing that takes their place.
  for (const id of ids.slice(0, 3)) world.home.removeBackup(id);
  for (let days = 0; days < 40; days += 8) {
    world.clock.forward(8 * day);
    const before = trashed();
    await world.run();
    expect(trashed() - before).toBeLessThanOrEqual(1);
    expect(world.drive().confirmed).toEqual(expect.arrayContaining(ids.slice(3)));
  }
});
