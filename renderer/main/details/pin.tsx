import type { JSX } from 'preact';
import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { Switch } from '../../base/components/switch.tsx';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import { bothSides } from '../backup-list.ts';
import { archiveOf, folderOf } from '../backup-rows.ts';
import { messages } from '../../../src/messages/windows.ts';

interface PinProps {
  readonly backup: DescribedBackup;
  readonly isBusy: boolean;
}

/** The user's word that this one is never to be deleted, kept in iCloud beside it. */
export const Pin = ({ backup, isBusy }: PinProps): JSX.Element => {
  const { run, pending, problem } = useCommand('backups.pin');
  // What was just said; the list of another Home Assistant is not read again for it.
  const said = useSignal<boolean | null>(null);
  const words = messages.details.pin;
  const isPinned = said.value ?? backup.pinnedAt !== undefined;
  const pin = async (pinned: boolean): Promise<void> => {
    const archive = archiveOf(backup);
    if (archive === null) return;
    const folder = folderOf(backup);
    const answer = await run({ archive, pinned, ...(folder === null ? {} : { folder }) });
    if (!answer.ok) return;
    said.value = answer.value.pinnedAt !== null;
    await bothSides.load(false);
  };
  return (
    <>
      <Switch
        label={words.label}
        hint={isPinned ? words.on : words.off}
        checked={isPinned}
        disabled={isBusy || pending}
        onChange={(pinned) => void pin(pinned)}
      />
      {problem && <ProblemCard problem={problem} alert isMain={false} />}
    </>
  );
};
