import { expect, it, vi } from 'vitest';
import { answerKeys, wishOf } from '../../../src/main/windows/window-keys.ts';
import { BrowserWindow } from '../electron-fake.ts';

const press = (key: string, change: object = {}) => ({
  ...{ type: 'keyDown', key, control: true, alt: false, meta: false },
  ...change,
});

it.each([
  ['+', {}, 'larger'],
  ['=', {}, 'larger'],
  ['-', {}, 'smaller'],
  ['0', {}, 'usual'],
  ['W', {}, 'close'],
  ['q', {}, 'quit'],
  ['w', { control: false }, undefined],
  ['w', { alt: true }, undefined],
  ['w', { meta: true }, undefined],
  ['w', { type: 'keyUp' }, undefined],
  ['r', {}, undefined],
  ['toString', {}, undefined],
  ['constructor', {}, undefined],
])('Ctrl %s %j: %s', (key, change, expected) => {
  expect(wishOf(press(key, change) as never)).toBe(expected);
});

it('zooms within bounds and closes, and lets every other key through', () => {
  const window = new BrowserWindow({});
  const quit = vi.fn();
  answerKeys(window as never, { quit });
  const { webContents } = window;
  const event = { preventDefault: vi.fn() };
  for (let time = 0; time < 20; time += 1) webContents.emit('before-input-event', event, press('+'));
  expect([webContents.zoom, event.preventDefault.mock.calls.length]).toEqual([5, 20]);
  for (let time = 0; time < 40; time += 1) webContents.emit('before-input-event', event, press('-'));
  expect(webContents.zoom).toBe(-3);
  webContents.emit('before-input-event', event, press('0'));
  webContents.emit('zoom-changed', {}, 'in');
  webContents.emit('zoom-changed', {}, 'in');
  webContents.emit('zoom-changed', {}, 'out');
  expect(webContents.zoom).toBe(0.5);
  const other = { preventDefault: vi.fn() };
  webContents.emit('before-input-event', other, press('a'));
  expect(other.preventDefault).not.toHaveBeenCalled();
  webContents.emit('before-input-event', event, press('w'));
  expect(window.isDestroyed()).toBe(true);
  webContents.emit('before-input-event', event, press('q'));
  expect(quit).toHaveBeenCalledTimes(1);
});

it('lets the key for quitting through where it is none', () => {
  const window = new BrowserWindow({});
  answerKeys(window as never, { quit: undefined });
  const event = { preventDefault: vi.fn() };
  window.webContents.emit('before-input-event', event, press('q'));
  expect(event.preventDefault).not.toHaveBeenCalled();
});
