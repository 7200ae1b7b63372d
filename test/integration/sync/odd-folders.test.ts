import { expect, test } from 'vitest';
import { never } from '../../support/app-harness.ts';
import { base, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
const add = (days: number): Promise<string> => world.home.addBackup({ date: world.ago(days) });
const inFolder = (name: string, folder = world.folder): string => `${base}/${folder}/${name}`;
const codes = (problems: readonly { code: string }[]): string[] => problems.map(({ code }) => code);

test.each<[what: string, content: string, warned: boolean]>([
  ['of a later program', JSON.stringify({ schema: 2, instanceId: 'i', instanceName: 'Home', mintedBy: null }), false],
  ['garbage', 'garbage', true],
  ['empty', '', true],
  ['five megabytes', 'x'.repeat(5_000_000), true],
])('a marker that is %s keeps no backup from being stored', async (_, content, warned) => {
  world.apple.putFile(inFolder('instance.json'), content);
  const ids = [await add(0.2), await add(0.1)].reverse();
  const report = await world.run();
  expect(report).toMatchObject({ outcome: warned ? 'warnings' : 'done' });
  expect(codes(report.warnings)).toEqual(warned ? ['cloud.marker-unread'] : []);
  expect(world.drive().confirmed).toEqual(ids);
  // Nothing of the user's, or of a later program's, is replaced.
  expect(world.apple.readFile(inFolder('instance.json'))?.toString()).toBe(content);
});

test('a marker that cannot be written is a warning, and the next run writes it', async () => {
  const id = await add(0.2);
  // The upload of the marker is the first of all; each attempt fails.
  world.apple.fault({ path: 'upload/web', status: 500, body: '{}', times: 3 });
  const report = await world.run();
  expect(codes(report.warnings)).toEqual(['cloud.marker-unwritten']);
  expect(world.drive().confirmed).toEqual([id]);
  await add(0.1);
  expect(await world.run()).toMatchObject({ outcome: 'done' });
  expect(world.apple.readFile(inFolder('instance.json'))?.toString()).toContain('"schema": 1');
});

test('a manifest that cannot be had is a doubt: not uploaded again, nothing deleted, all others stored', async () => {
  const first = await add(0.3);
  await world.run();
  const other = await world.addComputer('Other Mac');
  const app = await other.start();
  await app.setUp({ url: world.home.url, token: world.home.token }, never);
  const second = await add(0.2);
  world.apple.fault({ path: 'download/by_id', status: 404, body: '{}', times: Infinity });
  const uploads = (): number => world.apple.requests('upload');
  const before = uploads();
  const run = (): ReturnType<typeof app.backUp> =>
    app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
  const report = await run();
  expect(codes(report.warnings)).toContain('cloud.manifest-unfetched');
  expect(report.backups).toMatchObject([{ id: second, outcome: 'stored' }]);
  expect(uploads() - before).toBe(2);
  world.apple.clearFaults();
  world.clock.forward(hour);
  expect(await run()).toMatchObject({ outcome: 'done', backups: [] });
  expect(world.drive().confirmed).toEqual([second, first]);
});

test('a folder that cannot be listed hides no other one, in the list and for a restore', async () => {
  // Older than ours, so that ours is not the first one.
  world.apple.putFile(inFolder('x.tar', 'Another (00000000)'), 'x');
  const id = await add(0.2);
  await world.run();
  // Two requests find the folders, three more the contents of the first one: the last of them fails, also when repeated.
  const failFirst = (): void =>
    world.apple.fault({ path: 'retrieveItemDetailsInFolders', skip: 4, times: 3, status: 500, body: '{}' });
  failFirst();
  const list = await world.app.list({ allInstances: true }, never);
  expect(list.problems).toMatchObject([{ code: 'cloud.folder-unread', facts: { why: 'cloud.failed' } }]);
  expect(list.backups.map((backup) => backup.id)).toContain(id);
  failFirst();
  const to = world.computer.folder;
  expect(await world.app.restore({ id, to }, () => undefined, never)).toMatchObject({ id });
  failFirst();
  const restoring = world.app.restore({ id: 'ffffffff', to }, () => undefined, never);
  // It may be in the folder that could not be read: that is what is said.
  await expect(restoring).rejects.toMatchObject({ code: 'cloud.failed' });
});
