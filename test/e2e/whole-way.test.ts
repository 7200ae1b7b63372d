import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { allTexts } from './support/desktop-app.ts';
import { setUp, signIn } from './support/ways.ts';
import { signInAs } from '../support/home-browser.ts';
import { it, storedArchives } from './support/world.ts';

it('from an empty computer to the first backup: at most four inputs, byte for byte in iCloud', async ({ world }) => {
  const { apple, home, computer, desktop } = world;
  const app = await world.start();
  const { url } = home;
  // The address, where nothing announces itself, and Apple's three; Home Assistant's own page is the browser's.
  expect(await setUp(app, { url, logIn: signInAs('owner') }, apple)).toBeLessThanOrEqual(4);
  expect(home.tokenNames()).toContainEqual(expect.stringMatching(/^HA iCloud Backup on /));

  const { id } = home.backups()[0] ?? { id: '' };
  const { sha256 } = await home.archive(id);
  expect(storedArchives(apple).map((file) => file.sha256)).toContain(sha256);
  expect(apple.codePushes()).toBe(1);

  const page = await app.window('index');
  await page.getByRole('heading', { name: 'Everything is backed up' }).waitFor();
  const labels = await desktop.labels(([first]) => first?.startsWith('Everything is backed up') === true);
  expect(labels[0]).toBe('Everything is backed up');
  expect(app.complaints).toEqual([]);

  // The keychain holds them: neither the state nor the disk does.
  const state = JSON.stringify(await app.state());
  const texts = await allTexts(computer.folder);
  for (const secret of [apple.account.password, apple.account.deviceCode]) {
    expect(state).not.toContain(secret);
    expect(texts.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([]);
  }
});

it('the day of the fire: an empty computer, Home Assistant gone, and the backup is back byte for byte', async ({
  world,
}) => {
  const { apple, home, computer } = world;
  await world.makeReady();
  expect((await world.cli(['backup'])).exitCode).toBe(0);
  expect((await world.cli(['logout', '--all'])).exitCode).toBe(0);
  const [stored] = storedArchives(apple);
  await home.stop();

  const app = await world.start();
  const page = await app.window('index');
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  await signIn(page, apple);
  const folder = join(computer.folder, 'restored');
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
  await page
    .getByRole('button', { name: /^Save to a folder/ })
    .first()
    .click({ timeout: 120_000 });
  await page.getByRole('heading', { name: 'Last restore' }).waitFor({ timeout: 60_000 });
  await page.getByText('From here into Home Assistant').waitFor();

  const files = await readdir(folder);
  expect(files).toHaveLength(1);
  const bytes = await readFile(join(folder, files[0] ?? ''));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(stored?.sha256);
});
