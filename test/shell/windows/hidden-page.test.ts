import { beforeEach, expect, it } from 'vitest';
import { pageAsPdf, printPage } from '../../../src/main/windows/hidden-page.ts';
import { BrowserWindow, session, world } from '../electron-fake.ts';
import { later, settle } from '../support/settle.ts';

const page = '<p>the key</p>';

beforeEach(() => {
  BrowserWindow.loading = Promise.resolve();
  world.pdf = () => Promise.resolve(new Uint8Array([1, 2]));
  world.printed = [true, ''];
});

it('is read from memory by a window without script and bridge, of which nothing is left', async () => {
  const loading = later<undefined>();
  BrowserWindow.loading = loading.promise;
  const pdf = pageAsPdf(page);
  await settle();
  const [window] = BrowserWindow.all;
  const preferences = window?.options.webPreferences;
  expect(window?.options).toMatchObject({ show: false });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, javascript: false });
  expect(preferences).not.toHaveProperty('preload');
  const partition = String(preferences?.['partition']);
  // On disk, with Electron, is what begins like that.
  expect(partition).not.toMatch(/^persist:/);
  const { schemes } = session.fromPartition(partition);
  const answer = await schemes.get('app')?.(new Request('app://bundle/index.html'));
  expect(await answer?.text()).toBe(page);
  expect(answer?.headers.get('cache-control')).toBe('no-store');
  loading.resolve(undefined);
  expect(await pdf).toEqual(new Uint8Array([1, 2]));
  expect([BrowserWindow.all, schemes.size]).toEqual([[], 0]);
});

it('takes the place of what each session begins with, and does so again', async () => {
  const { protocol } = session.fromPartition('hidden-page');
  protocol.handle('app', () => Promise.resolve(new Response('a window')));
  for (let time = 0; time < 2; time += 1) expect(await pageAsPdf(page)).toEqual(new Uint8Array([1, 2]));
});

it('is gone as well when it cannot be printed, with the reason, and a closed dialog is no failure', async () => {
  world.pdf = () => Promise.reject(new Error('no'));
  await expect(pageAsPdf(page)).rejects.toMatchObject({ code: 'restore.not-printed' });
  world.printed = [false, 'no printer'];
  await expect(printPage(page)).rejects.toMatchObject({
    code: 'restore.not-printed',
    facts: { reason: 'no printer' },
  });
  world.printed = [false, 'Print job canceled'];
  expect(await printPage(page)).toBe(false);
  world.printed = [true, ''];
  expect(await printPage(page)).toBe(true);
  BrowserWindow.loading = Promise.reject(new Error('gone'));
  await expect(printPage(page)).rejects.toMatchObject({ code: 'restore.not-printed' });
  expect(BrowserWindow.all).toEqual([]);
});
