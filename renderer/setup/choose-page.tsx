import type { JSX } from 'preact';
import { Tile, type Tone } from '../base/components/badge.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { draft } from './draft.ts';
import { messages } from '../../src/messages/windows.ts';

interface ChoosePageProps {
  /** A damaged file took the settings away: somebody who had set everything up has to know why this page comes again. */
  readonly wasLost: boolean;
  readonly onBackUp: () => void;
  readonly onRestore: () => void;
}

/** The first thing that somebody sees: an empty computer may as well be there to get a backup back. */
export const ChoosePage = ({ wasLost, onBackUp, onRestore }: ChoosePageProps): JSX.Element => {
  const { run, pending, problem } = useCommand('setup.check-secrets');
  const chosen = useSignal<() => void>(onBackUp);
  // A password that cannot be kept need not be typed first.
  const go = async (onward: () => void): Promise<void> => {
    chosen.value = onward;
    if (pending) return;
    const result = await run({});
    if (!result.ok) return;
    draft.store.value = result.value;
    onward();
  };
  return (
    <PageBody title={messages.setup.choose.heading}>
      {wasLost && <Lost />}
      <div class="setup-mark">
        <Tile tone="ok" icon="shield" />
      </div>
      <p class="setup-lead">{messages.setup.choose.lead}</p>
      <div class="setup-ways">
        <Way
          tone="info"
          icon="cloud-done"
          title={messages.setup.choose.begin}
          hint={messages.setup.choose.beginHint}
          onClick={() => void go(onBackUp)}
        />
        <Way
          tone="neutral"
          icon="restore"
          title={messages.setup.choose.restore}
          hint={messages.setup.choose.restoreHint}
          onClick={() => void go(onRestore)}
        />
      </div>
      {problem && (
        <ProblemCard
          problem={problem}
          alert
          actions={
            <Button kind="primary" pending={pending} onClick={() => void go(chosen.value)}>
              {messages.common.tryAgain}
            </Button>
          }
        />
      )}
    </PageBody>
  );
};

const Lost = (): JSX.Element => (
  <section class="problem tone-warn" aria-label={messages.setup.choose.lost}>
    <div class="problem-icon">
      <Icon name="warning" size={22} />
    </div>
    <div class="problem-words">
      <h2 class="problem-title">{messages.setup.choose.lost}</h2>
      <p>{messages.setup.choose.lostHint}</p>
    </div>
  </section>
);

interface WayProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly onClick: () => void;
}

const Way = ({ tone, icon, title, hint, onClick }: WayProps): JSX.Element => (
  <button type="button" class="setup-way" onClick={onClick}>
    <Tile tone={tone} icon={icon} />
    <span class="stack-small">
      <span class="setup-way-title">{title}</span>
      <span class="quiet">{hint}</span>
    </span>
  </button>
);
