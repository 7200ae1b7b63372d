import './tested.css';
import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import type { RestoreSeveralUse } from './use-restore-several.ts';
import { messages } from '../../src/messages/windows.ts';

/** How saving several backups came out, until the user closes it. */
export const SavedNote = ({ use: { saved, problem, close } }: { readonly use: RestoreSeveralUse }): JSX.Element => {
  const reason = saved?.problem ?? problem;
  return (
    <>
      {saved && saved.saved > 0 && (
        <div class="tested" role="status">
          <span class="line-tight toned tone-ok">
            <Icon name="check" size={16} />
            <span class="break selectable">{messages.home.backups.savedSeveral(saved.saved, saved.folder)}</span>
          </span>
          <Button kind="quiet" label={messages.home.backups.closeSaved} onClick={close}>
            {messages.common.close}
          </Button>
        </div>
      )}
      {reason && <ProblemCard problem={reason} alert isMain={false} />}
    </>
  );
};
