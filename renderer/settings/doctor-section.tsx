import './doctor.css';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { DoctorLine } from '../../src/shared/doctor.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { Badge } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { ProblemButtons, ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { command } from '../base/bridge.ts';
import { SettingsSection } from './section.tsx';
import { formatFull, formatWhen } from '../../src/messages/dates.ts';
import { messages } from '../../src/messages/windows.ts';

type Checked = NonNullable<WindowState['doctor']>;
type Line = Checked['lines'][number];

/** Everything that a backup needs, asked from top to bottom. Apple is asked only when the user presses on. */
export const DoctorSection = ({ doctor }: Pick<WindowState, 'doctor'>): JSX.Element => {
  const { run, problem } = useCommand('doctor.run');
  const words = messages.settings.doctor;
  const isRunning = doctor?.endedAt === null;
  return (
    <SettingsSection title={words.heading}>
      <p class="quiet small">{words.lead}</p>
      {doctor && <List doctor={doctor} />}
      <p role="status" class={doctor ? 'strong' : 'hidden'}>
        {doctor && (isRunning ? words.checking : summary(doctor))}
      </p>
      {typeof doctor?.endedAt === 'string' && <MadeAt iso={doctor.endedAt} />}
      {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
      {isRunning ? (
        <div>
          <Button onClick={() => void command('doctor.cancel', {})}>{messages.common.cancel}</Button>
        </div>
      ) : (
        <Asking doctor={doctor} onAsk={(asksCloud) => void run({ asksCloud })} />
      )}
    </SettingsSection>
  );
};

interface AskingProps {
  readonly doctor: Checked | null;
  readonly onAsk: (asksCloud: boolean) => void;
}

/** The first check, and what can be done after one. */
const Asking = ({ doctor, onAsk }: AskingProps): JSX.Element => {
  const words = messages.settings.doctor;
  return (
    <>
      <div class="line">
        <Button icon="search" onClick={() => onAsk(false)}>
          {doctor ? words.again : words.start}
        </Button>
        {doctor && <Copy />}
      </div>
      {doctor?.lines.some(({ reason }) => reason === 'when-asked' || reason === 'running') === true && (
        <div class="line-apart">
          <p class="quiet small settings-grow">{words.askAppleNote}</p>
          <Button icon="cloud" onClick={() => onAsk(true)}>
            {words.askApple}
          </Button>
        </div>
      )}
    </>
  );
};

/** It stands here until it is made again, and what it says may be over. */
const MadeAt = ({ iso }: { readonly iso: string }): JSX.Element => (
  <p class="quiet small">
    <time dateTime={iso} title={formatFull(iso)}>
      {messages.settings.doctor.madeAt(formatWhen(iso, now.value))}
    </time>
  </p>
);

const summary = ({ lines }: Checked): string => {
  const count = (wanted: Line['state']): number => lines.filter(({ state }) => state === wanted).length;
  // As long as iCloud was not asked nobody knows about it.
  const isWhole = lines.every(({ reason }) => reason !== 'when-asked' && reason !== 'running');
  return messages.settings.doctor.done(count('broken'), count('warning'), isWhole);
};

const Copy = (): JSX.Element => {
  const copy = useCommand('doctor.copy');
  const isCopied = useSignal(false);
  const id = useId();
  return (
    <>
      <Button
        kind="quiet"
        icon="copy"
        pending={copy.pending}
        describedBy={id}
        onClick={() => void copy.run({}).then(({ ok }) => (isCopied.value = ok))}
      >
        {messages.settings.doctor.copy}
      </Button>
      <span id={id} role="status" class="quiet small">
        {isCopied.value ? messages.settings.doctor.copied : messages.settings.doctor.copyNote}
      </span>
    </>
  );
};

const List = ({ doctor: { lines, firstBroken } }: { readonly doctor: Checked }): JSX.Element => (
  <ol class="checked" aria-label={messages.settings.doctor.list}>
    {lines.map((line) => (
      <CheckedLine key={line.id} line={line} firstBroken={firstBroken} />
    ))}
  </ol>
);

const looks: Readonly<Record<Line['state'], { readonly tone: string; readonly icon: IconName }>> = {
  ok: { tone: 'ok', icon: 'check' },
  warning: { tone: 'warn', icon: 'warning' },
  broken: { tone: 'danger', icon: 'octagon' },
  'not-asked': { tone: 'neutral', icon: 'dashed' },
};

interface LineProps {
  readonly line: Line;
  readonly firstBroken: DoctorLine | null;
}

const CheckedLine = ({ line, firstBroken }: LineProps): JSX.Element => {
  const { id, state, problem } = line;
  const { tone, icon } = looks[state];
  const isFirst = id === firstBroken;
  const detail = messages.doctor.detail(line);
  return (
    <li class={`checked-line tone-${tone}${isFirst ? ' checked-first' : ''}`}>
      <span class="checked-sign">
        <Icon name={icon} size={16} label={messages.settings.doctor.marks[state]} />
      </span>
      <div class="stack-tight selectable">
        <div class="line">
          <span class={state === 'not-asked' ? 'quiet' : problem ? 'strong' : ''}>{messages.doctor.titles[id]}</span>
          {detail !== '' && <span class="quiet small break">{detail}</span>}
          {isFirst && <Badge tone="danger">{messages.settings.doctor.first}</Badge>}
        </div>
        {problem && (
          <div class="small break">
            <p class="toned">{problem.title}</p>
            <p>{problem.cause}</p>
            <p>{problem.next}</p>
          </div>
        )}
        {problem && isFirst && <ProblemButtons actions={curesOf(problem.actions)} isMain={false} />}
      </div>
    </li>
  );
};

/** What leads to this very list leads nowhere from it. */
const curesOf = (actions: NonNullable<Line['problem']>['actions']): typeof actions =>
  actions.filter((action) => action !== 'check-connections');
