import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageProps } from '../../base/mount.tsx';
import { lazyPage } from '../../base/lazy-page.ts';
import { asksAboutStorage } from '../../base/overlay.ts';

/** A file of its own: few ask for it. */
export const storage = lazyPage(async () => (await import('./storage-dialog.tsx')).StorageDialog, 'storage', 'choices');

/** Lies over whatever page is shown. */
export const StorageSlot = ({ state }: PageProps): JSX.Element | null => {
  const isWanted = asksAboutStorage.value;
  useEffect(() => {
    if (isWanted) void storage.load();
  }, [isWanted]);
  const Shown = storage.there.value;
  return !isWanted || Shown === null || Shown === 'failed' ? null : <Shown state={state} />;
};
