import type { JSX } from 'preact';
import { leadingProblem } from '../../src/messages/headline.ts';
import { pauseOf } from '../../src/shared/status-rules.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { MenuButton } from '../base/components/menu-button.tsx';
import { ProblemButtons, ProblemCard } from '../base/components/problem-card.tsx';
import { RunningView } from '../base/components/running-view.tsx';
import { now } from '../base/now.ts';
import { goTo } from '../base/route.ts';
import { useCommand } from '../base/use-command.ts';
import { curesNow } from './cures-now.ts';
import { heroView } from './hero-view.ts';
import { isNews } from './is-news.ts';
import type { PageProps } from '../base/mount.tsx';
import { messages } from '../../src/messages/windows.ts';
import type { PauseLength } from '../../src/shared/vocabulary.ts';

const openRestore = (): void => {
  goTo('restore');
};

/** One sentence, what is under way, and the one thing that most people come for. */
export const Hero = ({ state }: PageProps): JSX.Element => {
  const { tone, icon, title, lines } = heroView(state, now.value);
  return (
    <div class="card hero">
      <div class={lines.length > 2 ? 'hero-head hero-trouble' : 'hero-head'}>
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
      {messages.home.setUp}
    </Button>
    <Button onClick={openRestore}>{messages.home.restoreInstead}</Button>
  </div>
);

/** In trouble the first button is its cure, and the only one that stands out; where time alone is the cure, none does. */
const Actions = ({ state }: PageProps): JSX.Element => {
  const { home } = messages;
  const start = useCommand('backup.start');
  const pause = useCommand('pause');
  const resume = useCommand('resume');
  const paused = pauseOf(state.status, now.value) !== null;
  const problem = start.problem ?? pause.problem ?? resume.problem;
  const cause = leadingProblem(state.status);
  const backUp = (): void => void start.run({ create: true });
  // Beside the cure it is the second thing; not where the cure is a backup itself.
  const offersBackUp = !cause?.actions.some((action) => action === 'back-up' || action === 'make-new');
  const hindrance = state.status.problems.find(({ preventsBackUp }) => preventsBackUp);
  const primary = cause === undefined ? 'primary' : 'plain';
  const pauseFor = (time: PauseLength) =>
    ({
      label: time === 'hour' ? home.pauseHour : home.pauseTomorrow,
      icon: time === 'hour' ? 'pause' : 'clock',
      onChoose: () => void pause.run({ for: time }),
    }) as const;
  return (
    <>
      <div class="line hero-actions">
        {paused && (
          <Button pending={resume.pending} onClick={() => void resume.run({})}>
            {home.resume}
          </Button>
        )}
        {cause && <ProblemButtons key={cause.code} actions={curesNow(cause, state)} />}
        {offersBackUp && (
          <Button
            kind={primary}
            pending={start.pending}
            {...(hindrance ? { unavailable: home.notYet(hindrance.title) } : {})}
            onClick={backUp}
          >
            {home.backUpNow}
          </Button>
        )}
        <MenuButton
          label={home.moreActions}
          items={[
            { label: home.lookNow, icon: 'search', onChoose: () => void start.run({ create: false }) },
            ...(paused ? [] : [pauseFor('hour'), pauseFor('tomorrow')]),
            { label: home.restoreAny, icon: 'restore', onChoose: openRestore },
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
