import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
/** Numbers of processes are smaller everywhere. */
const nobody = 2 ** 30;

const leave = async (name: string): Promise<string> => {
  const path = join(world.computer.folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'half of something');
  return path;
};

test('what a killed program left is gone after the next run; what is of use stays', async () => {
  const own = world.app.settings.current.instances[0]?.key ?? '';
  const left = await Promise.all(
    [
      'cache/drive/outgoing/0123456789abcdef',
      'cache/drive/manifests/landing-a1b2c3/x.manifest.json',
      `cache/last-look.json.${nobody}-01234567.tmp`,
      `data/gates.json.${nobody}-01234567.tmp`,
      'staging/00000000/b1.part',
    ].map(leave),
  );
  const usable = await leave(`staging/${own}/b1.part`);
  // Nothing runs: the program that starts now looks at nothing that another one may be using.
  await world.restart();
  const files = async (): Promise<string[]> => {
    const entries = await readdir(world.computer.folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };
  expect(await files()).toEqual(expect.arrayContaining([...left, usable]));
  await world.run('schedule');
  const after = await files();
  expect(after.filter((path) => left.includes(path))).toEqual([]);
  expect(after).toContain(usable);
});
