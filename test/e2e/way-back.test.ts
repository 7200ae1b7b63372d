import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { simulatorKey, startHomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { configuration } from '../simulators/home-assistant/home-files.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import { Hand } from './support/hand.ts';
import { it, storedArchives, type World } from './support/world.ts';

/** A backup in iCloud, and a computer on which nothing of it is left. */
const afterTheFire = async (world: World): Promise<void> => {
  await world.makeReady('--folder', 'Our house');
  expect((await world.cli(['backup'])).exitCode).toBe(0);
  expect((await world.cli(['logout', '--all'])).exitCode).toBe(0);
};

const saveInto = async (app: DesktopApp, folder: string): Promise<void> => {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
};

it('from an empty computer, by a folder of another name, to a restore that has begun: at most twelve inputs', async ({
  world,
}) => {
  await afterTheFire(world);
  const { apple } = world;
  await world.home.stop();
  const fresh = await startHomeAssistantSimulator({ name: 'New house' });
  try {
    const page = await (await world.start()).window('index');
    const hand = new Hand();
    await hand.click(page.getByRole('button', { name: 'Restore a backup' }));
    await hand.fill(page.getByLabel('Apple Account'), apple.account.appleId);
    await hand.fill(page.getByLabel('Password'), apple.account.password);
    await hand.click(page.getByRole('button', { name: 'Sign in', exact: true }));
    await hand.fill(page.getByLabel('Six-digit code'), apple.account.deviceCode);
    await hand.click(page.getByRole('button', { name: /^Put into Home Assistant/ }).first());
    const into = page.getByRole('dialog', { name: 'Put into Home Assistant' });
    await hand.fill(into.getByLabel('Address'), fresh.url);
    await hand.fill(into.getByLabel('Access token'), fresh.token);
    await hand.click(into.getByRole('button', { name: 'Connect and put it there' }));
    await hand.fill(into.getByLabel('Encryption key'), simulatorKey);
    await hand.click(into.getByRole('checkbox', { name: /^I agree: New house goes back to/ }));
    await hand.click(into.getByRole('button', { name: 'Start the restore' }));
    await into.getByText('The restore is completed.', { exact: false }).waitFor({ timeout: 90_000 });
    expect(hand.inputs).toBeLessThanOrEqual(12);

    const [order] = fresh.restores();
    const [stored] = storedArchives(apple, 'Our house');
    expect(stored?.sha256).toBeDefined();
    expect((await fresh.archive(order?.backupId ?? '')).sha256).toBe(stored?.sha256);
  } finally {
    await fresh.stop();
  }
});

it('a copy that does not come back as it was stored fails its test, and hero and tray say so', async ({ world }) => {
  await world.makeReady();
  expect((await world.cli(['backup'])).exitCode).toBe(0);
  const [stored] = storedArchives(world.apple);
  const bytes = Buffer.from(world.apple.readFile(stored?.path ?? '') ?? []);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  world.apple.rotFile(stored?.path ?? '', bytes);

  const page = await (await world.start()).window('index');
  await page.locator('.long-row').press('Enter', { timeout: 60_000 });
  const details = page.getByRole('dialog');
  await details.getByRole('button', { name: 'Test now' }).click();
  await details.getByText("can't be restored from iCloud", { exact: false }).waitFor({ timeout: 60_000 });
  await details.getByRole('region', { name: "The downloaded backup doesn't match the original" }).waitFor();
  await details.getByText('What is in iCloud now is not what was uploaded', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  const headline = 'A backup in iCloud was changed';
  await page.getByRole('heading', { name: headline }).waitFor();
  expect(await world.desktop.labels(([first]) => first === headline)).toContain(headline);
});

it('one file is taken out of an encrypted backup, and Home Assistant is not asked', async ({ world }) => {
  await afterTheFire(world);
  await world.home.stop();
  const app = await world.start();
  const page = await app.window('index');
  const hand = new Hand();
  await hand.click(page.getByRole('button', { name: 'Restore a backup' }));
  await hand.fill(page.getByLabel('Apple Account'), world.apple.account.appleId);
  await hand.fill(page.getByLabel('Password'), world.apple.account.password);
  await hand.click(page.getByRole('button', { name: 'Sign in', exact: true }));
  await hand.fill(page.getByLabel('Six-digit code'), world.apple.account.deviceCode);
  const folder = join(world.computer.folder, 'taken');
  await saveInto(app, folder);
  await hand.click(page.getByRole('button', { name: /^Details/ }).first());
  const details = page.getByRole('dialog');
  await hand.click(details.getByRole('button', { name: 'Look inside' }));
  await hand.fill(details.getByRole('textbox', { name: 'Encryption key', exact: true }), simulatorKey);
  await hand.click(details.getByRole('button', { name: /^Show files .* of Home Assistant$/ }));
  await hand.click(details.getByRole('button', { name: /^Save to a folder… homeassistant\/configuration\.yaml$/ }));
  await details.getByText(join(folder, 'configuration.yaml')).waitFor({ timeout: 60_000 });
  expect(await readFile(join(folder, 'configuration.yaml'), 'utf8')).toBe(configuration);
});
