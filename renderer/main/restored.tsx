import type { JSX } from 'preact';
import type { Described } from '../../src/shared/contract/described.ts';
import type { RestoreResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { asksToRemove, goTo } from '../base/route.ts';
import { Tile } from '../base/components/badge.tsx';
import { titleOf } from './backup-rows.ts';
import type { RestoreUse } from './use-restore.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatBytes } from '../../src/messages/format.ts';

interface RestoreTroubleProps {
  readonly restore: RestoreUse;
  readonly busy: boolean;
  /** False where the page has a button of its own that stands out. */
  readonly isMain?: boolean;
}

/** What became of a restore that did not get through; the part that is here is worth going on from. */
export const RestoreTrouble = ({
  restore: { problem, stopped, save },
  busy,
  isMain = true,
}: RestoreTroubleProps): JSX.Element => (
  <>
    {problem && <ProblemCard problem={problem} alert isMain={isMain} />}
    {stopped && (
      <section class="problem tone-warn" role="alert" aria-label={messages.restore.stopped}>
        <div class="problem-icon">
          <Icon name="pause" size={22} />
        </div>
        <div class="problem-words">
          <h2 class="problem-title">{messages.restore.stopped}</h2>
          <p>
            {messages.restore.stoppedLead(
              stopped.backup.name,
              stopped.keptBytes === null ? null : formatBytes(stopped.keptBytes),
            )}
          </p>
        </div>
        <div class="problem-actions">
          <Button
            kind={isMain ? 'primary' : 'plain'}
            label={messages.restore.goOnWith(titleOf(stopped.backup))}
            disabled={busy}
            onClick={() => save(stopped.backup)}
          >
            {messages.restore.goOn}
          </Button>
        </div>
      </section>
    )}
  </>
);

interface RestoredProps {
  readonly restored: Described<RestoreResult>;
}

/** A file on this computer is half of the way: these are the steps of the other half. */
export const RestoredDialog = ({
  restored,
  onClose,
  isBorrowed = false,
}: RestoredProps & {
  readonly onClose: () => void;
  /** Nothing is backed up from here: it may be a computer that its user leaves again. */
  readonly isBorrowed?: boolean;
}): JSX.Element => (
  <Dialog
    title={messages.restore.done}
    size="wide"
    onClose={onClose}
    buttons={
      <Button kind="primary" autoFocus onClick={onClose}>
        {messages.common.done}
      </Button>
    }
  >
    <RestoredFile restored={restored} />
    <RestoreSteps restored={restored} />
    {isBorrowed && <LeaveComputer onLeave={onClose} />}
  </Dialog>
);

const RestoredFile = ({ restored: { file, bytes, name } }: RestoredProps): JSX.Element => (
  <div class="well restored">
    <Tile tone="ok" icon="check" small />
    <div class="restored-words">
      <div class="strong">{name}</div>
      <div class="quiet small">{messages.restore.whole(formatBytes(bytes))}</div>
      <div class="small selectable break">{file}</div>
    </div>
    <div class="line">
      <Button icon="folder" onClick={() => void command('backups.show-restored', {})}>
        {messages.restore.showFile}
      </Button>
    </div>
  </div>
);

/** On a borrowed computer a sign-in must not stay behind. The question itself is the settings'. */
const LeaveComputer = ({ onLeave }: { readonly onLeave: () => void }): JSX.Element => {
  const leave = (): void => {
    asksToRemove.value = true;
    onLeave();
    goTo('settings');
  };
  return (
    <div class="well stack-small">
      <h3>{messages.restore.leave.title}</h3>
      <p>{messages.restore.leave.text}</p>
      <div>
        <Button icon="trash" onClick={leave}>
          {messages.restore.leave.button}
        </Button>
      </div>
    </div>
  );
};

const RestoreSteps = ({ restored }: RestoredProps): JSX.Element => (
  <>
    <h3>{messages.restore.steps}</h3>
    <ol class="steps selectable">
      {restored.steps.map((step) => (
        <li key={step} class="break">
          {step}
        </li>
      ))}
    </ol>
    <div>
      <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'restore-guide' })}>
        {messages.restore.guide}
      </Button>
    </div>
  </>
);
