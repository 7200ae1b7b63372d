import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it } from 'vitest';
import { fitContent, fittingHeight } from '../../../src/main/windows/fit-content.ts';

class Contents extends EventEmitter {
  zoom = 1;
  getZoomFactor(): number {
    return this.zoom;
  }
}

class Window {
  readonly webContents = new Contents();
  readonly calls: string[] = [];
  size = [460, 420];
  visible = false;
  getContentSize(): number[] {
    return this.size;
  }
  setContentSize(width: number, height: number): void {
    this.size = [width, height];
    this.calls.push(`${width}x${height}`);
  }
  isVisible(): boolean {
    return this.visible;
  }
  center(): void {
    this.calls.push('centre');
  }
}

let window: Window;
const says = (height: number): void =>
  void window.webContents.emit('preferred-size-changed', {}, { width: 47, height });

beforeEach(() => {
  window = new Window();
  fitContent(window as unknown as BrowserWindow);
});

it('is as high as its page, and in the middle until it is seen', () => {
  says(290);
  window.visible = true;
  says(511.3);
  expect(window.calls).toEqual(['460x290', 'centre', '460x512']);
});

it('keeps still when nothing changes', () => {
  says(420);
  expect(window.calls).toEqual([]);
});

it('counts in points, however large the letters are', () => {
  window.webContents.zoom = 1.5;
  says(300);
  expect(window.size).toEqual([460, 450]);
});

it.each([
  [80, 260],
  [300, 300],
  [2000, 640],
])('%d pixels of content are %d of window', (content, height) => {
  expect(fittingHeight(content)).toBe(height);
});
