import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { applicationMenu } from '../../../src/main/windows/application-menu.ts';
import { groundColour, mainWindowOptions, promptWindowOptions } from '../../../src/main/windows/window-options.ts';

const facts = { preload: '/out/preload/index.cjs', dark: false, developing: false, icon: undefined };

it.each([
  ['main', mainWindowOptions(facts, undefined), {}],
  // Tells how high its page is.
  ['prompt', promptWindowOptions(facts), { enablePreferredSizeMode: true }],
])('the %s window of a release is locked down', (_, options, more) => {
  expect(options.webPreferences).toEqual({
    ...more,
    preload: '/out/preload/index.cjs',
    partition: 'windows',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
    devTools: false,
  });
  expect(options.show).toBe(false);
  expect(options).not.toHaveProperty('icon');
});

it('the inspector can be opened before packaging only', () => {
  expect(mainWindowOptions({ ...facts, developing: true }, undefined).webPreferences?.devTools).toBe(true);
});

it('the prompt is small, in the middle and on top', () => {
  expect(promptWindowOptions(facts)).toMatchObject({
    ...{ center: true, alwaysOnTop: true, resizable: false, minimizable: false, maximizable: false },
    fullscreenable: false,
  });
});

it('the main window comes back where it was', () => {
  const bounds = { x: 5, y: 6, width: 700, height: 600 };
  expect(mainWindowOptions(facts, bounds)).toMatchObject(bounds);
  expect(mainWindowOptions(facts, undefined)).not.toHaveProperty('x');
});

it("a new window has the page's own ground, in light and in dark", () => {
  const tokens = readFileSync(new URL('../../../renderer/base/styles/tokens.css', import.meta.url), 'utf8');
  expect(tokens).toContain(`--ground: light-dark(${groundColour(false)}, ${groundColour(true)})`);
  expect(mainWindowOptions({ ...facts, dark: true }, undefined).backgroundColor).toBe(groundColour(true));
});

it('only macOS has a menu bar, with the settings where they are looked for; a release has no inspector in it', () => {
  let opened = 0;
  const open = (): void => void (opened += 1);
  expect(applicationMenu('linux', true, open)).toBeNull();
  expect(applicationMenu('win32', true, open)).toBeNull();
  expect(JSON.stringify(applicationMenu('darwin', true, open))).toContain('toggleDevTools');
  const menu = applicationMenu('darwin', false, open);
  const released = JSON.stringify(menu);
  expect(released).not.toContain('toggleDevTools');
  for (const role of ['editMenu', 'windowMenu', 'quit', 'zoomIn', 'hideOthers']) expect(released).toContain(role);
  const own = menu?.[0]?.submenu as MenuItemConstructorOptions[];
  const settings = own.find(({ accelerator }) => accelerator === 'Command+,');
  expect(settings?.label).toBe('Settings…');
  (settings?.click as () => void)();
  expect(opened).toBe(1);
});
