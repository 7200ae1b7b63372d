import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { useSignal } from '../base/signal.ts';
import { addedBy, goingIn } from '../choices/preview.ts';
import { Going, PreviewBox } from '../choices/retention-preview.tsx';
import { SectionError } from '../choices/section-error.tsx';
import { usePreview, type Preview } from '../choices/use-previews.ts';
import type { SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

interface AdoptDialogProps {
  readonly use: SettingsUse;
  readonly seen: string;
  readonly id: string;
  /** As the list has it. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Says what it means, and what goes by it alone: this computer's own old copies go without it, too. */
export const AdoptDialog = ({ use, seen, id, name, onClose }: AdoptDialogProps): JSX.Element => {
  const { retentionDays: days, keep, adoptedComputers } = use.settings;
  const now = usePreview({ days, keep, inCare: adoptedComputers }, seen);
  const then = usePreview({ days, keep, inCare: [...adoptedComputers, id] }, seen);
  const plan = now.plan && then.plan && addedBy(now.plan, then.plan);
  const problem = now.problem ?? then.problem;
  const pending = useSignal(false);
  const adopt = async (): Promise<void> => {
    pending.value = true;
    const taken = await use.care(id, true);
    pending.value = false;
    if (taken) onClose();
  };
  return (
    <Dialog
      title={messages.settings.others.title(name)}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {messages.choices.cancel}
          </Button>
          <Button kind="danger" pending={pending.value || (plan ?? problem) === null} onClick={() => void adopt()}>
            {confirmText(plan)}
          </Button>
        </>
      }
    >
      <p>{messages.settings.others.meaning(name)}</p>
      <PreviewBox>
        <Going preview={{ plan, problem }} isAsked />
      </PreviewBox>
      <SectionError problem={use.problemOf('adoptedComputers')} />
    </Dialog>
  );
};

const confirmText = (plan: Preview['plan']): string => {
  if (plan === null) return messages.settings.others.confirm;
  const going = goingIn(plan);
  return going > 0 ? messages.settings.others.confirmGoing(going) : messages.settings.others.confirm;
};
