import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { messages } from '../../src/messages/windows.ts';

interface NotThereProps {
  readonly onClose: () => void;
  readonly onRetry: () => void;
}

/** Instead of a dialog whose file cannot be read: a button that does nothing would leave its user alone. */
export const NotThere = ({ onClose, onRetry }: NotThereProps): JSX.Element => (
  <Dialog
    title={messages.common.missing.title}
    onClose={onClose}
    buttons={
      <>
        <Button onClick={onClose}>{messages.common.close}</Button>
        <Button kind="primary" onClick={onRetry}>
          {messages.common.tryAgain}
        </Button>
      </>
    }
  >
    <p>{messages.common.missing.text}</p>
  </Dialog>
);
