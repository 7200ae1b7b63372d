import type { Page } from 'playwright-core';

/** A file onto the field for an emergency kit, as from a desktop's file manager. */
export const dropKit = (page: Page, name: string, text: string): Promise<void> =>
  page.evaluate(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], file, { type: 'text/plain' }));
      const field = document.querySelector('.kit-field');
      for (const kind of ['dragover', 'drop'])
        field?.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    },
    [name, text] as const,
  );
