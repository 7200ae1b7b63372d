import type { JSX } from 'preact';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { useSignal } from '../base/signal.ts';
import { addedBy, newlyGoing } from '../choices/preview.ts';
import { Going, PreviewBox } from '../choices/retention-preview.tsx';
import { SectionError } from '../choices/section-error.tsx';
import { usePreview, type Preview } from '../choices/use-previews.ts';
import type { SettingsUse } from './use-settings.ts';

const words = settingsWords.others;

interface AdoptDialogProps {
  readonly use: SettingsUse;
  readonly seen: string;
  readonly id: string;
  /** As the list has it. */
  readonly name: string;
  readonly onClose: () => void;
}

interface Adoption extends Preview {
  /** Copies that go only by it; null while, or where, nobody knows. */
  readonly going: number | null;
}

/** What goes by it alone: this computer's own old copies go without it, too. */
const useAdoption = ({ use: { settings }, seen, id }: AdoptDialogProps): Adoption => {
  const retention = { days: settings.retentionDays, keep: settings.keep };
  const now = usePreview({ ...retention, inCare: settings.adoptedComputers }, seen);
  const then = usePreview({ ...retention, inCare: [...settings.adoptedComputers, id] }, seen);
  const problem = now.problem ?? then.problem;
  if (now.plan === null || then.plan === null) return { plan: null, problem, going: null };
  return { plan: addedBy(now.plan, then.plan), problem, going: newlyGoing(now.plan, then.plan) };
};

/** Says what it means, and what goes by it. */
export const AdoptDialog = (props: AdoptDialogProps): JSX.Element => {
  const { use, id, name, onClose } = props;
  const { plan, problem, going } = useAdoption(props);
  const pending = useSignal(false);
  const adopt = async (): Promise<void> => {
    pending.value = true;
    const taken = await use.care(id, true);
    pending.value = false;
    if (taken) onClose();
  };
  const isWorkedOut = going !== null || problem !== null;
  return (
    <Dialog
      title={words.title(name)}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {choicesWords.cancel}
          </Button>
          <Button kind="danger" pending={pending.value || !isWorkedOut} onClick={() => void adopt()}>
            {confirmText(going, isWorkedOut)}
          </Button>
        </>
      }
    >
      <p>{words.meaning(name)}</p>
      <PreviewBox>
        <Going preview={{ plan, problem }} isAsked />
      </PreviewBox>
      <SectionError problem={use.problemOf('adoptedComputers')} />
    </Dialog>
  );
};

const confirmText = (going: number | null, isWorkedOut: boolean): string => {
  if (going === null) return isWorkedOut ? words.confirmUnknown : words.confirm;
  return going > 0 ? words.confirmGoing(going) : words.confirm;
};
