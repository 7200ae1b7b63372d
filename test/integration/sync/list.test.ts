import { describe, expect, test } from 'vitest';
import { manifestNameOf } from '../../../src/core/domain/names.ts';
import { never } from '../../support/app-harness.ts';
import { base, hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

/** What `change` makes of the one manifest in the folder. */
const rewrite = (change: (manifest: Record<string, unknown>) => object): string => {
  const [manifest] = world.drive().manifests;
  if (!manifest) throw new Error('nothing stored');
  const path = `${base}/${world.folder}/${manifestNameOf(manifest.archive)}`;
  world.apple.putFile(path, JSON.stringify(change({ ...manifest })));
  return manifest.archive;
};
/** Other tests of the file have folders of their own. */
const listed = async () =>
  (await world.app.list({ allInstances: true }, never)).backups.filter(({ remote }) => remote?.includes(world.folder));

test.each<[string, (manifest: Record<string, unknown>) => object, object]>([
  [
    'that says more than this program knows: all that it does know is shown',
    (manifest) => ({ ...manifest, schema: 2, color: 'blue' }),
    { name: 'Small', verification: { level: 4 } },
  ],
  [
    'in words of its own: its name and size are shown',
    (manifest) => ({ schema: 2, proof: manifest }),
    { verification: null },
  ],
])('the list of all copies has a copy of a newer program %s', async (_, change, expected) => {
  const id = await world.home.addBackup({ date: world.ago(0.1), name: 'Small' });
  await world.run();
  const [before] = await listed();
  expect(before).toMatchObject({ id, reason: 'stored' });
  const archive = rewrite(change);
  expect(await listed()).toMatchObject([
    { id, size: before?.size, remote: `${base}/${world.folder}/${archive}`, reason: 'stored-by-newer', ...expected },
  ]);
});

describe('what a list saw', () => {
  const seen = async () => {
    const { home, icloud } = await world.app.status();
    return [home?.seenAt, home?.backups, icloud.seenAt, icloud.backups];
  };
  const madeInHistory = async () =>
    (await world.app.history()).filter((entry) => entry.kind === 'backup' && entry.what === 'made').length;

  test('is remembered, and what Home Assistant made since is told once', async () => {
    await world.home.addBackup({ date: world.ago(0.1) });
    await world.run();
    world.clock.forward(hour);
    await world.home.addBackup({ date: world.ago(0.01) });
    const at = world.clock.now().getTime();
    const { backups } = await world.app.list({ allInstances: false }, never);
    expect(backups.map(({ next }) => next)).toEqual(['pull', 'keep']);
    const [homeAt, inHome, cloudAt, inCloud] = await seen();
    expect([inHome, inCloud, homeAt]).toEqual([2, 1, cloudAt]);
    expect(Date.parse(String(cloudAt))).toBeGreaterThanOrEqual(at);
    expect(await world.app.status()).toMatchObject({ waiting: 1 });
    await world.run();
    expect(await madeInHistory()).toBe(1);
  });

  test('is not, where it saw one side alone', async () => {
    await world.home.addBackup({ date: world.ago(0.1) });
    await world.run();
    const before = await seen();
    world.clock.forward(hour);
    world.home.revokeToken(world.home.token);
    const { problems } = await world.app.list({ allInstances: false }, never);
    expect(problems).toMatchObject([{ code: 'ha.token-invalid' }]);
    expect(await seen()).toEqual(before);
  });
});
