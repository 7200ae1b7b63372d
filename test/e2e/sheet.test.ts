import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { it } from './support/world.ts';

it('the page for the day when everything is gone: one page, with the key on it, from a process that is gone afterwards', async ({
  world,
}) => {
  const { computer } = world;
  await world.makeReady();
  expect((await world.cli(['backup'])).exitCode).toBe(0);
  const app = await world.start();
  const page = await app.window('index');
  const file = join(computer.folder, 'home.pdf');
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, file);

  await page.getByRole('button', { name: 'Make a page for that…' }).click();
  await page.getByRole('checkbox', { name: 'Put the encryption key itself on the page' }).check();
  await page.getByRole('button', { name: 'Save as PDF…' }).click();
  await page.getByText('The encryption key is on it.', { exact: false }).waitFor({ timeout: 60_000 });
  const pdf = (await readFile(file)).toString('latin1');
  expect(pdf.slice(0, 5)).toBe('%PDF-');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Make a page for that…' }).count()).toBe(0);

  // Made again: the first one left nothing in the way.
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, `${file}.again.pdf`);
  await page
    .getByRole('link', { name: 'Restore' })
    .or(page.getByRole('button', { name: 'Restore', exact: true }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Make the page…' }).click();
  await page.getByRole('button', { name: 'Save as PDF…' }).click();
  await expect
    .poll(
      () =>
        readFile(`${file}.again.pdf`).then(
          ({ length }) => length,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0);
  expect(app.complaints).toEqual([]);
});
