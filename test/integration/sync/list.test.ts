import { expect, test } from 'vitest';
import { manifestNameOf } from '../../../src/core/domain/names.ts';
import { never } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

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
    { name: 'Small', verification: { level: 1 } },
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
