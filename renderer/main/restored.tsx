import type { JSX } from 'preact';
import type { Described } from '../../src/shared/contract/described.ts';
import type { RestoreResult } from '../../src/shared/status.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { commonWords } from '../../src/shared/words/windows/common.ts';
import { restoreWords as words } from '../../src/shared/words/windows/restore.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Tile } from '../base/components/badge.tsx';
import type { RestoreUse } from './use-restore.ts';

interface RestoreTroubleProps {
  readonly restore: RestoreUse;
  readonly busy: boolean;
}

/** What became of a restore that did not get through; the part that is here is worth going on from. */
export const RestoreTrouble = ({ restore: { problem, stopped, save }, busy }: RestoreTroubleProps): JSX.Element => (
  <>
    {problem && <ProblemCard problem={problem} alert />}
    {stopped && (
      <section class="problem tone-warn" role="alert" aria-label={words.stopped}>
        <div class="problem-icon">
          <Icon name="pause" size={22} />
        </div>
        <div class="problem-words">
          <h2 class="problem-title">{words.stopped}</h2>
          <p>
            {words.stoppedLead(stopped.backup.name, stopped.keptBytes === null ? null : formatBytes(stopped.keptBytes))}
          </p>
        </div>
        <div class="problem-actions">
          <Button kind="primary" disabled={busy} onClick={() => save(stopped.backup)}>
            {words.goOn}
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
}: RestoredProps & { readonly onClose: () => void }): JSX.Element => (
  <Dialog
    title={words.done}
    wide
    onClose={onClose}
    buttons={
      <Button kind="primary" autoFocus onClick={onClose}>
        {commonWords.done}
      </Button>
    }
  >
    <RestoredFile restored={restored} />
    <RestoreSteps restored={restored} />
  </Dialog>
);

const RestoredFile = ({ restored: { file, bytes, name } }: RestoredProps): JSX.Element => (
  <div class="well restored">
    <Tile tone="ok" icon="check" small />
    <div class="restored-words">
      <div class="strong">{name}</div>
      <div class="quiet small">{words.whole(formatBytes(bytes))}</div>
      <div class="small selectable break">{file}</div>
    </div>
    <div class="line">
      <Button icon="folder" onClick={() => void command('backups.show-restored', {})}>
        {words.showFile}
      </Button>
    </div>
  </div>
);

const RestoreSteps = ({ restored }: RestoredProps): JSX.Element => (
  <>
    <h3>{words.steps}</h3>
    <ol class="steps selectable">
      {restored.steps.map((step) => (
        <li key={step} class="break">
          {step}
        </li>
      ))}
    </ol>
    <div>
      <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'restore-guide' })}>
        {words.guide}
      </Button>
    </div>
  </>
);
