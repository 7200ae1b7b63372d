import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { Running } from '../../src/shared/contract/views.ts';
import type { Activity, TransferState } from '../../src/shared/run-report.ts';
import { describeActivity } from '../../src/shared/words/activity.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { commonWords } from '../../src/shared/words/windows/common.ts';
import { homeWords as words } from '../../src/shared/words/windows/home.ts';
import { Button } from '../base/components/button.tsx';
import { Progress } from '../base/components/progress.tsx';
import { useCommand } from '../base/use-command.ts';

type Transfer = Extract<Activity, { readonly phase: 'transferring' }>;

/** What is under way just now, and the way to stop it. */
export const RunningView = ({ running }: { readonly running: Running }): JSX.Element => {
  const cancelBackup = useCommand('backup.cancel');
  const cancelRestore = useCommand('backups.restore-cancel');
  const cancel = running.what === 'restore' ? cancelRestore : cancelBackup;
  const cancelling = running.cancelling || cancel.pending;
  return (
    <div class="running">
      <Bars running={running} />
      <div class="line-apart">
        <span class="quiet small">{footOf(running)}</span>
        {(running.what === 'backup' || running.what === 'restore') && (
          <Button pending={cancelling} onClick={() => void cancel.run({})}>
            {cancelling ? commonWords.cancelling : commonWords.cancel}
          </Button>
        )}
      </div>
      <SlowWords text={spokenOf(running)} />
    </div>
  );
};

const spokenOf = ({ what, activity }: Running): string =>
  activity === null ? words.doing[what] : describeActivity(activity);

const footOf = ({ activity, secondsLeft }: Running): string =>
  [
    ...(secondsLeft === null ? [] : [commonWords.toGo(secondsLeft)]),
    ...(activity?.phase === 'transferring' && activity.waiting > 0 ? [words.waitingBehind(activity.waiting)] : []),
  ].join(' · ');

const Bars = ({ running: { activity, what } }: { readonly running: Running }): JSX.Element => {
  if (activity?.phase !== 'transferring' || (!activity.download && !activity.upload)) {
    return <Progress label={activity === null ? words.starting : describeActivity(activity)} share={null} />;
  }
  return <TransferBars transfer={activity} restoring={what === 'restore'} />;
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
        label={upload.finishing ? words.finishing(upload.name) : words.uploading(upload.name)}
        {...(upload.finishing ? { share: null } : barOf(upload))}
      />
    )}
    {download && (
      <Progress
        label={restoring ? words.bringingBack(download.name) : words.downloading(download.name)}
        {...barOf(download)}
      />
    )}
  </>
);

const barOf = ({ bytes, total }: TransferState): { readonly share: number | null; readonly text: string } =>
  total === undefined || total === 0
    ? { share: null, text: formatBytes(bytes) }
    : { share: bytes / total, text: words.of(formatBytes(bytes), formatBytes(total)) };

const slowMs = 10_000;

/** For screen readers: the newest words, at most once in ten seconds, or nothing else could be heard. */
const SlowWords = ({ text }: { readonly text: string }): JSX.Element => {
  const newest = useRef(text);
  newest.current = text;
  const spoken = useSignal(text);
  useEffect(() => {
    const timer = setInterval(() => {
      spoken.value = newest.current;
    }, slowMs);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div role="status" class="hidden">
      {spoken.value}
    </div>
  );
};
