import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { RunningView } from '../base/components/running-view.tsx';
import { useCommand } from '../base/use-command.ts';
import { draft, goBack, goToStep } from './draft.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

interface FirstPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

/** A run that another part of the app started may have failed, too. */
const failureOf = ({ status }: WindowState): WindowProblem | null =>
  status.lastRun?.outcome === 'failed' ? (status.lastRun.problem ?? null) : null;

/** The first backup, from the offer to the proof. It goes on without this window. */
export const FirstPage = ({ place, state }: FirstPageProps): JSX.Element => {
  const { newestVerified } = state.status;
  const running = state.running?.what === 'backup' ? state.running : null;
  if (running === null && newestVerified === null) return <Offer place={place} state={state} />;
  return (
    <SetupFrame
      place={place}
      title={running ? messages.setup.first.running : messages.setup.first.safe}
      onBack={() => goBack(place)}
      onNext={() => goToStep(place, 'finished')}
    >
      {running ? (
        <div class="card">
          <RunningView running={running} />
          <p class="quiet small">{messages.setup.first.runningNote}</p>
        </div>
      ) : (
        <Safe name={newestVerified?.name ?? ''} />
      )}
    </SetupFrame>
  );
};

const Offer = ({ place, state }: FirstPageProps): JSX.Element => {
  const { run, pending, problem } = useCommand('backup.start');
  const backups = draft.result.value?.backups ?? state.status.home?.backups ?? 0;
  const failed = pending ? null : (problem ?? failureOf(state));
  return (
    <SetupFrame
      place={place}
      title={failed ? messages.setup.first.failed : messages.setup.first.heading}
      onBack={() => goBack(place)}
      onNext={() => void run({ create: backups === 0 })}
      nextLabel={failed ? messages.setup.first.again : messages.setup.first.start}
      pending={pending}
      aside={<Button onClick={() => goToStep(place, 'finished')}>{messages.setup.first.later}</Button>}
    >
      {failed ? (
        <ProblemCard problem={failed} alert actions={null} />
      ) : (
        <p class="setup-lead">{messages.setup.first.lead(backups)}</p>
      )}
    </SetupFrame>
  );
};

const Safe = ({ name }: { readonly name: string }): JSX.Element => (
  <div class="card">
    <div class="setup-done">
      <Tile tone="ok" icon="shield" />
      <p role="status">{messages.setup.first.safeNote(name)}</p>
    </div>
  </div>
);
