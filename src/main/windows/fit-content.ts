import type { BrowserWindow, Size } from 'electron';

/** Pixels: less looks lost, more would not fit on a small laptop with its bars; what is longer scrolls. */
const heights = { least: 260, most: 640 } as const;

export const fittingHeight = (wanted: number): number =>
  Math.min(Math.max(Math.ceil(wanted), heights.least), heights.most);

/**
 * Keeps a window as high as its page (`enablePreferredSizeMode`), its width as it is. Its top stays where it is, as the user
 * may have moved it; before it is shown it is put into the middle anew.
 */
export const fitContent = (window: BrowserWindow): void => {
  window.webContents.on('preferred-size-changed', (_event, { height }: Size) => {
    const [width = 0, current] = window.getContentSize();
    // The system counts points; the page may be zoomed.
    const wanted = fittingHeight(height * window.webContents.getZoomFactor());
    if (wanted === current) return;
    window.setContentSize(width, wanted);
    if (!window.isVisible()) window.center();
  });
};
