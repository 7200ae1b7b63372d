import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { useSignal } from '../base/signal.ts';
import { KnownOrNot } from '../choices/retention-preview.tsx';
import type { RetentionChange } from '../choices/use-previews.ts';
import { messages } from '../../src/messages/windows.ts';

export interface GoingAsk {
  readonly ask: () => void;
  /** What would go is being worked out. */
  readonly isWaiting: boolean;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Saves where no copy can go by it; else the question comes first, also where nobody knows of any. */
export const useGoingAsk = ({ going, asks }: RetentionChange, save: () => void): GoingAsk => {
  const asked = useSignal(false);
  const isFree = going === 0;
  useEffect(() => {
    if (!asked.value || !isFree) return;
    asked.value = false;
    save();
  }, [asked.value, isFree]);
  return {
    ask: () => {
      asked.value = true;
    },
    isWaiting: asked.value && !isFree && !asks,
    isOpen: asked.value && asks,
    close: () => {
      asked.value = false;
    },
  };
};

interface GoingDialogProps {
  readonly change: RetentionChange;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

export const GoingDialog = ({ change, onSave, onClose }: GoingDialogProps): JSX.Element => (
  <Dialog
    title={change.isKnown ? messages.setup.plan.going : messages.setup.plan.mayGo}
    onClose={onClose}
    buttons={
      <>
        <Button autoFocus onClick={onClose}>
          {messages.choices.cancel}
        </Button>
        <Button kind="danger" onClick={onSave}>
          {change.going === null
            ? messages.choices.retention.confirmUnknown
            : messages.choices.retention.confirm(change.going)}
        </Button>
      </>
    }
  >
    <KnownOrNot change={change} />
  </Dialog>
);
