import { beforeEach, expect, it } from 'vitest';
import { createElectronShell, type ElectronShellOptions } from '../../src/main/electron-shell.ts';
import { BrowserWindow, clipboard, dialog, done, world } from './electron-fake.ts';
import { MemoryLogger } from './support/memory-logger.ts';
import { settle } from './support/settle.ts';

const asked: string[] = [];
let logger = new MemoryLogger();
beforeEach(() => {
  done.length = 0;
  asked.length = 0;
  dialog.boxes.length = 0;
  logger = new MemoryLogger();
  world.pathAnswer = '';
  world.openAnswer = { canceled: false, filePaths: ['/chosen'] };
});

const item = { supported: true, enabled: true, refused: false };
const make = (change: Partial<ElectronShellOptions> = {}) =>
  createElectronShell({
    platform: 'linux',
    windows: {
      showMain: () => void asked.push('main'),
      showPrompt: () => void asked.push('prompt'),
      closePrompt: () => void asked.push('close prompt'),
      front: () => undefined,
    },
    loginItem: { read: () => item, set: (enabled) => ({ ...item, enabled }), renew: () => undefined },
    ...{ hasTray: () => false, homeUrl: () => 'http://ha.local:8123', logger },
    ...change,
  });

it('opens https and the own Home Assistant, and refuses the rest', async () => {
  const shell = make();
  await shell.openExternal('https://example.com/');
  await shell.openExternal('http://ha.local:8123/config/backup');
  await expect(shell.openExternal('file:///etc/passwd')).rejects.toMatchObject({ code: 'internal' });
  await expect(shell.openExternal('http://example.com/')).rejects.toMatchObject({ code: 'internal' });
  expect(done).toEqual(['open https://example.com/', 'open http://ha.local:8123/config/backup']);
});

it("asks with the system's dialogs, in front of the window that is open", async () => {
  const window = new BrowserWindow({});
  const front = () => window as never;
  const shell = make({ windows: { showMain: () => 0, showPrompt: () => 0, closePrompt: () => 0, front } });
  expect([await shell.chooseFolder(), await make().chooseFile()]).toEqual(['/chosen', '/chosen']);
  expect(dialog.boxes).toEqual([
    [window, { properties: ['openDirectory', 'createDirectory'] }],
    [{ properties: ['openFile'] }],
  ]);
  world.openAnswer = { canceled: true, filePaths: [] };
  expect([await shell.chooseFolder(), await shell.chooseFile()]).toEqual([null, null]);
});

it('a path that cannot be opened is a failure of the disk', async () => {
  await make().openPath('/logs');
  world.pathAnswer = 'Failed to open path';
  await expect(make().openPath('/logs')).rejects.toMatchObject({ code: 'disk.failed' });
});

it.each([
  ['darwin', ['open x-apple.systempreferences:com.apple.LoginItems-Settings.extension']],
  ['win32', ['open ms-settings:startupapps']],
  ['linux', []],
] as const)('%s: the settings of what starts at login', async (platform, expected) => {
  await make({ platform }).openLoginItemSettings();
  expect(done).toEqual(expected);
});

it('passes on the rest', async () => {
  const shell = make();
  shell.showWindow('home');
  shell.showPrompt();
  shell.closePrompt();
  shell.showInFolder('/file');
  shell.copyText('text');
  expect(asked).toEqual(['main', 'prompt', 'close prompt']);
  expect(done).toEqual(['show /file', 'copy text']);
  expect([shell.version, shell.hasTray(), shell.readLoginItem()]).toEqual(['1.2.3', false, item]);
  expect(await shell.setLoginItem(false)).toEqual({ ...item, enabled: false });
});

it('a clipboard that refuses harms nobody', async () => {
  const { writeText } = clipboard;
  clipboard.writeText = () => Promise.reject(new Error('secret')) as never;
  make().copyText('text');
  await settle();
  clipboard.writeText = writeText;
  expect(logger.lines).toEqual(['copy-failed {}']);
});
