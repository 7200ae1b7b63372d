import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { discoverHomes } from '../../src/core/home-assistant/discovery.ts';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { announceHome } from '../support/announce-home.ts';
import { startRelay } from '../support/relay.ts';
import { needs } from '../support/skip.ts';
import { it, storedArchives, type World } from './support/world.ts';

const isSafe = ({ status, running }: ViewState): boolean => status.safety === 'safe' && running === null;

/** The sentence that hero and tray say, once both of them do. */
const bothSay = async ({ desktop }: World, page: Page, headline: string): Promise<void> => {
  await page.locator('.hero').getByRole('heading', { name: headline }).waitFor({ timeout: 60_000 });
  expect((await desktop.labels(([first]) => first === headline))[0]).toBe(headline);
};

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

it('a new address: two failures, found by its id, used, and backed up', async ({ world }) => {
  const { home } = world;
  const [before, after] = [await startRelay(home.url), await startRelay(home.url)];
  const { hostname: address, port } = new URL(after.url);
  const txt = { location_name: 'Beach House', uuid: home.instanceId, version: home.version, internal_url: after.url };
  const stop = await announceHome({ name: 'Beach', host: 'beach.local', address, port: Number(port), txt });
  try {
    const heard = await discoverHomes(new SystemClock(), 1_500, new AbortController().signal);
    needs(
      heard.some(({ uuid }) => uuid === home.instanceId),
      'a network interface with multicast',
    );
    await world.makeReadyAt(before.url);
    await before.stop();
    const app = await world.start();
    const page = await app.window('index');
    await app.until(({ status }) => status.lastRun?.problem?.code === 'ha.unreachable', 'the first failure');
    expect((await app.state()).moved).toBeNull();
    await page.getByRole('button', { name: 'Back up now' }).click();

    await bothSay(world, page, `Home Assistant found at ${address}:${port}`);
    const said = await world.desktop.event('notification', ({ title }) =>
      String(title).startsWith('Home Assistant found'),
    );
    expect(said['body']).toContain('then use it');
    expect(storedArchives(world.apple)).toEqual([]);
    await page.locator('.hero').getByRole('button', { name: 'Use it…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Find Home Assistant' });
    await dialog.getByText(`It doesn't respond at ${before.url}.`).waitFor();
    await dialog.getByText('Nothing proves that it is yours', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: `Use it: ${after.url}` }).click();

    const { status } = await app.until(isSafe, 'the backup from the new address');
    expect(status.home?.url).toBe(after.url);
    expect(storedArchives(world.apple)).toHaveLength(1);
    await bothSay(world, page, 'Everything is backed up');
    expect(home.badTokenCount()).toBe(0);
    expect(app.complaints).toEqual([]);
  } finally {
    await stop();
    await after.stop();
  }
});

it('a full iCloud: three cures, space is made, and the storage is shown over time', async ({ world }) => {
  const { apple, home } = world;
  for (const age of [4, 8]) await home.addBackup({ date: daysAgo(age), kind: 'automatic', protected: true });
  await world.makeReady();
  expect((await world.cli(['backup'])).exitCode).toBe(0);
  expect(storedArchives(apple)).toHaveLength(3);
  apple.account.quotaBytes = 1;
  await home.addBackup({ date: daysAgo(0.1), kind: 'automatic', protected: true });

  const app = await world.start();
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (address) => Promise.resolve(void opened.push(address));
  });
  const page = await app.window('index');
  await bothSay(world, page, 'iCloud is full');
  await page.locator('.hero').getByRole('button', { name: 'Make space' }).click();
  const cures = page.getByRole('region', { name: 'iCloud is full: what you can do' });
  expect(await cures.getByRole('listitem').count()).toBe(3);
  // Each was stored a moment ago: nothing is old enough to go.
  await cures.getByText('Keeping backups for a shorter time frees nothing here.').waitFor();
  await cures.getByRole('button', { name: 'Open icloud.com' }).click();
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.length))
    .toBe(1);
  // There the user made space.
  delete apple.account.quotaBytes;
  await page.keyboard.press('Escape');
  await page.locator('.hero').getByRole('button', { name: 'Back up now' }).click();
  await app.until(isSafe, 'the backup that waited');
  await bothSay(world, page, 'Everything is backed up');

  await page.getByRole('button', { name: /: show the storage in iCloud$/ }).click();
  const storage = page.getByRole('dialog', { name: 'Storage in iCloud' });
  expect(
    await storage
      .getByRole('table', { name: /^In iCloud now/ })
      .getByRole('row')
      .count(),
  ).toBe(13);
  await storage.getByText(/^Keeping them for \d+ days will come to about/).waitFor();
  await storage.getByRole('row', { name: /^Keep 7 days/ }).waitFor();
  expect(await storage.getByText('iCloud is full').count()).toBe(0);
  expect(app.complaints).toEqual([]);
});

it('a torn backup: hero, tray and list say it, nothing of it goes up, and a new one is made', async ({ world }) => {
  const { apple, desktop, home } = world;
  await home.addBackup({ date: daysAgo(0.2), kind: 'automatic', torso: true, sizeBytes: 1_000_000 });
  await world.makeReady();
  // What one download says of an archive is a doubt, the second one a verdict.
  for (let download = 0; download < 2; download += 1) await world.cli(['backup']);
  const app = await world.start();
  const page = await app.window('index');
  const headline = 'The backup was never finished';
  await bothSay(world, page, headline);
  expect(await desktop.tooltip()).toContain(headline);
  await desktop.event('notification', ({ title }) => title === headline);
  await page.locator('.long-row').first().getByText('Damaged').waitFor();
  expect(storedArchives(apple)).toHaveLength(1);

  await page.locator('.hero').getByRole('button', { name: 'Make a new one' }).click();
  await expect.poll(() => storedArchives(apple).length, { timeout: 60_000 }).toBe(2);
  await app.until(({ running }) => running === null, 'the end of the run');
  expect(home.backups()).toHaveLength(3);
  expect(app.complaints).toEqual([]);
});

describe('while no window is open', () => {
  it('no renderer lives; the app goes on, and a window comes back', async ({ world }) => {
    await world.makeReady();
    const app = await world.start();
    await app.until(isSafe, 'the first backup');
    const kinds = (): Promise<readonly string[]> =>
      app.electron.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ type }) => type));
    expect(await kinds()).toContain('Tab');
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await expect.poll(kinds, { timeout: 20_000 }).not.toContain('Tab');
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
    await world.desktop.click('Open HA iCloud Backup…');
    const page = await app.window('index');
    await page.getByRole('heading', { name: 'Everything is backed up' }).waitFor();
  });
});
