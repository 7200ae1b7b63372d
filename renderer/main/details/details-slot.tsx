import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyPage } from '../../base/lazy-page.ts';
import { Dialog } from '../../base/components/dialog.tsx';
import { Button } from '../../base/components/button.tsx';
import { closeDetails, shownDetails } from './open-details.ts';
import type { DetailsProps } from './backup-details.tsx';
import { messages } from '../../../src/messages/windows.ts';

/** A file of its own: a window that shows nobody's details never reads it. */
export const details = lazyPage<DetailsProps>(
  async () => (await import('./backup-details.tsx')).BackupDetails,
  'home',
  'restore',
  'details',
  'choices',
);

/** Where the details of one backup lie over whatever page is shown, once they are wanted. */
export const DetailsSlot = (): JSX.Element | null => {
  const key = shownDetails.value;
  useEffect(() => {
    if (key !== null) void details.load();
  }, [key]);
  const Shown = details.there.value;
  if (key === null || Shown === null) return null;
  if (Shown === 'failed') return <NotThere />;
  return <Shown key={key} copy={key} />;
};

const NotThere = (): JSX.Element => (
  <Dialog
    title={messages.common.missing.title}
    onClose={closeDetails}
    buttons={
      <Button kind="primary" onClick={() => void details.load()}>
        {messages.common.tryAgain}
      </Button>
    }
  >
    <p>{messages.common.missing.text}</p>
  </Dialog>
);
