import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { useSignal } from '../base/signal.ts';
import { Going } from '../settings/retention-preview.tsx';
import type { RetentionChange } from '../settings/use-previews.ts';

const words = choicesWords.retention;

export interface GoingAsk {
  readonly ask: () => void;
  /** What would go is being worked out. */
  readonly isWaiting: boolean;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Saves where no copy goes by it, also where nobody knows of any; else the question comes first. */
export const useGoingAsk = ({ isKnown, isChanged, going, problem }: RetentionChange, save: () => void): GoingAsk => {
  const asked = useSignal(false);
  const isFree = !isKnown || !isChanged || going === 0;
  useEffect(() => {
    if (!asked.value || !isFree) return;
    asked.value = false;
    save();
  }, [asked.value, isFree]);
  const isWorkedOut = going !== null || problem !== null;
  return {
    ask: () => {
      asked.value = true;
    },
    isWaiting: asked.value && !isWorkedOut,
    isOpen: asked.value && !isFree && isWorkedOut,
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
    title={setupWords.plan.going}
    onClose={onClose}
    buttons={
      <>
        <Button autoFocus onClick={onClose}>
          {choicesWords.cancel}
        </Button>
        <Button kind="danger" onClick={onSave}>
          {change.going === null ? words.confirmUnknown : words.confirm(change.going)}
        </Button>
      </>
    }
  >
    <Going preview={change} isAsked />
  </Dialog>
);
