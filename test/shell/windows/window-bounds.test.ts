import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ipcMain } from 'electron';
import { placeBounds, WindowBounds } from '../../../src/main/windows/window-bounds.ts';

const left = { x: 0, y: 0, width: 1280, height: 800 };
const right = { x: 1280, y: 0, width: 1920, height: 1040 };
const at = (x: number, y: number, width = 900, height = 600) => ({ x, y, width, height });

it.each([
  ['never before', undefined, [left], undefined],
  ['as it was', at(100, 80), [left], at(100, 80)],
  ['on the second display', at(1400, 80), [left, right], at(1400, 80)],
  ['on a display that is gone', at(1400, 80), [left], undefined],
  ['half out to the right', at(1100, 80), [left], at(380, 80)],
  ['all but out', at(1200, 80), [left], undefined],
  ['its upper edge above the display', at(100, -300), [left], undefined],
  ['its upper edge just above', at(100, -10), [left], at(100, 0)],
  ['its upper edge below', at(100, 790), [left], undefined],
  ['larger than the display is now', at(0, 0, 2000, 1600), [left], at(0, 0, 1280, 800)],
  ['no display at all', at(100, 80), [], undefined],
])('%s', (_, saved, areas, expected) => {
  expect(placeBounds(saved, areas)).toEqual(expected);
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounds-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const open = (onFailed: (error: unknown) => void = () => undefined): WindowBounds => new WindowBounds(folder, onFailed);

it('knows them again', () => {
  const first = open();
  expect(first.main).toBeUndefined();
  first.remember(at(1, 2));
  expect(first.main).toEqual(at(1, 2));
  expect(open().main).toEqual(at(1, 2));
});

it.each(['', '{', '{"main":{"x":"far"}}', '{"main":{"x":0.5,"y":0,"width":-1,"height":0}}'])(
  'a file with %j counts as none',
  (text) => {
    writeFileSync(join(folder, 'window.json'), text);
    const bounds = open();
    expect(bounds.main).toBeUndefined();
    bounds.remember(at(3, 4));
    expect(open().main).toEqual(at(3, 4));
  },
);

it('what cannot be written is told, and harms nobody', () => {
  const failures: unknown[] = [];
  const bounds = open((error) => failures.push(error));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder any more');
  bounds.remember(at(1, 2));
  expect(failures).toHaveLength(1);
  expect(readFileSync(folder, 'utf8')).toBe('no folder any more');
});

it('no window can ask where they are kept', () => {
  open();
  expect(ipcMain.eventNames()).not.toContain('electron-store-get-data');
});
