import '../details/details.css';
import type { JSX } from 'preact';
import type { Result } from '../../../src/shared/contract/result.ts';
import type { FileInHand } from '../../../src/shared/contract/views.ts';
import { viewState } from '../../base/bridge.ts';
import { Button } from '../../base/components/button.tsx';
import { Dialog } from '../../base/components/dialog.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { RunningView } from '../../base/components/running-view.tsx';
import { FoundOut } from './found-out.tsx';
import { useCheckFile, type CheckFileUse } from './use-check-file.ts';
import { useChooseFile } from './use-choose-file.ts';
import { messages } from '../../../src/messages/windows.ts';

export interface FileDialogProps {
  readonly answer: Result<FileInHand>;
  readonly onClose: () => void;
}

/** A backup file on this computer: how far it is proven, and its contents. The file isn't changed. */
export const FileDialog = ({ answer, onClose }: FileDialogProps): JSX.Element => {
  const { choose, pending } = useChooseFile();
  return (
    <Dialog
      title={answer.ok ? answer.value.name : messages.file.none}
      size={answer.ok ? 'page' : 'wide'}
      onClose={onClose}
      buttons={
        <>
          <Button icon="folder" pending={pending} disabled={viewState.value?.running != null} onClick={choose}>
            {messages.file.other}
          </Button>
          <Button autoFocus onClick={onClose}>
            {messages.common.close}
          </Button>
        </>
      }
    >
      {answer.ok ? (
        <Body file={answer.value} />
      ) : (
        <ProblemCard problem={answer.problem} alert tone="warn" actions={null} />
      )}
    </Dialog>
  );
};

const Body = ({ file }: { readonly file: FileInHand }): JSX.Element => {
  const use = useCheckFile(file);
  const running = viewState.value?.running ?? null;
  return (
    <>
      {running && (
        <div class="well">
          <RunningView running={running} />
        </div>
      )}
      {use.found ? (
        <FoundOut found={use.found} use={use} isBusy={running !== null} />
      ) : (
        <NotYet use={use} isBusy={running !== null} />
      )}
    </>
  );
};

/** Until the check has come to its end: why not, and the way to begin it again. */
const NotYet = ({ use, isBusy }: { readonly use: CheckFileUse; readonly isBusy: boolean }): JSX.Element => {
  const { pending, waits, problem, check } = use;
  const isOver = !pending && !waits;
  return (
    <>
      <p class="quiet small" role="status">
        {waits ? messages.file.waiting : isOver && problem === null ? messages.file.cancelled : ''}
      </p>
      {problem && <ProblemCard problem={problem} alert actions={null} />}
      {isOver && (
        <div>
          <Button kind="primary" disabled={isBusy} onClick={() => check()}>
            {problem === null ? messages.file.check : messages.file.again}
          </Button>
        </div>
      )}
    </>
  );
};
