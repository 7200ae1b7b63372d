import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyPage } from '../../base/lazy-page.ts';
import { asksForSheet } from '../../base/overlay.ts';
import { NotThere } from '../not-there.tsx';
import type { SheetProps } from './sheet-dialog.tsx';

/** A file of its own: it is wanted once in years. */
export const sheet = lazyPage<SheetProps>(
  async () => (await import('./sheet-dialog.tsx')).SheetDialog,
  'sheet',
  'keys',
);

/** What makes the page for the day when everything else is gone, over whatever page is shown, once it is wanted. */
export const SheetSlot = (): JSX.Element | null => {
  const isWanted = asksForSheet.value;
  useEffect(() => {
    if (isWanted) void sheet.load();
  }, [isWanted]);
  const Shown = sheet.there.value;
  const close = (): void => {
    asksForSheet.value = false;
  };
  if (!isWanted || Shown === null) return null;
  if (Shown === 'failed') return <NotThere onClose={close} onRetry={() => void sheet.load()} />;
  return <Shown onClose={close} />;
};
