import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyPage } from '../base/lazy-page.ts';
import type { BackupKeyDialogProps } from '../choices/backup-key.tsx';
import { NotThere } from './not-there.tsx';

/** A file of its own: hardly anybody needs another key, and Home does not wait for it. */
const dialog = lazyPage<BackupKeyDialogProps>(
  async () => (await import('../choices/backup-key.tsx')).BackupKeyDialog,
  'keys',
);

/** Asks for the key of a backup, as soon as the dialog for it is there. */
export const BackupKeySlot = (props: BackupKeyDialogProps): JSX.Element | null => {
  useEffect(() => void dialog.load(), []);
  const Shown = dialog.there.value;
  if (Shown === null) return null;
  if (Shown === 'failed') return <NotThere onClose={props.onClose} onRetry={() => void dialog.load()} />;
  return <Shown {...props} />;
};
