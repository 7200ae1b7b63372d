import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readFirst, windows } from '../bench/measurements/renderer-bundle.ts';
import { useBrowser } from './support/browser.ts';
import { list } from './support/home.ts';
import { notSetUp, safeState, stateWith } from './states/view-state.ts';

const open = useBrowser();

/** Named without their hashes. */
const filesOf = (window: keyof typeof windows): readonly string[] =>
  readFirst(inject('rendererDir'), windows[window])
    .map((file) => file.replace(/^assets\/|-[\w-]{8}(?=\.)/g, ''))
    .sort();

it('files are these: what a new page or word file adds to another page is seen here', () => {
  const all = readdirSync(join(inject('rendererDir'), 'assets')).filter((file) => file.endsWith('.js'));
  expect(all.map((file) => file.replace(/-[\w-]{8}(?=\.)/, '')).sort()).toEqual([
    'activity-page.js',
    'activity.js',
    'base.js',
    'choices.js',
    'details.js',
    'doctor.js',
    'file-dialog.js',
    'file.js',
    'home.js',
    'index.js',
    'messages-en-base.js',
    'messages-en-choices.js',
    'messages-en-home.js',
    'messages-en-sign-in.js',
    'prompt.js',
    'restored.js',
    'rolldown-runtime.js',
    'settings-page.js',
    'settings.js',
    'setup-page.js',
    'setup.js',
    'sheet-dialog.js',
    'sheet.js',
    'sign-in.js',
    'storage-dialog.js',
    'storage.js',
    'way-back.js',
  ]);
});

describe('before its first page a window reads', () => {
  it.each([
    [
      'windows-home',
      [
        'base.js',
        'home.js',
        'index.html',
        'index.js',
        'messages-en-base.js',
        'messages-en-home.js',
        'rolldown-runtime.js',
        'style.css',
      ],
    ],
    [
      'windows-setup',
      [
        ...['base.js', 'choices.js', 'index.html', 'index.js', 'messages-en-base.js', 'messages-en-choices.js'],
        ...['messages-en-sign-in.js', 'rolldown-runtime.js', 'setup-page.js', 'setup.js', 'sign-in.js', 'style.css'],
      ],
    ],
    [
      'windows-prompt',
      [
        ...['base.js', 'messages-en-base.js', 'messages-en-sign-in.js', 'prompt.html', 'prompt.js'],
        ...['rolldown-runtime.js', 'sign-in.js', 'style.css'],
      ],
    ],
  ] as const)('%s: that and nothing else', (window, files) => {
    expect(filesOf(window)).toEqual(files);
  });
});

const settings = stateWith({}, { route: { page: 'settings', asked: 2 } });
const isOfSettings = (path: string): boolean => path.includes('settings-page');

describe('a page of its own file', () => {
  it('leaves the one before it in view until it is there', async () => {
    let give: (there: boolean) => void = () => undefined;
    const there = new Promise<boolean>((resolve) => (give = resolve));
    const mayRead = (path: string): boolean | Promise<boolean> => (isOfSettings(path) ? there : true);
    const window = await open({ state: safeState, answers: list(), mayRead });
    const { page } = window;
    const links = page.getByRole('navigation').getByRole('button');
    await links.filter({ hasText: 'Settings' }).click();
    await window.push({ ...settings, status: { ...settings.status, waiting: 3 } });
    await page.getByText('3 waiting').waitFor();
    expect(await links.filter({ hasText: 'Home' }).getAttribute('aria-current')).toBe('page');
    expect(await page.title()).toBe('Home – HA iCloud Backup');
    give(true);
    await expect.poll(() => page.title()).toBe('Settings – HA iCloud Backup');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings');
    expect(await links.filter({ hasText: 'Settings' }).getAttribute('aria-current')).toBe('page');
  });

  it('says so when it cannot be read, and is tried again when the user says so', async () => {
    let isThere = false;
    const mayRead = (path: string): boolean => isThere || !isOfSettings(path);
    const window = await open({ state: settings, answers: list(), mayRead });
    const { page } = window;
    await page.getByRole('heading', { name: "This page couldn't be opened" }).waitFor();
    await window.shoot('page-missing');
    isThere = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.title()).toBe('Settings – HA iCloud Backup');
  });

  it('leaves the others open when it cannot be read, and is tried again when it is opened again', async () => {
    let isThere = false;
    const mayRead = (path: string): boolean => isThere || !isOfSettings(path);
    const { page } = await open({ state: settings, answers: list(), mayRead });
    await page.getByRole('heading', { name: "This page couldn't be opened" }).waitFor();
    await page.getByRole('button', { name: 'Home' }).click();
    await expect.poll(() => page.title()).toBe('Home – HA iCloud Backup');
    isThere = true;
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect.poll(() => page.title()).toBe('Settings – HA iCloud Backup');
  });

  it('is read while nobody waits for it, and needs no file any more when it is opened', async () => {
    let isThere = true;
    const read = new Set<string>();
    const mayRead = (path: string): boolean => {
      if (isThere) read.add(path.replace(/^\/assets\/|-[\w-]{8}\.js$/g, ''));
      return isThere;
    };
    const window = await open({ state: safeState, answers: list(), mayRead });
    const rest = ['activity-page', 'choices', 'settings-page', 'setup-page', 'sign-in'];
    await expect.poll(() => rest.filter((file) => !read.has(file))).toEqual([]);
    isThere = false;
    await window.push(settings);
    await expect.poll(() => window.page.title()).toBe('Settings – HA iCloud Backup');
    await window.push({ ...notSetUp, revision: settings.revision + 1, route: { page: 'setup', asked: 3 } });
    await window.page.getByRole('heading', { level: 1, name: 'Your Home Assistant, safe in iCloud Drive' }).waitFor();
    await window.expectClean();
  });
});
