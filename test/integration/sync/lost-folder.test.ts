import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { codeOf, never, type TestComputer } from '../../support/app-harness.ts';
import { base, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let id: string;
let original: Buffer;
let computer: TestComputer;
/** A computer with nothing on it but a sign-in, and a user who forgot the folder's name. */
let app: App;

beforeEach(async () => {
  id = await world.home.addBackup({ date: world.ago(1), sizeBytes: 102_400 });
  await world.run();
  original = world.home.archiveBytes(id);
  await world.home.stop();
  computer = await world.addComputer();
  app = await computer.start();
});

/** What is stored, as if it had always been there; the folder that the program knows is empty. */
const moveTo = (place: (folder: string) => string): void => {
  const target = place(world.folder);
  const parents = target.split('/').slice(0, -1);
  parents.forEach((_, index) => world.apple.putFolder(parents.slice(0, index + 1).join('/')));
  world.apple.rename(`${base}/${world.folder}`, target);
  world.apple.removeFolder(base);
};
const listed = async () => await app.list({ allInstances: true }, never);
const restore = async (baseFolder?: string): Promise<Buffer> => {
  const to = join(computer.folder, 'restored');
  const input = { id, to, ...(baseFolder === undefined ? {} : { baseFolder }) };
  return await readFile((await app.restore(input, () => undefined, never)).file);
};

describe('backups in a folder that nobody remembers', () => {
  test.each<[string, (folder: string) => string, string]>([
    ['another one', (folder) => `Smart Home/${folder}`, 'Smart Home'],
    ['one within another', (folder) => `Backups/Home/${folder}`, 'Backups/Home'],
    ['the drive itself', (folder) => folder, ''],
    ['one that somebody renamed', () => 'Old house/Copies', 'Old house'],
  ])('are found and come back: %s', async (_, place, found) => {
    moveTo(place);
    const { backups, search, problems } = await listed();
    expect(backups).toMatchObject([{ id, remote: expect.stringContaining(`${place(world.folder)}/`) as string }]);
    expect(search).toMatchObject({ found: [found], left: 0 });
    expect(problems).toEqual([]);
    expect((await restore()).equals(original)).toBe(true);
    world.apple.removeFolder(place(world.folder).split('/')[0] ?? '');
  });

  test('are looked for nowhere else where the user names the folder, in either way', async () => {
    moveTo((folder) => `Smart Home/${folder}`);
    for (const named of ['Smart Home', `/Smart Home/${world.folder}/`]) {
      const { backups } = await app.list({ allInstances: true, baseFolder: named }, never);
      expect(backups).toMatchObject([{ id }]);
    }
    expect((await restore(`Smart Home/${world.folder}`)).equals(original)).toBe(true);
    const missing = app.list({ allInstances: true, baseFolder: 'Smrt Home' }, never);
    expect(await codeOf(missing)).toBe('cloud.not-found');
    world.apple.removeFolder('Smart Home');
  });

  test('are not looked for where the usual folder has some, unless the user says so', async () => {
    world.apple.putFile('Elsewhere/Beach (00000000)/instance.json', '{}');
    expect((await listed()).search).toEqual({ looked: [base], left: 0, found: [base] });
    const { search } = await app.list({ allInstances: true, everywhere: true }, never);
    expect(search?.looked).toEqual(expect.arrayContaining([base, '', 'Elsewhere', 'Elsewhere/Beach (00000000)']));
  });
});
