import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { galleryCases } from '../gallery/cases.ts';
import { answerGallery } from '../gallery/server.ts';
import { needs } from '../support/skip.ts';
import { workersBrowser } from './support/browser.ts';
import { chromiumPath, chromiumWish } from './support/chromium.ts';

let browser: Browser | undefined;
let server: Server;
let address: string;

beforeAll(async () => {
  const places = {
    windowsDir: inject('rendererDir'),
    pageDir: fileURLToPath(new URL('../gallery/page/', import.meta.url)),
  };
  server = createServer((request, response) => void answerGallery(places, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  if (chromiumPath !== undefined) browser = await workersBrowser();
});
beforeEach(() => {
  needs(chromiumPath !== undefined, chromiumWish);
});
afterAll(() => {
  server.close();
});

const rooms = [...new Set(galleryCases.map(({ room }) => room))];

describe('the gallery', () => {
  it.each(rooms)('shows every state of %s, and none of them complains', async (room) => {
    const page = await (await browser?.newContext({ viewport: { width: 1600, height: 60_000 } }))?.newPage();
    if (!page) throw new Error('no browser');
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${address}#${new URLSearchParams({ room, scheme: 'dark', width: '' }).toString()}`);
    const shown = galleryCases.filter((one) => one.room === room);
    await expect.poll(() => page.locator('iframe').count()).toBe(shown.length);
    for (const [index] of shown.entries()) await page.frameLocator(`iframe >> nth=${index}`).locator('h1').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('walks to where a state is seen', async () => {
    const number = galleryCases.findIndex(({ room, name }) => room === 'Set-up' && name === 'found');
    const page = await browser?.newPage();
    await page?.goto(`${address}window/light/en-GB/${number}/index.html`);
    await expect.poll(() => page?.locator('h1').textContent()).toBe('Home Assistant 2026.11 found');
    await page?.close();
  });

  it('presses what opens a dialog, and what is in it', async () => {
    const number = galleryCases.findIndex(({ room, name }) => room === 'Home' && name === 'sheet-saved');
    const page = await browser?.newPage();
    await page?.goto(`${address}window/light/en-GB/${number}/index.html`);
    await page?.getByText('How to get Home back.pdf').waitFor();
    await page?.close();
  });
});
