import { copyFile, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { it } from './support/world.ts';

/** Its README has the key; its history is made up, so that its last level fails. */
const archive = fileURLToPath(new URL('../fixtures/archives/core_v3.tar', import.meta.url));

/** Files of the desktop, let go over the middle of the window. */
const drop = async (page: Page, ...files: readonly string[]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await session.detach();
};

it('a backup that is dropped is checked as far as its key goes, whatever else is dropped is refused, and nothing is written', async ({
  world,
}) => {
  const folder = join(world.computer.folder, 'desktop');
  await mkdir(join(folder, 'folder.tar'), { recursive: true });
  const file = join(folder, 'Home.tar');
  await copyFile(archive, file);
  const torn = join(folder, 'torn.tar');
  await copyFile(archive, torn);
  await truncate(torn, (await readFile(archive)).length >> 1);
  await writeFile(join(folder, 'empty.tar'), '');
  await writeFile(join(folder, 'page.tar'), '<!doctype html><html></html>');
  await writeFile(join(folder, 'photo.jpg'), 'photo');
  await symlink(file, join(folder, 'link.tar'));
  const before = (await readdir(folder)).sort();

  const page = await (await world.start()).window('index');
  await page.getByRole('heading').first().waitFor();
  const dialog = page.getByRole('dialog');
  const says = async (dropped: readonly string[], text: string): Promise<void> => {
    await drop(page, ...dropped.map((name) => join(folder, name)));
    await dialog.getByText(text, { exact: false }).first().waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
  };
  await drop(page, file);
  await dialog.getByText('This backup is intact', { exact: true }).waitFor({ timeout: 60_000 });
  await dialog.getByLabel('Encryption key of this backup').fill('ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01');
  await dialog.getByRole('button', { name: 'Look inside' }).click();
  await dialog.getByRole('button', { name: /^Show files .* of Home Assistant$/ }).click();
  await dialog.getByText('configuration.yaml', { exact: false }).first().waitFor();
  await dialog.getByRole('button', { name: 'Check with this key' }).click();
  await dialog.getByText('what is in it is not', { exact: false }).waitFor();
  await dialog.getByText('home-assistant_v2.db is corrupt', { exact: false }).first().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);

  await says(['link.tar'], 'This backup is intact');
  await says(['torn.tar'], 'Save what is intact to a folder');
  await says(['page.tar'], 'This is not a backup');
  await says(['folder.tar'], 'It is a folder');
  await says(['empty.tar'], 'It is empty');
  await says(['photo.jpg'], 'This is not a backup file');
  await says(['Home.tar', 'torn.tar'], 'One file at a time');
  expect((await readdir(folder)).sort()).toEqual(before);

  // A page that makes up a file, or names one, gets none.
  const madeUp = await page.evaluate(async (path) => {
    const made = await globalThis.haBackup.offer(new File(['x'], path), 1);
    const named = await Promise.resolve()
      .then(() => globalThis.haBackup.offer(path as unknown as File, 1))
      .then(
        () => 'answered',
        () => 'refused',
      );
    const check = await globalThis.haBackup.command('file.check', {});
    return [made.ok || made.problem.code, named, check.ok || check.problem.code];
  }, file);
  expect(madeUp).toEqual(['file.none', 'refused', 'file.none']);
});
