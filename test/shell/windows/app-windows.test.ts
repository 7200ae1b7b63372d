import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localizeState } from '../../../src/main/ipc/localize.ts';
import { AppWindows, type AppWindowsOptions } from '../../../src/main/windows/app-windows.ts';
import { WindowBounds } from '../../../src/main/windows/window-bounds.ts';
import { BrowserWindow, dialog, done, nativeTheme, world } from '../electron-fake.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { later, settle } from '../support/settle.ts';
import { safeState } from '../support/view-state.ts';

const state = localizeState(safeState);
let folder = '';
let closed = 0;
let promptsClosed = 0;
let logger = new MemoryLogger();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windows-'));
  closed = 0;
  promptsClosed = 0;
  logger = new MemoryLogger();
  done.length = 0;
  dialog.boxes.length = 0;
  BrowserWindow.all.length = 0;
  BrowserWindow.loading = Promise.resolve();
  world.dark = false;
});
afterEach(() => {
  nativeTheme.removeAllListeners();
  rmSync(folder, { recursive: true });
});

const make = (change: Partial<AppWindowsOptions> = {}): AppWindows =>
  new AppWindows({
    ...{ platform: 'linux', preload: '/preload.cjs', icon: '/icon.png', developing: false, logger },
    bounds: new WindowBounds(folder, () => undefined),
    onMainClosed: () => (closed += 1),
    onPromptClosed: () => (promptsClosed += 1),
    ...change,
  });

const only = (): BrowserWindow => {
  const [window, ...more] = BrowserWindow.all;
  expect(more).toEqual([]);
  if (!window) throw new Error('no window is open');
  return window;
};

it('shows a window when there is something to see, and only one', () => {
  const windows = make();
  windows.showMain();
  expect(only().webContents.mainFrame.url).toBe('app://bundle/index.html');
  expect(only().calls).toEqual([]);
  only().emit('ready-to-show');
  expect(only().calls).toEqual(['show', 'focus']);
  only().minimized = true;
  windows.showMain();
  expect(only().calls).toEqual(['show', 'focus', 'restore', 'show', 'focus']);
});

it('however the prompt goes, the app is told', () => {
  const windows = make();
  windows.showPrompt();
  expect(windows.hasPrompt).toBe(true);
  only().destroy();
  expect(promptsClosed).toBe(1);
  expect(windows.hasPrompt).toBe(false);
});

it('closed means gone, and the app is told', () => {
  const windows = make();
  windows.showMain();
  only().close();
  expect([BrowserWindow.all.length, closed]).toEqual([0, 1]);
  windows.showMain();
  expect(only().options).toMatchObject({ x: 10, y: 20, width: 900, height: 600 });
});

it('the prompt takes the focus, is in front, and goes when it is told', () => {
  const windows = make();
  windows.showMain();
  windows.showPrompt();
  const [, prompt] = BrowserWindow.all;
  expect(prompt?.webContents.mainFrame.url).toBe('app://bundle/prompt.html');
  expect([done.includes('app focus'), windows.front() === (prompt as unknown)]).toEqual([true, true]);
  windows.showPrompt();
  expect(BrowserWindow.all).toHaveLength(2);
  windows.closePrompt();
  windows.closePrompt();
  expect(windows.front()).toBe(only());
  expect(closed).toBe(0);
});

it('pushes the state to open windows, and knows whose contents are whose', () => {
  const windows = make();
  windows.push(state);
  windows.showMain();
  windows.showPrompt();
  windows.push(state);
  const [main, prompt] = BrowserWindow.all;
  expect([main, prompt].map((window) => window?.webContents.sent)).toEqual([
    [['app:state', state]],
    [['app:state', state]],
  ]);
  const id = prompt?.webContents.id ?? 0;
  expect([windows.has(id), windows.has(-1)]).toEqual([true, false]);
  windows.close(-1);
  windows.close(id);
  expect([windows.has(id), only() === main]).toEqual([false, true]);
});

it('follows the system from light to dark', () => {
  const windows = make();
  windows.showMain();
  expect(only().options['backgroundColor']).toBe('#f4f4f6');
  world.dark = true;
  nativeTheme.emit('updated');
  expect(only().calls).toEqual(['background #1b1b1e']);
});

it('macOS: an icon in the Dock as long as a window is open', () => {
  const windows = make({ platform: 'darwin' });
  windows.showMain();
  windows.showPrompt();
  const [main, prompt] = BrowserWindow.all;
  main?.close();
  expect(done.filter((line) => line.startsWith('dock'))).toEqual(['dock show', 'dock show']);
  prompt?.close();
  expect(done.at(-1)).toBe('dock hide');
});

it('the end remembers the place, asks no page, and explains nothing', () => {
  const windows = make();
  windows.showMain();
  only().on('close', () => {
    throw new Error('a page that hangs would be asked');
  });
  windows.dispose();
  expect([BrowserWindow.all.length, closed]).toEqual([0, 0]);
  expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({
    main: { x: 10, y: 20, width: 900, height: 600 },
  });
});

it('a page that cannot be loaded is logged and shown as it is', async () => {
  const loading = later<undefined>();
  BrowserWindow.loading = loading.promise;
  const windows = make();
  windows.showMain();
  const window = only();
  loading.reject(new TypeError('secret'));
  await settle();
  expect([window.calls, logger.lines]).toEqual([['show'], ['window-not-loaded {"page":"index","kind":"TypeError"}']]);
});

it('a window that is closed while it loads is no failure', async () => {
  const loading = later<undefined>();
  BrowserWindow.loading = loading.promise;
  const windows = make();
  windows.showMain();
  only().close();
  loading.reject(new Error('ERR_ABORTED'));
  await settle();
  expect(logger.lines).toEqual([]);
});

it('a crashed page is loaded again once, with a word; the next time its window goes', () => {
  const windows = make();
  windows.showMain();
  const window = only();
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
  expect(done).not.toContain('reload');
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  expect(done).toContain('reload');
  expect(dialog.boxes).toMatchObject([[window, { message: 'The window was reloaded' }]]);
  window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
  expect([BrowserWindow.all.length, done.filter((line) => line === 'reload').length]).toEqual([0, 1]);
  expect(dialog.boxes[1]).toMatchObject([{ message: "The window can't be shown" }]);
  expect(logger.lines[0]).toBe('window-crashed {"reason":"crashed","exitCode":5}');
});
