import type { JSX } from 'preact';
import type { RestoreResult } from '../../src/shared/status.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { restoreSteps } from '../../src/shared/words/restore-steps.ts';
import { commonWords } from '../../src/shared/words/windows/common.ts';
import { restoreWords as words } from '../../src/shared/words/windows/restore.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { Tile } from '../base/components/badge.tsx';

interface RestoredProps {
  readonly restored: RestoreResult;
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
      {restoreSteps({ ...restored, haVersion: restored.haVersion ?? undefined }).map((step) => (
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
