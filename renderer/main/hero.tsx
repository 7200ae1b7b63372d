import type { JSX } from 'preact';
import { homeWords as words } from '../../src/shared/words/windows/home.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { pauseOf } from '../../src/shared/standing.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { MenuButton } from '../base/components/menu-button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { RunningView } from '../base/components/running-view.tsx';
import { now } from '../base/now.ts';
import { goTo } from '../base/route.ts';
import { useCommand } from '../base/use-command.ts';
import { heroView } from './hero-view.ts';
import type { PageProps } from '../base/mount.tsx';

/** One sentence, what is under way, and the one thing that most people come for. */
export const Hero = ({ state }: PageProps): JSX.Element => {
  const { tone, icon, title, lines } = heroView(state, now.value);
  return (
    <div class="card hero">
      <div class="hero-head">
        <Tile tone={tone} icon={icon} />
        <div class="hero-words">
          <h2 class="hero-title">{title}</h2>
          {lines.map((line) => (
            <p key={line} class="quiet">
              {line}
            </p>
          ))}
        </div>
        {!state.running && (state.status.safety === 'not-set-up' ? <Beginning /> : <Actions state={state} />)}
      </div>
      {state.running && <RunningView running={state.running} />}
    </div>
  );
};

const Beginning = (): JSX.Element => (
  <div class="line">
    <Button
      kind="primary"
      onClick={() => {
        goTo('setup');
      }}
    >
      {words.setUp}
    </Button>
    <Button
      onClick={() => {
        goTo('restore');
      }}
    >
      {words.restoreInstead}
    </Button>
  </div>
);

/** What the state says already needs no second card. */
const isNews = (problem: WindowProblem | null, { status }: WindowState): problem is WindowProblem =>
  problem !== null && !status.problems.some(({ code }) => code === problem.code);

const Actions = ({ state }: PageProps): JSX.Element => {
  const start = useCommand('backup.start');
  const pause = useCommand('pause');
  const resume = useCommand('resume');
  const paused = pauseOf(state.status, now.value) !== null;
  const problem = start.problem ?? pause.problem ?? resume.problem;
  return (
    <>
      <div class="line hero-actions">
        {paused && (
          <Button pending={resume.pending} onClick={() => void resume.run({})}>
            {words.resume}
          </Button>
        )}
        <Button kind="primary" pending={start.pending} onClick={() => void start.run({ create: true })}>
          {words.backUpNow}
        </Button>
        <MenuButton
          label={words.moreActions}
          items={[
            { label: words.lookNow, icon: 'search', onChoose: () => void start.run({ create: false }) },
            ...(paused
              ? []
              : [
                  { label: words.pauseHour, icon: 'pause', onChoose: () => void pause.run({ for: 'hour' }) } as const,
                  {
                    label: words.pauseTomorrow,
                    icon: 'clock',
                    onChoose: () => void pause.run({ for: 'tomorrow' }),
                  } as const,
                ]),
            {
              label: words.restoreAny,
              icon: 'restore',
              onChoose: () => {
                goTo('restore');
              },
            },
          ]}
        />
      </div>
      {isNews(problem, state) && (
        <div class="hero-wide">
          <ProblemCard problem={problem} alert actions={null} />
        </div>
      )}
    </>
  );
};
