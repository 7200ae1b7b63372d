import type { JSX } from 'preact';
import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { viewState } from '../../base/bridge.ts';
import { Button } from '../../base/components/button.tsx';
import { Dialog } from '../../base/components/dialog.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { RunningView } from '../../base/components/running-view.tsx';
import { OtherHomeForm } from './other-home.tsx';
import { StartRestore } from './start-restore.tsx';
import { useIntoHome, type IntoHomeUse } from './use-into-home.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

export interface IntoHomeProps {
  readonly backup: DescribedBackup;
  readonly onClose: () => void;
}

/** From iCloud into a Home Assistant, and from there to a home that is restored: what is known to fail is said before. */
export const IntoHome = ({ backup, onClose }: IntoHomeProps): JSX.Element => {
  const into = useIntoHome(backup);
  const running = viewState.value?.running ?? null;
  const size = backup.size === null ? '' : formatBytes(backup.size);
  return (
    <Dialog
      title={messages.details.into.title}
      size="wide"
      onClose={onClose}
      buttons={<Button onClick={onClose}>{messages.common.close}</Button>}
    >
      {into.step === 'where' && <OtherHomeForm into={into} size={size} />}
      {into.step === 'checked' && <Checked into={into} size={size} isBusy={running !== null} />}
      {into.problem && into.step !== 'where' && <ProblemCard problem={into.problem} alert isMain={false} />}
      {running && (
        <div class="well">
          <RunningView running={running} />
        </div>
      )}
      {into.placed && <StartRestore into={into} placed={into.placed} isBusy={running !== null} />}
    </Dialog>
  );
};

interface CheckedProps {
  readonly into: IntoHomeUse;
  readonly size: string;
  readonly isBusy: boolean;
}

const Checked = ({ into, size, isBusy }: CheckedProps): JSX.Element | null => {
  const words = messages.details.into;
  const { check } = into;
  if (check === null)
    return (
      <p class="line-tight" role="status">
        {into.problem === null && <span class="spinner" aria-hidden="true" />}
        {into.problem === null ? words.checking : ''}
      </p>
    );
  return (
    <>
      <div class="well stack-tight">
        <div class="strong">{check.name}</div>
        <div class="quiet small selectable break">{words.homeIs(check.url, check.version)}</div>
      </div>
      {check.trap ? (
        <ProblemCard
          problem={check.trap}
          alert
          actions={<Button onClick={into.checkAgain}>{messages.common.tryAgain}</Button>}
        />
      ) : (
        into.placed === null && (
          <>
            <p class="line-tight tone-ok toned">
              <Icon name="check" size={16} />
              {words.canTake}
            </p>
            <p>{words.what(size)}</p>
            <div>
              <Button kind="primary" icon="upload" disabled={isBusy} pending={into.pending} onClick={into.place}>
                {words.place}
              </Button>
            </div>
          </>
        )
      )}
      {into.placed === null && (
        <div>
          <Button kind="quiet" disabled={isBusy} onClick={into.elsewhere}>
            {words.elsewhere}
          </Button>
        </div>
      )}
    </>
  );
};
