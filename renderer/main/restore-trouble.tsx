import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
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
