import './running.css';
import type { JSX } from 'preact';
import { comesDown, type WindowRunning } from '../../../src/shared/contract/views.ts';
import type { Activity, TransferState } from '../../../src/shared/run-report.ts';
import { Button } from './button.tsx';
import { Progress, SpokenProgress } from './progress.tsx';
import { useCommand } from '../use-command.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

type Transfer = Extract<Activity, { readonly phase: 'transferring' }>;

/** What is under way just now, and the way to stop it. */
export const RunningView = ({ running }: { readonly running: WindowRunning }): JSX.Element => {
  const cancelBackup = useCommand('backup.cancel');
  const cancelRestore = useCommand('backups.restore-cancel');
  const cancel = comesDown(running.what) ? cancelRestore : cancelBackup;
  const cancelling = running.cancelling || cancel.pending;
  return (
    <div class="running">
      <Bars running={running} />
      <div class="line-apart">
        <span class="quiet small">{footOf(running)}</span>
        {(running.what === 'backup' || comesDown(running.what)) && (
          <Button pending={cancelling} onClick={() => void cancel.run({})}>
            {cancelling ? messages.common.cancelling : messages.common.cancel}
          </Button>
        )}
      </div>
      <SpokenProgress text={spokenOf(running)} />
    </div>
  );
};

const spokenOf = ({ what, activity }: WindowRunning): string => activity?.line ?? messages.safety.doing[what];

const footOf = ({ activity, secondsLeft }: WindowRunning): string =>
  [
    ...(secondsLeft === null ? [] : [messages.common.toGo(secondsLeft)]),
    ...(activity?.phase === 'transferring' && activity.waiting > 0
      ? [messages.running.waitingBehind(activity.waiting)]
      : []),
  ].join(' · ');

const Bars = ({ running: { activity, what } }: { readonly running: WindowRunning }): JSX.Element => {
  if (activity?.phase !== 'transferring' || (!activity.download && !activity.upload)) {
    const read = activity !== null && 'read' in activity ? activity.read : undefined;
    const share = read === undefined || read.total === 0 ? null : read.bytes / read.total;
    return <Progress label={activity?.line ?? messages.running.starting} share={share} />;
  }
  return <TransferBars transfer={activity} restoring={comesDown(what)} />;
};

const TransferBars = ({
  transfer: { download, upload },
  restoring,
}: {
  readonly transfer: Transfer;
  readonly restoring: boolean;
}): JSX.Element => (
  <>
    {upload && (
      <Progress
        label={
          upload.finishing
            ? (restoring ? messages.running.taking : messages.running.finishing)(upload.name)
            : messages.running.uploading(upload.name)
        }
        {...(upload.finishing ? { share: null } : barOf(upload))}
      />
    )}
    {download && (
      <Progress
        label={restoring ? messages.running.bringingBack(download.name) : messages.running.downloading(download.name)}
        {...barOf(download)}
      />
    )}
  </>
);

const barOf = ({ bytes, total }: TransferState): { readonly share: number | null; readonly text: string } =>
  total === undefined || total === 0
    ? { share: null, text: formatBytes(bytes) }
    : { share: bytes / total, text: messages.running.of(formatBytes(bytes), formatBytes(total)) };
