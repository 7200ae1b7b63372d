import type { BrowserWindow, Input } from 'electron';

/** Each step makes everything 20 % larger; Chromium's own measure. 200 % is a little less than 4. */
const step = 0.5;
const zoomRange = { least: -3, most: 5 } as const;

type KeyInput = Pick<Input, 'type' | 'key' | 'control' | 'alt' | 'meta'>;
type Wish = 'larger' | 'smaller' | 'usual' | 'close' | 'quit';

/** What a key means outside of macOS, where the menu bar has these. Pure. */
export const wishOf = ({ type, key, control, alt, meta }: KeyInput): Wish | undefined => {
  if (type !== 'keyDown' || !control || alt || meta) return undefined;
  return keys.get(key.toLowerCase());
};

const keys: ReadonlyMap<string, Wish> = new Map([
  ['+', 'larger'],
  ['=', 'larger'],
  ['-', 'smaller'],
  ['_', 'smaller'],
  ['0', 'usual'],
  ['w', 'close'],
  ['q', 'quit'],
]);

export interface KeyAnswers {
  /** Undefined where a system knows no key for it. */
  readonly quit: (() => void) | undefined;
}

/** Ctrl with +, -, 0, W and Q, and Ctrl with the wheel: without a menu bar nobody else would answer them. */
export const answerKeys = (window: BrowserWindow, { quit }: KeyAnswers): void => {
  const { webContents } = window;
  const zoom = (by: number): void => {
    const level = by === 0 ? 0 : webContents.getZoomLevel() + by;
    webContents.setZoomLevel(Math.min(Math.max(level, zoomRange.least), zoomRange.most));
  };
  webContents.on('zoom-changed', (_event, direction) => zoom(direction === 'in' ? step : -step));
  webContents.on('before-input-event', (event, input) => {
    const wish = wishOf(input);
    if (wish === undefined || (wish === 'quit' && !quit)) return;
    event.preventDefault();
    if (wish === 'quit') quit?.();
    else if (wish === 'close') window.close();
    else zoom(wish === 'usual' ? 0 : wish === 'larger' ? step : -step);
  });
};
