import type { Page } from 'playwright-core';

/** Files onto the window, as from a desktop's file manager. */
export const dropFiles = (page: Page, ...files: readonly string[]): Promise<void> =>
  page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const name of given) transfer.items.add(new File(['x'], name));
    for (const kind of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, files);
