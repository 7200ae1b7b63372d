import './file.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { command } from '../../base/bridge.ts';
import { Icon } from '../../base/components/icon.tsx';
import { lazyPage } from '../../base/lazy-page.ts';
import { offered } from '../../base/overlay.ts';
import { NotThere } from '../not-there.tsx';
import type { FileDialogProps } from './file-dialog.tsx';
import { useDrops } from './use-drops.ts';
import { messages } from '../../../src/messages/windows.ts';

/** A file of its own: few have a backup file to check. */
export const fileDialog = lazyPage<FileDialogProps>(
  async () => (await import('./file-dialog.tsx')).FileDialog,
  'file',
  'details',
  'keys',
);

const close = (): void => {
  offered.value = null;
  void command('file.let-go', {});
};

/** Takes what is dropped on the window, and shows over the page what is found out about it. */
export const FileSlot = (): JSX.Element | null => {
  const isOver = useDrops();
  const answer = offered.value;
  useEffect(() => {
    if (answer !== null) void fileDialog.load();
  }, [answer !== null]);
  if (isOver) return <DropHere />;
  const Shown = fileDialog.there.value;
  if (answer === null || Shown === null) return null;
  if (Shown === 'failed') return <NotThere onClose={close} onRetry={() => void fileDialog.load()} />;
  return <Shown answer={answer} onClose={close} />;
};

/** Only to be seen: who drags sees it. */
const DropHere = (): JSX.Element => (
  <div class="drop-here" aria-hidden="true">
    <div class="drop-words">
      <Icon name="download" size={28} />
      {messages.common.dropHere}
    </div>
  </div>
);
